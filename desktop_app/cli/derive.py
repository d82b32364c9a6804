"""`cartella derive`: one derived value from typed inputs, by a code of the definition or by a formula's own name."""

import argparse

import resources
from desktop_app.cli.outcome import HouseOf, Outcome, plain
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.derived.given import Day, Numbers, Series, Words
from study.derived.result import Derived, plain_result
from study.errors import KnownError
from study.text import Text
from study.typed import derive
from study.values import Quantity, TextValue


def derive_value(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """The value with unit, formula version and inputs, or why there is none (exit code 3)."""
    folder = args.definition or resources.path("study")
    derived = derive(args.code, dict(_pair(word) for word in args.inputs), load(read_folder(folder)))
    lines = [plain(f"{derived.code} {_said(derived)}".strip())] if derived.known else []
    if derived.why is not None:
        lines.append(derived.why)
    if derived.known and derived.route is not None:
        lines.append(Text(f"From: {derived.route.en}", f"来源：{derived.route.zh}"))
    inputs = ", ".join(f"{name} {_shown(value)}" for name, value in derived.inputs)
    lines.append(
        Text(
            f"formula {derived.version} ({derived.source}); {inputs}",
            f"公式 {derived.version}（{derived.source}）；{inputs}",
        )
    )
    beside = (also.note for also in derived.also if also.note)
    return Outcome(_data(derived), (*lines, *derived.notes, *beside), left=not derived.known)


def _pair(word: str) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    if not sign:
        raise KnownError("derived.input", f"Write name=value instead of {word}.", f"请写作 name=value，而不是 {word}。")
    return name.strip(), value.strip()


def _said(derived: Derived) -> str:
    """The result in one line: the number with its unit, the verdict, and what is said beside it."""
    main = f"{derived.shown} {derived.unit}" if derived.value is not None else derived.verdict
    beside = [f"{also.name} {also.shown} {also.unit}".strip() for also in derived.also]
    beside += [f"{said.name} {said.code}" for said in derived.said]
    return "; ".join((main.strip(), *beside))


def _shown(value: object) -> str:
    match value:
        case Quantity():
            return f"{value.comparator}{value.number} {value.unit}".strip()
        case TextValue(text=text):
            return text
        case Words(words=words):
            return ",".join(words)
        case Numbers(numbers=numbers):
            return ",".join(map(str, numbers))
        case Day(on=on):
            return on.isoformat()
        case Series(points=points):
            said = (f"{each.day}:{each.quantity.comparator}{each.quantity.number}" for each in points)
            return " ".join((*said, points[0].quantity.unit)) if points else ""
        case _:
            return ""


def _data(derived: Derived) -> dict[str, object]:
    return {
        "code": derived.code,
        "value": format(derived.value, "f") if derived.value is not None else None,
        "result": plain_result(derived),
        "verdict": derived.verdict,
        "shown": derived.shown,
        "comparator": derived.comparator,
        "unit": derived.unit,
        "formula": derived.version,
        "source": derived.source,
        "inputs": {name: _shown(value) for name, value in derived.inputs},
        "why": derived.why,
        "notes": derived.notes,
        "route": derived.route,
        "also": [{"name": also.name, "shown": also.shown, "unit": also.unit} for also in derived.also],
        "said": {said.name: said.code for said in derived.said},
    }
