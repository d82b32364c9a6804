"""The preview of a laboratory report before anything of it is kept."""
