"""Charts to read, compare, print and export; the only room that knows matplotlib."""
