"""The words of a definition that a prescription line is made of: drugs, frequencies, routes, units, times of the day.

Frequencies, routes and units are the answers of the form's code lists with their aliases; drugs are prescriptions.yaml.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from study.definition.drugs import Drug, Prescribing
from study.definition.model import Choice, Study
from study.grammar.fold import fold
from study.grammar.prescription.compact import compact
from study.grammar.prescription.model import Kind

FREQUENCIES, ROUTES, UNITS = "CMFRQ", "CMROUTE", "CMDOSU"
OTHER = "other"
"""The frequency whose number of times a day stands beside it."""
_VAGUE = frozenset({OTHER, "OTH"})
COUNTED = frozenset({"tablet", "vial"})
"""Units that are counted, each of which has a strength."""


class Word(msgspec.Struct, frozen=True):
    """What a word means."""

    kind: Kind
    code: str
    confirmed: bool = True


class Vocabulary(msgspec.Struct, frozen=True):
    """The words by how they are compared; `units` apart, since they stand behind numbers only."""

    words: Mapping[str, Word]
    units: Mapping[str, str]
    forms: tuple[str, ...]
    before: tuple[str, ...]
    drugs: Mapping[str, Drug]
    frequencies: Mapping[str, Choice]
    routes: Mapping[str, Choice]
    doses: Mapping[str, Choice]
    moments: Mapping[str, Choice]
    longest: int

    def frequency(self, *words: str) -> str:
        """The code of the first of the words that is a frequency; "" for none."""
        found = (self.words.get(key(word)) for word in words)
        return next((each.code for each in found if each is not None and each.kind == "frequency"), "")


def key(word: str) -> str:
    """A word as it is compared."""
    return compact(fold(word)).text


def vocabulary(study: Study) -> Vocabulary:
    """The words of a study; a study without the code lists or drugs reads the less."""
    return _vocabulary(study.prescribing, tuple(study.codelists.get(name, ()) for name in (FREQUENCIES, ROUTES, UNITS)))


@lru_cache(maxsize=8)
def _vocabulary(given: Prescribing, answers: tuple[tuple[Choice, ...], ...]) -> Vocabulary:
    lists = dict(zip((FREQUENCIES, ROUTES, UNITS), answers, strict=True))
    moments = tuple(Choice(each.code, each.label, each.aliases) for each in given.moments)
    words = dict(_answers("moment", moments))
    words |= dict(_answers("route", lists[ROUTES]))
    words |= dict(_answers("frequency", lists[FREQUENCIES]))
    words |= dict(_drugs(given.drugs))
    units = {name: word.code for name, word in _answers("amount", lists[UNITS])}
    forms, before = (tuple(sorted(map(key, each), key=len, reverse=True)) for each in (given.forms, given.before))
    return Vocabulary(
        words=words,
        units=units,
        forms=forms,
        before=before,
        drugs={drug.code: drug for drug in given.drugs},
        frequencies=_by_code(lists[FREQUENCIES]),
        routes=_by_code(lists[ROUTES]),
        doses=_by_code(lists[UNITS]),
        moments=_by_code(moments),
        longest=max(map(len, (*words, *units)), default=0),
    )


def _by_code(choices: Iterable[Choice]) -> dict[str, Choice]:
    return {choice.code: choice for choice in choices}


def short(label: str) -> str:
    """A label without what stands in brackets: 隔日1次(qod) is 隔日1次."""
    return re.sub(r"\s*\(.*\)$", "", label) or label


def _answers(kind: Kind, choices: Iterable[Choice]) -> Iterator[tuple[str, Word]]:
    for choice in choices:
        if choice.code in _VAGUE:
            continue
        for name in (choice.code, short(choice.label.en), short(choice.label.zh), *choice.aliases):
            yield key(name), Word(kind, choice.code)


def _drugs(drugs: Iterable[Drug]) -> Iterator[tuple[str, Word]]:
    for drug in drugs:
        for name in drug.unconfirmed:
            yield key(name), Word("drug", drug.code, confirmed=False)
        for name in (drug.label.en, drug.label.zh, *drug.aliases):
            yield key(name), Word("drug", drug.code)
