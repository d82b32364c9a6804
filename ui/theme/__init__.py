"""How Cartella looks: colours, type, icons and the style sheet, light and dark from one set of tokens."""
