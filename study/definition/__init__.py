"""The study as data: the model of a definition and the reader that turns YAML text into it, with file and line."""
