"""A prescription as a line again: what is written here is read back as the same prescription."""

from study.definition.model import Choice
from study.grammar.prescription.asking import quoted
from study.grammar.prescription.model import Dose, Prescription
from study.grammar.prescription.words import OTHER, Vocabulary, key, short
from study.text import Language, Text


def write_line(words: Vocabulary, said: Prescription, language: Language = "zh") -> str:
    """Drug, doses, how often, which way, days; words that belong to no item stand in quotation marks at the end."""
    zh = language == "zh"
    days = (
        (f"{said.start}起" if zh else f"from {said.start}") if said.start else "",
        (f"{said.end}停" if zh else f"until {said.end}") if said.end else "",
    )
    lasting = f"×{said.days}{'天' if zh else 'd'}" if said.days else ""
    route = words.routes.get(said.route)
    parts = (
        _name(words, said, language),
        *(_dose(words, dose, language) for dose in said.doses),
        frequency_words(words, said, language) if not any(dose.moment for dose in said.doses) else "",
        _called(route, language) if route is not None else "",
        lasting,
        *days,
        *map(quoted, said.words),
    )
    return " ".join(part for part in parts if part)


def frequency_words(words: Vocabulary, said: Prescription, language: Language) -> str:
    """隔日1次, in English qod."""
    if said.frequency == OTHER or said.times:
        return f"每日{said.times}次" if "." not in said.times else f"q{_hours(said.times)}h"
    choice = words.frequencies.get(said.frequency)
    if choice is None:
        return ""
    return short(choice.label.zh) if language == "zh" else choice.code


def _hours(times: str) -> str:
    return f"{24 / float(times):g}"


def _name(words: Vocabulary, said: Prescription, language: Language) -> str:
    drug = words.drugs.get(said.drug)
    return drug.label.get(language) if drug is not None else said.name


def unit_words(words: Vocabulary, dose: Dose) -> Text:
    """The unit of a dose behind its number: 3 片, 3 tablets."""
    unit = words.doses.get(dose.unit)
    if unit is None:
        return Text(dose.unit, dose.unit)
    many = f"{unit.label.en}s"
    return Text(many if dose.number != "1" and key(many) in words.units else unit.label.en, unit.label.zh)


def _dose(words: Vocabulary, dose: Dose, language: Language) -> str:
    made = f"{dose.number} {unit_words(words, dose).get(language)}"
    if dose.strength:
        made = f"{dose.strength} mg × {made}"
    moment = words.moments.get(dose.moment)
    return f"{made} {moment.label.get(language)}" if moment is not None else made


def _called(choice: Choice, language: Language) -> str:
    """An answer in one word: in English the abbreviation of prescriptions, where it has one."""
    latin = next((alias for alias in choice.aliases if alias.isascii()), "")
    return latin if language == "en" and latin else short(choice.label.get(language))
