"""The parts screens are made of: flags, chips, bars, cards, buttons, fields, strips. Owns no screen and its state."""
