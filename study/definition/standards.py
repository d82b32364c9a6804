"""Codes of published standards that items carry: what each standard's code looks like, and which domains SDTM has.

Owns the shape of codes only. That a code means what its item asks is said by its mark (`Coding.confirmed`), by people.
"""

import re
from typing import Literal, get_args

import msgspec

from study.text import Text

Standard = Literal["sdtm", "cdash", "loinc"]
STANDARDS: tuple[Standard, ...] = get_args(Standard)
NAMES: dict[Standard, str] = {"sdtm": "SDTM", "cdash": "CDASH", "loinc": "LOINC"}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DOMAINS = _words(
    """
    AE AG BE BS CE CM CO CP CV DA DD DI DM DS DV EC EG EX FA FT GF HO IE IS LB MB MH MI MK ML MS NV OE OI PC PE PP PR
    QS RE RP RS SC SE SM SR SS SU SV TA TE TI TR TS TT TU TV UR VS
    """
)
"""Domains of SDTMIG v3.4 (CDISC 2021) for trials in people."""
_DEMOGRAPHIC = _words(
    """
    STUDYID SITEID SUBJID INVID BRTHDAT AGE AGEU SEX RACE ETHNIC ARM DTHDAT RFICDAT VISIT VISITNUM VISDAT
    """
)
"""Variables of CDASH, and of SDTM, that bear no domain in front."""
_WORD = re.compile(r"[A-Z][A-Z0-9]{0,7}", re.ASCII)
_VALUE = re.compile(r"[A-Z0-9][A-Z0-9 /-]{0,39}", re.ASCII)
_LOINC = re.compile(r"(?P<number>[1-9][0-9]{0,6})-(?P<check>[0-9])", re.ASCII)


class Coding(msgspec.Struct, frozen=True):
    """A code of one standard. `confirmed`: somebody found it in the published standard, with this meaning."""

    standard: Standard
    code: str
    confirmed: bool = False

    @property
    def words(self) -> str:
        """The standard's name and the code: "LOINC 2160-0"."""
        return f"{NAMES[self.standard]} {self.code}"


def refusal(coding: Coding) -> Text | None:
    """Why the code is none of its standard; None where it may be one.

    SDTM: a variable or a test code of at most 8 letters and digits (WBC), with its domain in front where it isn't LB's
    (CP.TLYLY), or a variable with its value (ISBDAGT=DOUBLE STRANDED DNA). CDASH: a variable, with its domain in front.
    LOINC: digits and their check digit.
    """
    match coding.standard:
        case "sdtm":
            return _sdtm(coding.code)
        case "cdash":
            return _cdash(coding.code)
        case "loinc":
            return None if _is_loinc(coding.code) else _none(coding)


def _sdtm(code: str) -> Text | None:
    variable, sign, value = code.partition("=")
    if sign:
        return _none_of(code, "SDTM") if not _VALUE.fullmatch(value) else _variable(variable, "SDTM")
    domain, dot, test = code.rpartition(".")
    if not _WORD.fullmatch(test):
        return _none_of(code, "SDTM")
    return _no_domain(domain, "SDTM") if dot and domain not in DOMAINS else None


def _cdash(code: str) -> Text | None:
    return None if code in _DEMOGRAPHIC else _variable(code, "CDASH")


def _variable(name: str, standard: str) -> Text | None:
    """A variable begins with its domain."""
    if not _WORD.fullmatch(name) or len(name) < 3:
        return _none_of(name, standard)
    return None if name[:2] in DOMAINS else _no_domain(name[:2], standard)


def _none(coding: Coding) -> Text:
    return _none_of(coding.code, NAMES[coding.standard])


def _none_of(code: str, standard: str) -> Text:
    return Text(f"`{code}` is no {standard} code", f"“{code}”不是{standard}代码")


def _no_domain(domain: str, standard: str) -> Text:
    return Text(f"{standard} has no domain `{domain}`", f"{standard}没有“{domain}”域")


def _is_loinc(code: str) -> bool:
    """Whether the last digit is the check digit (Luhn) of those before it; a slip of the pen seldom is."""
    found = _LOINC.fullmatch(code)
    if found is None:
        return False
    digits = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(found["number"]))]
    return (10 - sum(digit // 10 + digit % 10 for digit in digits) % 10) % 10 == int(found["check"])
