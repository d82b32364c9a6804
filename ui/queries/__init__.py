"""Queries: threads with their state, filtered by child, form and age; answered in place."""
