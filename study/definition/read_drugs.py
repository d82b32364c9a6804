"""The drugs of prescriptions.yaml and what must hold of them: one name leads to one drug and to nothing else."""

from collections.abc import Iterator

from study.definition.check_items import folded
from study.definition.drugs import Drug, Moment, Prescribing
from study.definition.faults import Report
from study.definition.fields import Fields
from study.definition.model import Study

PER: tuple[str, ...] = ("day", "dose")
FAMILIES, STEROIDS = "CMCLASS", "STERDRUG"
WORDS = ("CMFRQ", "CMROUTE", "CMDOSU")
"""Code lists whose words stand in a prescription line beside the drug."""


def read_prescribing(fields: Fields) -> Prescribing:
    """The drugs and the words around them; a name that two drugs have is refused."""
    said: dict[str, str] = {}
    codes: set[str] = set()
    found = []
    for entry in fields.each("drugs"):
        drug = _drug(entry)
        if drug.code in codes:
            entry.fault("the drug stands twice", "该药物重复")
        codes.add(drug.code)
        for word in dict.fromkeys(folded(name) for name in drug.names if name):
            if said.setdefault(word, drug.code) != drug.code:
                entry.fault(f"`{word}` also means {said[word]}", f"“{word}”也指{said[word]}")
        found.append(drug)
    moments = tuple(map(_moment, fields.each("moments")))
    made = Prescribing(tuple(found), fields.strings("forms"), fields.strings("before"), moments)
    fields.done()
    return made


def _drug(fields: Fields) -> Drug:
    fields.item = fields.code()
    fields.remember("drug", fields.item)
    drug = Drug(
        code=fields.item,
        label=fields.label(),
        aliases=fields.strings("aliases"),
        unconfirmed=fields.strings("unconfirmed"),
        family=fields.text("class"),
        steroid=fields.text("steroid"),
        usual=fields.limits("usual"),
        a_dose=fields.one_of("per", PER, "day") == "dose",
        often=fields.limits("often"),
        danger=fields.wording("danger"),
        confirmed=fields.flag("confirmed"),
    )
    fields.done()
    return drug


def _moment(fields: Fields) -> Moment:
    moment = Moment(fields.code(), fields.label(), fields.strings("aliases"))
    fields.done()
    return moment


def check_prescribing(study: Study, report: Report) -> None:
    """Reports classes and glucocorticoids that are on no list, bounds upside down, names that mean another word too."""
    if "codelists.yaml" in report.unreadable:
        return
    taken = dict(_words(study))
    for drug in study.prescribing.drugs:
        for key, listed, code in (("class", FAMILIES, drug.family), ("steroid", STEROIDS, drug.steroid)):
            if code and all(choice.code != code for choice in study.codelists.get(listed, ())):
                en, zh = f"`{code}` is no answer of {listed}", f"“{code}”不是{listed}的选项"
                report.add_at(("drug", drug.code, key), drug.code, en, zh)
        for key, limits in (("usual", drug.usual), ("often", drug.often)):
            low, high = (limits.low, limits.high) if limits else (None, None)
            if low is not None and high is not None and low > high:
                en, zh = "the lower end is above the upper one", "下限高于上限"
                report.add_at(("drug", drug.code, key), drug.code, en, zh)
        for name in drug.names:
            where = taken.get(folded(name))
            if where is not None:
                en, zh = f"`{name}` is also a word of {where}", f"“{name}”也是{where}中的词"
                report.add_at(("drug", drug.code), drug.code, en, zh)


def _words(study: Study) -> Iterator[tuple[str, str]]:
    for listed in WORDS:
        for choice in study.codelists.get(listed, ()):
            for word in (choice.code, choice.label.en, choice.label.zh, *choice.aliases):
                yield folded(word), listed
    for moment in study.prescribing.moments:
        for word in (moment.label.en, moment.label.zh, *moment.aliases):
            yield folded(word), "moments"
