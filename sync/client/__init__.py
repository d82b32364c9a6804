"""The workstation's end of a sync: one resumable cycle against any `Edc`. Knows no window."""
