"""Questions about a prescription line. Each answer is the line written so that it has that reading and no other.

“Quoted” words are kept and read as nothing else: that is how an answer says "keep it as words".
"""

from collections.abc import Callable, Sequence
from datetime import date

from study.grammar.prescription.model import LineAsk, LineOption, Token
from study.text import Text

_AS_WORDS = Text("keep as words", "作为文字保留")
_QUOTES = '“”"「」『』‘’'


def quoted(text: str) -> str:
    """Words that are read as nothing."""
    return f"“{unquoted(text)}”"


def unquoted(text: str) -> str:
    """The words without quotation marks."""
    return "".join(character for character in text if character not in _QUOTES).strip()


def instead(line: str, token: Token, written: str) -> str:
    """The line with something else in a token's place, spaces around it."""
    return " ".join(f"{line[: token.start]} {written} {line[token.end :]}".split())


def option(line: str, label: Text) -> LineOption:
    """A reading, as the line that says it."""
    return LineOption(label, " ".join(line.split()))


def keep_as_words(line: str, token: Token, why: Text) -> LineAsk:
    """What cannot be read stays as words, if the person wants it so."""
    return LineAsk(
        token.text,
        Text(f"“{token.text}”: {why.en}.".replace("..", "."), f"“{token.text}”：{why.zh}。".replace("。。", "。")),
        (option(instead(line, token, quoted(token.text)), _AS_WORDS),),
    )


def which(line: str, found: Sequence[Token], called: Callable[[Token], Text]) -> LineAsk:
    """Several things where one may stand: the one that is meant stays, the others become words."""
    options = []
    for kept in found:
        made = line
        for token in reversed(found):
            if (token.code, token.number, token.date, token.days) != (kept.code, kept.number, kept.date, kept.days):
                made = instead(made, token, quoted(token.text))
        options.append(option(made, called(kept)))
    texts = " / ".join(token.text for token in found)
    return LineAsk(
        texts,
        Text(f"{texts}: which one holds? The other is kept as words.", f"{texts}：以哪一个为准？另一个作为文字保留。"),
        tuple(dict.fromkeys(options)),
    )


def which_number(line: str, token: Token) -> LineAsk:
    """A comma in a number: thousands, or a point; the reading that the program sees is offered and no other."""
    written = token.text
    digits = "".join(character for character in written if character.isdigit() or character in ",.")
    made = instead(line, token, written.replace(digits, token.number))
    return LineAsk(
        written,
        Text(
            f"“{digits}”: is the number {token.number}? If not, write it without a comma.",
            f"“{digits}”：数值是 {token.number} 吗？如不是，请去掉逗号重写。",
        ),
        (option(made, Text(token.number, token.number)),),
    )


def which_year(line: str, token: Token, today: date | None) -> LineAsk:
    """A day without its year: the years that lie nearest to today are offered."""
    days = _near(token.date, today) if today is not None else ()
    month, day = token.date[2:].split("-")
    question = Text(
        f"“{token.text}”: which year? Write it in front, as in 2026-{month}-{day}.",
        f"“{token.text}”：哪一年？请在前面写明年份，如 2026-{month}-{day}。",
    )
    mark = "起" if token.kind == "start" else "停"
    return LineAsk(
        token.text,
        question,
        tuple(option(instead(line, token, f"{found}{mark}"), Text(found, found)) for found in days),
    )


def _near(written: str, today: date | None) -> tuple[str, ...]:
    if today is None:
        return ()
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date.fromisoformat(f"{year}-{written[2:]}"))
        except ValueError:
            continue
    nearest = sorted(found, key=lambda day: abs((day - today).days))[:2]
    return tuple(day.isoformat() for day in nearest)
