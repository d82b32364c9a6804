"""What is given to others, read from an open store: the board's pack, the results, the shared set; and its folder."""
