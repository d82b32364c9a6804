"""The first room: what is overdue, due and coming, and what needs somebody."""
