"""What wants a word on a form: soft limits and failing checks, explained or not, asked again when a value changes."""

from decimal import Decimal

import pytest

from study.address import LOG, Address
from study.changes.facts import MarkSet, ValueSet
from study.checks import CheckContext
from study.definition.model import Check, Choice, Form, Item, Limits, Study, Visit
from study.entry import Decision, Field, Given, Impossible, Keep, automatic_query, decide
from study.progress import completeness
from study.relevance import Relevance, relevance
from study.scope import VisitScope
from study.text import Text
from study.unusual import EXPLAINED, SOFT, Unusual, named_here, shown_under, unusual
from study.values import Cleared, Codes, DateValue, NotDone, Quantity, TextValue
from tests.kit.written import CHILD, Writer


def _t(text: str) -> Text:
    return Text(text, f"{text}。")


def _number(code: str, **more: object) -> Item:
    return Item(code, _t(code), "number", unit="mmHg", **more)  # type: ignore[arg-type]


LIMITS = Limits(Decimal(40), Decimal(160))
VS = Form(
    "VS",
    _t("Vital signs"),
    (
        _number("SYSBP", soft=LIMITS),
        _number("DIABP"),
        _number("TEMP", soft=Limits(Decimal(35), Decimal(40)), always_query=True),
        Item("ARM", _t("ARM"), "choice", choices="ARM"),
        Item("ARMTX", _t("ARMTX"), "text", when="ARM == 'OTHER'", required=True),
        Item("WHO1", _t("WHO1"), "text"),
        Item("WHO2", _t("WHO2"), "text"),
        Item("AETAB", _t("AETAB"), "table", rows="AE"),
    ),
    checks=(
        Check("BP", "DIABP < SYSBP", _t("diastolic above systolic")),
        Check("JUMP", "abs(SYSBP - previous(SYSBP)) <= 60", _t("far from the last"), query=True),
        Check("TWO", "WHO1 != WHO2", _t("two people"), at="WHO2", severity="hard"),
        Check("EARLY", "DM.BORN < visit_date()", _t("before birth")),
    ),
)
DM = Form(
    "DM",
    _t("DM"),
    (Item("SEX", _t("SEX"), "choice", choices="SEX"), Item("BORN", _t("BORN"), "date")),
)
PREG = Form("PREG", _t("PREG"), (Item("TEST", _t("TEST"), "text", required=True),), when="DM.SEX == 'F'")
AE = Form("AE", _t("AE"), (Item("TERM", _t("TERM"), "text"),), repeating=True, named_by="TERM")
VISIT = Form("VISIT", _t("VISIT"), (Item("VISDTC", _t("VISDTC"), "date"),))
STUDY = Study(
    code="T",
    version="1",
    title=_t("T"),
    digest="",
    timezone="Asia/Shanghai",
    unconfirmed=_t(""),
    visits=(
        Visit("SCR", _t("SCR"), ("VISIT", "DM"), -28, (-40, -5)),
        Visit("M1", _t("M1"), ("VISIT", "VS", "PREG"), 30, (25, 35)),
        Visit("M3", _t("M3"), ("VISIT", "VS", "PREG"), 91, (81, 101)),
        Visit(LOG, _t(LOG), ("AE",)),
    ),
    forms={form.code: form for form in (VISIT, DM, VS, PREG, AE)},
    codelists={
        "ARM": tuple(Choice(code, _t(code)) for code in ("LEFT", "OTHER")),
        "SEX": tuple(Choice(code, _t(code)) for code in ("F", "M")),
    },
    units={},
    panels=(),
    derived={},
    anchors={"visit_date": "VISIT/VISDTC", "sex": "SCR/DM/SEX"},
    sources={},
)


class Filled(Writer):
    """A child with a first and a third month."""

    def __init__(self) -> None:
        super().__init__(STUDY)
        self.visit("M1", "2026-09-18")
        self.visit("M3", "2026-11-17")

    def form(self, visit: str = "M3", form: str = "VS") -> Address:
        """A form of a visit."""
        return Address(CHILD, visit, form=form)

    def found(self) -> dict[str, Unusual]:
        """What is unusual on the vital signs of M3, by code."""
        course = self.course()
        place = self.form()
        return {each.code: each for each in unusual(course, course.visit_at(place.in_visit), place)}

    def bp(self, systolic: str, diastolic: str) -> None:
        """A blood pressure at M3."""
        self.put(self.form(), "SYSBP", Quantity(systolic, "mmHg"))
        self.put(self.form(), "DIABP", Quantity(diastolic, "mmHg"))

    def explain(self, code: str, note: str) -> None:
        """A word about a failing check."""
        found = self.found()[code]
        target = found.fact.id if found.fact else ""
        data = {"check": code, "values": found.values}
        self.write(
            MarkSet(id=self.new_id(), kind=EXPLAINED, address=found.address, target=target, note=note, data=data)
        )

    def type(self, item: str, text: str, *, role: str = "clinician", confirmed: bool = False) -> Decision:
        """What becomes of a text typed into the vital signs of M3."""
        place = self.form()
        address = Address(*place.parts[:6], item)
        course = self.course()
        field = Field(
            STUDY.item("VS", item),
            course.record.value(address),
            CheckContext(),
            role,
            form=VS,
            around=lambda value: VisitScope(course, place.in_visit, place, typed={address: value}),
        )
        return decide(STUDY, field, text, Given(confirmed=confirmed))


@pytest.fixture
def filled() -> Filled:
    return Filled()


def test_a_check_that_certainly_fails_stands_under_the_first_item_it_names(filled: Filled) -> None:
    assert filled.found() == {}
    filled.bp("110", "120")
    found = filled.found()["BP"]
    assert (found.item.code, found.explanation, found.queried) == ("DIABP", "", True)
    assert found.fact is not None
    assert found.sentence.en == "diastolic above systolic"


@pytest.mark.parametrize(("systolic", "diastolic"), [("110", ">100"), ("<120", "100"), ("<=120", "<=120")])
def test_a_limit_that_leaves_it_open_fails_no_check(filled: Filled, systolic: str, diastolic: str) -> None:
    for item, text in (("SYSBP", systolic), ("DIABP", diastolic)):
        sign = text.rstrip("0123456789")
        filled.put(filled.form(), item, Quantity(text.removeprefix(sign), "mmHg", sign))  # type: ignore[arg-type]
    assert "BP" not in filled.found()


def test_an_explanation_holds_for_the_values_it_was_said_about(filled: Filled) -> None:
    filled.bp("110", "120")
    filled.explain("BP", "both read twice")
    assert (filled.found()["BP"].explanation, filled.found()["BP"].queried) == ("both read twice", False)
    filled.put(filled.form(), "DIABP", Quantity("120.0", "mmHg"))
    assert filled.found()["BP"].explanation, "the same number written otherwise is no other value"
    filled.put(filled.form(), "SYSBP", Quantity("112", "mmHg"))
    assert filled.found()["BP"].explanation == "", "the other of the pair changed"
    filled.bp("110", "120")
    assert filled.found()["BP"].explanation == "both read twice"


def test_an_explanation_that_names_only_its_fact_ends_with_it(filled: Filled) -> None:
    filled.bp("110", "120")
    fact = filled.found()["BP"].fact
    assert fact is not None
    mark = MarkSet(
        id="m", kind=EXPLAINED, address=fact.address, target=fact.id, note="from elsewhere", data={"check": "BP"}
    )
    filled.write(mark)
    assert filled.found()["BP"].explanation == "from elsewhere"
    filled.put(filled.form(), "DIABP", Quantity("121", "mmHg"))
    assert filled.found()["BP"].explanation == ""


def test_a_check_across_visits_that_is_queried_in_any_case(filled: Filled) -> None:
    filled.put(filled.form("M1"), "SYSBP", Quantity("90", "mmHg"))
    filled.put(filled.form(), "SYSBP", Quantity("155", "mmHg"))
    found = filled.found()["JUMP"]
    assert found.queried
    filled.explain("JUMP", "in pain")
    assert filled.found()["JUMP"].explanation == "in pain"
    assert filled.found()["JUMP"].queried


def test_a_check_that_names_no_item_of_its_form_stands_under_the_first(filled: Filled) -> None:
    filled.put(Address(CHILD, "SCR", form="DM"), "BORN", DateValue("2027-01-01"))
    assert filled.found() == {}, "nothing stands on the form yet"
    filled.put(filled.form(), "WHO1", TextValue("Zhou"))
    assert filled.found()["EARLY"].item.code == "SYSBP"
    assert filled.found()["EARLY"].fact is None
    query = automatic_query(filled.found()["EARLY"].address, "EARLY", None, _t("x"))
    assert query.check == "EARLY"


def test_soft_limits_are_explained_or_queried_and_some_always(filled: Filled) -> None:
    filled.put(filled.form(), "TEMP", Quantity("41", "mmHg"))
    filled.put(filled.form(), "SYSBP", Quantity("170", "mmHg"))
    place = filled.form()

    def found() -> list[tuple[str, str, str, bool]]:
        course = filled.course()
        every = unusual(course, course.visit_at(place.in_visit), place)
        return [(each.item.code, each.code, each.explanation, each.queried) for each in every]

    assert found() == [("SYSBP", SOFT, "", True), ("TEMP", SOFT, "", True)]
    for item in ("SYSBP", "TEMP"):
        address = Address(*place.parts[:6], item)
        fact = filled.record.fact(address)
        assert fact is not None
        filled.write(
            ValueSet(id=filled.new_id(), bases=(fact.id,), address=address, value=fact.value, explanation="fever")
        )
    assert found() == [("SYSBP", SOFT, "fever", False), ("TEMP", SOFT, "fever", True)]


def test_a_hard_check_refuses_the_value_that_breaks_it_and_an_investigator_may_confirm(filled: Filled) -> None:
    filled.put(filled.form(), "WHO1", TextValue("Zhou"))
    refused = filled.type("WHO2", "Zhou")
    assert isinstance(refused, Impossible)
    assert (refused.sentence.en, refused.may_confirm) == ("two people", False)
    assert isinstance(filled.type("WHO2", "Li"), Keep)
    kept = filled.type("WHO2", "Zhou", role="investigator", confirmed=True)
    assert isinstance(kept, Keep)
    filled.put(filled.form(), "WHO2", TextValue("Zhou"))
    assert filled.found()["TWO"].explanation == ""
    assert isinstance(filled.type("WHO2", ""), Keep), "what breaks a check can always be emptied"
    assert isinstance(filled.type("ARM", "LEFT"), Keep), "a check that names other items does not refuse this one"


def test_a_value_confirmed_on_the_report_explains_the_hard_check_it_breaks(filled: Filled) -> None:
    filled.put(filled.form(), "WHO1", TextValue("Zhou"))
    address = Address(*filled.form().parts[:6], "WHO2")
    filled.write(
        ValueSet(id="v", address=address, value=TextValue("Zhou"), confirmed=True, reason="one person on duty")
    )
    assert filled.found()["TWO"].explanation == "one person on duty"


def test_the_items_of_a_check() -> None:
    own = Check("X", "VS.SYSBP > DM.SEX and previous(DIABP) > 1", _t("x"))
    assert named_here(VS, own) == ("SYSBP", "DIABP")
    assert shown_under(VS, own).code == "SYSBP"
    assert shown_under(VS, Check("Y", "DIABP > 1", _t("y"), at="TEMP")).code == "TEMP"


def test_what_certainly_does_not_apply_is_not_asked_and_not_counted(filled: Filled) -> None:
    place = filled.form()
    assert relevance(filled.course(), place).without == frozenset(), "nobody said that there is no other arm"
    filled.put(place, "ARM", Codes(("LEFT",)))
    found = relevance(filled.course(), place)
    assert found == Relevance(form=True, without=frozenset({"ARMTX"}))
    counts = completeness(VS, {"ARM": Codes(("LEFT",))}, relevance=found)
    assert (counts.total, counts.missing, counts.odd) == (6, (), ())
    odd = completeness(VS, {"ARMTX": TextValue("leg")}, relevance=found)
    assert (odd.filled, odd.odd) == (0, ("ARMTX",))
    assert completeness(VS, {"ARMTX": Cleared()}, relevance=found).odd == ()
    filled.put(place, "ARM", Codes(("OTHER",)))
    assert completeness(VS, {}, relevance=relevance(filled.course(), place)).missing == ("ARMTX",)


def test_a_form_that_does_not_apply_counts_nothing(filled: Filled) -> None:
    place = filled.form(form="PREG")
    assert relevance(filled.course(), place).form
    filled.put(Address(CHILD, "SCR", form="DM"), "SEX", Codes(("M",)))
    found = relevance(filled.course(), place)
    assert not found.form
    counts = completeness(PREG, {}, relevance=found)
    assert (counts.total, counts.missing, counts.complete) == (0, (), True)
    assert completeness(PREG, {"TEST": NotDone("X")}, relevance=found).odd == ("TEST",)


def test_two_values_that_nobody_decided_between_take_no_question_away(filled: Filled) -> None:
    place = filled.form()
    filled.put(place, "ARM", Codes(("LEFT",)))
    filled.put(place, "ARM", Codes(("OTHER",)), bases=())
    assert relevance(filled.course(), place).without == frozenset()
