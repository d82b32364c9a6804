"""The archive at the end of the study: the whole record on one medium, readable without the program (decision 0042)."""
