"""The effect of facts: slots, heads, conflicts, verdicts, digest. One function applies a change, on every end."""
