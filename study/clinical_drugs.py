"""The drugs of the prescription line on the clinical page: names, bounds of plausibility, what nobody confirmed."""

from collections.abc import Iterator

from study.definition.drugs import Drug
from study.definition.model import Study

_ABOUT = (
    "A line such as `泼尼松 5mg 3片 qod` is read by these drugs and by the answers of CMFRQ, CMROUTE and CMDOSU with",
    "their aliases. The abbreviations (qd, bid, tid, qod, q12h, qw, q4w, prn, st; po, iv, ivgtt, ih, sc, im) are the",
    "usual ones of prescriptions in China. A dose outside the bounds is asked about and never changed: they are wide,",
    "made to catch a slipped point or a confused unit, and no dosing advice. So is a drug that is written more or less",
    "often than it is given: weekly methotrexate written as daily has killed. Rows that are filled by hand are asked",
    "about in the same way. **unconfirmed**: names that nobody has compared with a label, bounds that nobody has",
    "approved; a line that is read by such a name says so.",
)


def prescription_lines(study: Study) -> Iterator[str]:
    """The section, as lines of Markdown; nothing for a definition without drugs."""
    drugs = study.prescribing.drugs
    if not drugs:
        return
    yield "## Prescription line"
    yield ""
    yield from _ABOUT
    yield ""
    yield "| Drug | Other names | Names **unconfirmed** | Class | Asked about outside | Asked about unless so often |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for drug in drugs:
        cells = (
            f"{drug.label.en} / {drug.label.zh}",
            ", ".join(drug.aliases),
            ", ".join(drug.unconfirmed),
            drug.family,
        )
        yield f"| {' | '.join(cells)} | {_bounds(drug)} | {_often(drug)} |"
    yield ""


def _bounds(drug: Drug) -> str:
    if drug.usual is None:
        return ""
    low, high = ("" if end is None else format(end, "f") for end in (drug.usual.low, drug.usual.high))
    per = "mg/kg a dose" if drug.a_dose else "mg/kg/d"
    return f"{low} to {high} {per}{'' if drug.confirmed else ' **unconfirmed**'}"


def _often(drug: Drug) -> str:
    if drug.often is None:
        return ""
    low, high = ("" if end is None else format(end, "f") for end in (drug.often.low, drug.often.high))
    return f"{low} to {high} a day".lstrip() + ("" if drug.confirmed else " **unconfirmed**")


def unconfirmed_drugs(study: Study) -> Iterator[str]:
    """The drugs with a name or bounds that nobody confirmed, by code."""
    for drug in study.prescribing.drugs:
        if drug.unconfirmed or ((drug.usual or drug.often) and not drug.confirmed):
            yield drug.code
