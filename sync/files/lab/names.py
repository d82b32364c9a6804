"""Which items of the study a printed test may be: by specimen, names and aliases of the definition.

Owns the search. The same word means another item in urine than in blood (肌酐, GLU), so the specimen comes first; where
the report names none, all meanings are found and a person decides.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from study import units
from study.definition.model import Form, Item, Study
from study.grammar.fold import bare

Specimen = Literal["", "blood", "urine", "urine24", "other"]
_BLOOD = re.compile(r"血|serum|plasma|blood|edta|枸橼酸|肝素")
_URINE = re.compile(r"尿|urine")
_WHOLE_DAY = re.compile(r"24(?:小时|h|hours?|-h)|全天|昼夜")
_PER = re.compile(r"(?:cells)?/(?P<of>ul|mm3|hpf?|lpf?)")
_PREFIXES: dict[Specimen, tuple[str, ...]] = {
    "urine": ("尿", "u", "随机尿"),
    "urine24": ("24小时尿", "24h尿", "24小时", "24h", "尿"),
    "blood": ("血清", "血"),
}


class Candidate(NamedTuple):
    """An item a test may be; `sure` is False when another kind of collection had to be assumed."""

    form: str
    item: Item
    sure: bool = True


def specimen_of(printed: str) -> Specimen:
    """What kind of specimen a report says it is; "" when it says nothing, "other" for one that no form asks about."""
    text = bare(printed)
    if not text:
        return ""
    if _URINE.search(text):
        return "urine24" if _WHOLE_DAY.search(text) else "urine"
    # 隐血 is looked for in stool, 骨髓血 is marrow: a specimen is blood only when nothing but blood is named.
    return "blood" if _BLOOD.search(text) and not re.search(r"便|粪|痰|髓|(?<!血)液", text) else "other"


def form_specimen(form: Form) -> Specimen:
    """What a form is about, told by its own name: urine over 24 h, urine, else blood."""
    return specimen_of(form.label.zh) if _URINE.search(bare(form.label.zh)) else "blood"


def key(name: str) -> str:
    """The form in which names of tests are compared: no spaces, hyphens, stars or case; + and (...) count."""
    return re.sub(r"[-_·*★☆▲△#^]", "", bare(name)).replace("[", "(").replace("]", ")")


class Names:
    """The laboratory items of some forms by all their names."""

    def __init__(self, study: Study, forms: Iterable[str]) -> None:
        self._study = study
        self._found: dict[Specimen, dict[str, list[Candidate]]] = {}
        for code in forms:
            form = study.forms[code]
            names = self._found.setdefault(form_specimen(form), {})
            for item in form.items:
                for name in _names(item) if item.laboratory else ():
                    names.setdefault(name, []).append(Candidate(code, item))

    def find(self, specimen: Specimen, test: str, short: str, unit: str) -> tuple[Candidate, ...]:
        """All items that a test of this specimen may be, none twice; the printed unit may be part of a name."""
        if specimen == "":
            classes: tuple[Specimen, ...] = ("blood", "urine", "urine24")
            return _unique(each for one in classes for each in self._both(one, test, short, unit))
        found = self._both(specimen, test, short, unit)
        if specimen == "urine" and not found:
            # 24 h protein is often printed on a report whose specimen is just 尿液; the name must say so itself.
            said = bool(_WHOLE_DAY.search(bare(test)))
            return _unique(each._replace(sure=said) for each in self._both("urine24", test, short, unit))
        return found

    def qualitative(self, specimen: Specimen, test: str) -> tuple[Candidate, ...]:
        """The item for the test strip of the same name (尿蛋白 -> 尿蛋白定性)."""
        return self._named(specimen or "urine", f"{test}定性") if test else ()

    def _both(self, specimen: Specimen, test: str, short: str, unit: str) -> tuple[Candidate, ...]:
        exact = self._with_unit(specimen, test, unit) or self._with_unit(specimen, short, unit)
        if exact:
            return exact
        by_test, by_short = self._named(specimen, test), self._named(specimen, short)
        # Abbreviations are shared by tests that have nothing to do with each other: alone they are only a suggestion.
        if test and not by_test:
            return tuple(each._replace(sure=False) for each in by_short)
        agreed = {(each.form, each.item.code) for each in by_short}
        both = _unique(each._replace(sure=each.sure or (each.form, each.item.code) in agreed) for each in by_test)
        named = {(each.form, each.item.code) for each in both}
        # What only the abbreviation says of a test that has a name of its own is no more than a suggestion.
        others = (each._replace(sure=not test) for each in by_short if (each.form, each.item.code) not in named)
        return (*both, *_unique(others))

    def _with_unit(self, specimen: Specimen, name: str, unit: str) -> tuple[Candidate, ...]:
        """红细胞 printed in /HP is another item than 红细胞 in /µL, and is called 红细胞/HPF in the definition.

        So are CD3+T淋巴细胞 in % and in cells/µL.
        """
        per = _PER.fullmatch(units.spelling(unit).casefold())
        if not name or per is None:
            return ()
        end = {"h": "/HPF", "l": "/LPF"}.get(per["of"][0], "/uL")
        found = (*self._named(specimen, f"{name}{end}"), *self._named(specimen, name))
        return _unique(each for each in found if units.recognise(self._study, each.item, unit) == each.item.unit)

    def _named(self, specimen: Specimen, name: str) -> tuple[Candidate, ...]:
        whole = self._spelt(specimen, name)
        found = re.fullmatch(r"(?P<name>[^(\[]+)[(\[](?P<inside>[^)\]]+)[)\]]", bare(name))
        if whole or found is None:
            return whole
        # 钙(校正) is not 钙; 肌酐(Cr) and 白蛋白(溴甲酚绿法) are what stands before the bracket.
        outer, inner = self._spelt(specimen, found["name"]), self._spelt(specimen, found["inside"])
        same = {each.item.code for each in inner}
        method = found["inside"].endswith("法")
        return tuple(each._replace(sure=method or each.item.code in same) for each in outer)

    def _spelt(self, specimen: Specimen, name: str) -> tuple[Candidate, ...]:
        names = self._found.get(specimen, {})
        for prefix in ("", *_PREFIXES.get(specimen, ())):
            if key(name) and (found := names.get(key(f"{prefix}{name}"))):
                return tuple(found)
        return ()


def _names(item: Item) -> set[str]:
    labels = [item.label.zh, item.label.en, item.code, *item.aliases]
    labels += [item.short.zh, item.short.en] if item.short else []
    return {key(each) for each in labels if key(each)}


def _unique(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple({(each.form, each.item.code): each for each in found}.values())
