"""`read_line`: the tokens of a line together: drug, doses, how often, from when; what is asked, what is kept.

Every token ends in the reading, in a question, in a refusal or among the words that are kept.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from study.grammar.fold import fold
from study.grammar.prescription.asking import (
    instead,
    keep_as_words,
    option,
    quoted,
    unquoted,
    which,
    which_number,
    which_year,
)
from study.grammar.prescription.dosing import Dosing, doses_of
from study.grammar.prescription.model import Kind, LineAsk, LineRead, Prescription, Token
from study.grammar.prescription.scan import MOST, tokens
from study.grammar.prescription.words import Vocabulary, short
from study.text import Text

_LONG = Text(f"A prescription line has {MOST} characters at most.", f"医嘱行最长{MOST}个字符。")
_NO_DRUG = Text("The line names no drug. Begin with its name.", "未写药名，请先写药名。")
_TWO_DRUGS = Text(
    "One line is one drug; write the other one as a line of its own.", "一行只写一种药物，其他药物请另起一行。"
)
_BACKWARDS = Text("The end is before the start.", "停药日期早于开始日期。")
_TAPER = Text(
    "The next dose is a prescription of its own: enter it as another line from its day.",
    "后续剂量是另一条医嘱：请自其开始日期另写一行。",
)


def read_line(words: Vocabulary, typed: str, today: date | None = None) -> LineRead:
    """What a line says. `today` is the day at the site, for words such as 今日 and to offer a year; None: not known."""
    line = fold(typed)
    if len(line) > MOST:
        return LineRead(line, Prescription(words=(line,)), (Token("word", 0, len(line), line),), refusals=(_LONG,))
    if not line:
        return LineRead(line, Prescription())
    return _Reading(words, line, tokens(words, line, today), today).read()


class _Reading:
    def __init__(self, words: Vocabulary, line: str, found: tuple[Token, ...], today: date | None) -> None:
        self._words = words
        self._line = line
        self._tokens = found
        self._today = today
        self._asks: list[LineAsk] = []
        self._refusals: list[Text] = []
        self._kept: list[Token] = []
        self._name: list[Token] = []

    def read(self) -> LineRead:
        drug, name = self._drug()
        start, end, days = self._day("start"), self._day("end"), self._days()
        dosing = doses_of(self._words, self._line, self._dosed())
        self._asks.extend(dosing.asks)
        self._refusals.extend(dosing.refusals)
        self._kept.extend(dosing.kept)
        frequency = self._frequency(dosing)
        route = self._one("route")
        self._doubts()
        if start and end and end < start:
            self._refusals.append(_BACKWARDS)
        said = Prescription(
            drug=drug.code if drug is not None else "",
            name=name,
            doses=dosing.doses,
            frequency=frequency.code if frequency else "",
            times=frequency.number if frequency else "",
            route=route.code if route is not None else "",
            start=start,
            end=end,
            days=days,
            words=self._words_kept(),
        )
        unconfirmed = drug.text if drug is not None and not drug.confirmed else ""
        return LineRead(
            self._line, said, self._tokens, tuple(self._asks), tuple(self._refusals), unconfirmed=unconfirmed
        )

    def _of(self, *kinds: Kind) -> tuple[Token, ...]:
        return tuple(token for token in self._tokens if token.kind in kinds)

    # The drug

    def _drug(self) -> tuple[Token | None, str]:
        """The drug and the name that is kept: of a drug of the list the definition's own, else the words in front."""
        found = self._of("drug")
        if len({token.code for token in found}) > 1:
            self._refusals.append(_TWO_DRUGS)
        if found:
            best = next((token for token in found if token.confirmed), found[0])
            return best, self._words.drugs[best.code].label.zh
        leading: list[Token] = []
        for token in self._tokens:
            if token.kind not in ("word", "quoted"):
                break
            leading.append(token)
        name = unquoted(self._line[leading[0].start : leading[-1].end]) if leading else ""
        if not any(map(str.isalpha, name)):
            self._refusals.append(_NO_DRUG)
            return None, ""
        self._name = leading
        return None, name

    # How often, which way

    def _frequency(self, dosing: Dosing) -> Token | None:
        """The frequency; doses at times of the day, and a dose for one time, are once a day each."""
        found = self._one("frequency")
        moments = self._of("moment")
        once_a_day = self._words.frequency("qd")
        if len(dosing.doses) > 1 and found is not None and found.code != once_a_day:
            self._refusals.append(
                Text(
                    "The doses stand by time of the day; a frequency beside them has two readings. Leave it out.",
                    "已按时间分别写剂量，再写频次会有歧义，请删去频次。",
                )
            )
        if moments and found is None and once_a_day:
            return msgspec.structs.replace(moments[0], code=once_a_day)
        if moments and found is not None and len(dosing.doses) < 2 and found.code != once_a_day:
            self._kept.extend(moments)
        return found

    def _one(self, kind: Kind) -> Token | None:
        """The token of a kind that may be said once; two that differ are asked about."""
        found = self._of(kind)
        if len({(token.code, token.number) for token in found}) > 1:
            self._asks.append(which(self._line, found, self._called))
        return found[0] if found else None

    def _called(self, token: Token) -> Text:
        lists = {"frequency": self._words.frequencies, "route": self._words.routes}
        choice = lists[token.kind].get(token.code)
        if choice is None or token.number:
            return Text(token.text, token.text)
        return Text(f"{token.text} ({short(choice.label.en)})", f"{token.text}（{short(choice.label.zh)}）")

    # Days

    def _day(self, kind: Kind) -> str:
        found = self._of(kind)
        for token in found:
            if token.date.startswith("--"):
                self._asks.append(which_year(self._line, token, self._today))
        if len({token.date for token in found}) > 1:
            self._asks.append(which(self._line, found, lambda token: Text(token.text, token.text)))
        return next((token.date for token in found if not token.date.startswith("--")), "")

    def _days(self) -> int:
        found = self._of("days")
        if len({token.days for token in found}) > 1:
            self._asks.append(which(self._line, found, lambda token: Text(token.text, token.text)))
        return found[0].days if found else 0

    # The rest

    def _dosed(self) -> tuple[Token, ...]:
        return self._of("amount", "bare", "moment", "strength", "each", "frequency", "mark")

    def _doubts(self) -> None:
        """What has another reading by itself: a comma in a number, a day without start or end, what is odd."""
        for token in self._tokens:
            if token.kind in ("amount", "bare") and token.doubt:
                self._asks.append(which_number(self._line, token))
            elif token.kind == "date":
                self._asks.append(_which_end(self._line, token))
            elif token.kind == "odd":
                self._asks.append(keep_as_words(self._line, token, token.why or Text("not understood", "无法识别")))
            elif token.kind == "taper":
                self._asks.append(keep_as_words(self._line, token, _TAPER))
            elif token.kind == "word" and token not in self._name and any(map(str.isdigit, token.text)):
                self._asks.append(keep_as_words(self._line, token, Text("not understood", "无法识别")))

    def _words_kept(self) -> tuple[str, ...]:
        """What no item holds, in the order of the line."""
        kept = [*self._kept, *(token for token in self._of("word", "quoted") if token not in self._name)]
        ordered: Iterable[Token] = sorted(dict.fromkeys(kept), key=lambda token: token.start)
        return tuple(text for token in ordered if (text := unquoted(token.text)))


def _which_end(line: str, token: Token) -> LineAsk:
    begins, ends = (instead(line, token, f"{token.date}{mark}") for mark in ("起", "停"))
    return LineAsk(
        token.text,
        Text(f"Does it start or end on {token.date}?", f"{token.date} 是开始还是停药？"),
        (
            option(begins, Text(f"from {token.date} on", f"{token.date} 起")),
            option(ends, Text(f"until {token.date}", f"{token.date} 停")),
            option(instead(line, token, quoted(token.text)), Text("keep as words", "作为文字保留")),
        ),
    )
