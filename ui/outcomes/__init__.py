"""The primary outcomes of all children, visit by visit: complete, awaited, begun, missing."""
