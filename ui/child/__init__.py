"""The screen of one child. Views only: state in, signals out."""
