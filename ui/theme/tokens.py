"""The colours of both themes, by what they are for. Painters, palette and style sheet read these and no literals."""

from dataclasses import dataclass, fields
from typing import Literal

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True)
class Tokens:
    """One theme. Every text colour has a contrast of at least 4.5 : 1 on the grounds it is used on."""

    bg: str
    surface: str
    sunken: str
    hover: str
    line: str
    line_mid: str
    line_strong: str
    text: str
    text_2: str
    text_3: str
    accent: str
    accent_soft: str
    on_accent: str
    amber: str
    amber_soft: str
    amber_line: str
    red: str
    red_soft: str
    red_line: str
    on_red: str
    band: str
    grid: str
    s2: str
    s3: str

    def as_dict(self) -> dict[str, str]:
        """Token name to colour, as the style sheet's template wants it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def named(self, name: str) -> str:
        """The colour of the token `name`. Raises KeyError for a name that is no token."""
        if name not in _NAMES:
            raise KeyError(name)
        return str(getattr(self, name))


_NAMES = frozenset(field.name for field in fields(Tokens))


LIGHT = Tokens(
    bg="#F4F6F6",
    surface="#FFFFFF",
    sunken="#EDF0F0",
    hover="#E9EEEE",
    line="#DCE2E2",
    line_mid="#B3BDBD",
    line_strong="#7F8B8B",
    text="#172020",
    text_2="#445050",
    text_3="#5B6767",
    accent="#0B6E66",
    accent_soft="#E1F0EE",
    on_accent="#FFFFFF",
    amber="#8A4B00",
    amber_soft="#FFF3DB",
    amber_line="#D9A441",
    red="#B0201A",
    red_soft="#FCEBE9",
    red_line="#D9776F",
    on_red="#FFFFFF",
    band="#E4EFED",
    grid="#E6EAEA",
    s2="#3F5B8C",
    s3="#7A4B86",
)

DARK = Tokens(
    bg="#12181A",
    surface="#1A2123",
    sunken="#161D1F",
    hover="#242D2F",
    line="#313B3D",
    line_mid="#475355",
    line_strong="#758385",
    text="#E7ECEB",
    text_2="#B9C4C3",
    text_3="#98A5A4",
    accent="#53C4B6",
    accent_soft="#173735",
    on_accent="#06201D",
    amber="#F1B65C",
    amber_soft="#35290F",
    amber_line="#8A6A2A",
    red="#FF938A",
    red_soft="#3D1D1C",
    red_line="#9C4A45",
    on_red="#2A0503",
    band="#1C302F",
    grid="#283133",
    s2="#93B2E6",
    s3="#D3A0DF",
)

THEMES: dict[ThemeName, Tokens] = {"light": LIGHT, "dark": DARK}
