"""The data set that is given to others: no identity, no free text, study days for dates, with its dictionary."""
