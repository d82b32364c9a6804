"""The one exception family a user may meet.

    Exception
    +-- KnownError          something a person can understand and act on; anything else is a bug

A KnownError carries a stable code (for `--json` and for tests) and one sentence in each language. Library errors are
mapped to it once, at the edge of the room that knows the library.
"""

from study.text import Text


class KnownError(Exception):
    """Something that happened to the user, not to the code: a code and one sentence in English and Chinese."""

    def __init__(self, code: str, en: str, zh: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.sentence = Text(en=en, zh=zh)
