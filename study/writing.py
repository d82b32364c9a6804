"""How numbers and units are written: a number without its exponent, rounded, a unit in one spelling.

Knows neither items nor studies: `study.units` does.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

EXACT = Context(prec=40)
"""As many digits as any conversion needs."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_WORDS = (
    ("毫米汞柱", "mmHg"), ("毫摩尔", "mmol"), ("微摩尔", "umol"), ("纳摩尔", "nmol"), ("毫克", "mg"), ("微克", "ug"),
    ("纳克", "ng"), ("皮克", "pg"), ("千克", "kg"), ("公斤", "kg"), ("克", "g"), ("毫升", "mL"),
    ("微升", "uL"), ("分升", "dL"), ("升", "L"), ("厘米", "cm"), ("公分", "cm"), ("毫米", "mm"), ("毫秒", "ms"),
    ("平方米", "m2"), ("米", "m"), ("小时", "h"), ("分钟", "min"), ("高倍视野", "HPF"), ("低倍视野", "LPF"),
    ("摄氏度", "Cel"), ("个", ""),
)  # fmt: skip


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def printed(unit: str) -> str:
    """A unit as people print it where no study is at hand to ask: µmol/L, ×10⁹/L, mg/m²/d."""
    text = re.sub(r"(?<![A-Za-z])u(?=mol|g|L|m)", "µ", unit)
    text = re.sub(r"(?<!\d)10\^(\d+)", lambda found: "×10" + found[1].translate(_RAISED), text)
    return re.sub(r"(\d)m²", r"\1 m²", re.sub(r"m2(?!\d)", "m²", text))


@lru_cache(maxsize=4096)
def spelling(written: str) -> str:
    """One spelling for the ways a unit is printed: width, micro signs, powers of ten, Chinese words; case is kept."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda found: "^" + found[0].translate(_SUPERSCRIPTS), written)
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("μ", "u").replace("mcg", "ug")
    for word, symbol in _WORDS:
        text = text.replace(word, symbol)
    text = re.sub(r"^[×xX*](?=10)", "", text)
    text = re.sub(r"\b10(?:\*\*|\*|\^|[eE])(\d)", r"10\1", text).replace("^", "")
    text = re.sub(r"/(?:24hrs?|24h|d|day|天|日)(?=/|$)", "/24h", text)
    return re.sub(r"(?<![a-zA-Z])(?:hrs?|hours?)$", "h", text)


def plain(number: Decimal) -> str:
    """The number without an exponent and without trailing zeros that no one wrote."""
    return format(number.normalize(EXACT), "f") if number else "0"


def rounded(number: Decimal, decimals: int) -> str:
    """`number` with that many decimals, half away from zero (only ever for display); never "-0.0"."""
    short = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT)
    return format(short or abs(short), "f")
