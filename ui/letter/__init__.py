"""The letter of an appointment: what is chosen of it before it is printed."""
