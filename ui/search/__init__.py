"""Search over everything (Ctrl+K) and the map of keys (F1)."""
