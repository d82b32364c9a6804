"""A text in the two languages of the trial. Owns nothing else; screens choose the language."""

from typing import Literal

import msgspec

Language = Literal["en", "zh"]


class Text(msgspec.Struct, frozen=True):
    """One wording in English and in Chinese (zh_CN)."""

    en: str
    zh: str

    def get(self, language: Language) -> str:
        """The wording in the language asked for."""
        return self.zh if language == "zh" else self.en
