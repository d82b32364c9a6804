"""The window around the screens: rail, top bar, lock, the messages that belong to no screen.

Frame: room_chosen(Room), language_chosen(LanguageSwitch), lock_requested(), message_dismissed(str).
MainWindow: show_gate(widget), show_frame(frame); close_requested() until `allow_close()` was called.
"""
