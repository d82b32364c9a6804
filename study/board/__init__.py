"""What a data and safety monitoring board is given: the safety of all children, counted, by code and never by name."""
