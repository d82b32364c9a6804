"""Which results of a child's record speak of the SLEDAI-2K of a visit, from which days and with which limits."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from study.address import LOG, Address
from study.changes.facts import Report, ValueSet
from study.expression import holds, parse
from study.relevance import relevance
from study.scope import VisitScope
from study.sledai_evidence import evidence, suggested
from study.suggested import code
from study.suggested import suggested as suggestion
from study.unusual import unusual
from study.values import NotDone, Quantity

CHILD = "child"


@pytest.fixture
def m3(chart: Any) -> Address:
    """M3 on D+91."""
    visit = chart.visit("M3", "2026-11-17")
    assert isinstance(visit, Address)
    return visit


def fill(chart: Any, visit: Address, form: str, **items: str) -> Address:
    """A form of a visit, of a repeating one a new repeat."""
    place = chart.repeat(visit, form)
    chart.put(place, **items)
    assert isinstance(place, Address)
    return place


def said(chart: Any, visit: Address) -> dict[str, bool | None]:
    """What is suggested at a visit, by descriptor."""
    return {str(each.code): each.present for each in suggested(chart.course(), visit)}


def why(chart: Any, visit: Address, descriptor: str) -> str:
    return next(each.why.en for each in suggested(chart.course(), visit) if each.code == descriptor)


def printed(chart: Any, address: Address, value: Quantity, low: str = "", high: str = "") -> None:
    """A result with the limits of its own report."""
    chart.write(ValueSet(id=chart.new_id(), address=address, value=value, report=Report(low=low, high=high)))


def at(place: Address, item: str) -> Address:
    return msgspec.structs.replace(place, item=item)


def test_a_visit_without_a_date_or_results_suggests_nothing(chart: Any, m3: Address) -> None:
    assert said(chart, m3) == {}
    undated = Address(CHILD, "M6")
    fill(chart, undated, "CBC", LBDTC="2027-02-16T08:00", PLAT="50")
    assert evidence(chart.course(), undated) is None
    assert said(chart, undated) == {}


def test_every_kind_of_result_speaks_for_its_descriptor(chart: Any, m3: Address) -> None:
    drawn = {"LBDTC": "2026-11-17T08:00"}
    fill(chart, m3, "URINE", **drawn, URBC="12", UWBC="2", UCASTRBC="N", UCASTGR="N", UPROTC="900", UCREAT="8")
    fill(chart, m3, "CBC", **drawn, PLAT="90", WBC="4.1")
    fill(chart, m3, "SERO", **drawn, C3="0.61", C4="0.2", DSDNAQ="2P")
    fill(chart, m3, "VS", TEMP="36.6")
    assert said(chart, m3) == {
        "CASTS": False, "HEMAT": True, "PROTU": True, "PYUR": False, "LOWCOMP": True, "DNABIND": True,
        "FEVER": False, "THROMB": True, "LEUKO": False,
    }  # fmt: skip
    assert why(chart, m3, "PROTU").startswith("protein/creatinine ratio (for 24 h protein) 0.995 g/g on 2026-11-17")
    assert "limit not checked in print" in why(chart, m3, "LOWCOMP")


def test_24_h_protein_of_the_collection_goes_before_the_ratio(chart: Any, m3: Address) -> None:
    fill(chart, m3, "URINE", LBDTC="2026-11-17T08:00", UPROTC="900", UCREAT="8")
    fill(chart, m3, "U24", U24SDTC="2026-11-16T08:00", U24EDTC="2026-11-17T08:00", UPROT24="380")
    assert said(chart, m3)["PROTU"] is False
    assert "24 h protein 380 mg/24h on 2026-11-17" in why(chart, m3, "PROTU")


def test_the_pair_of_a_collection_gives_a_ratio_of_its_day(chart: Any, m3: Address) -> None:
    fill(chart, m3, "U24", U24EDTC="2026-11-16T08:00", U24PROTC="900", U24CREAT="8")
    assert "0.995 g/g on 2026-11-16" in why(chart, m3, "PROTU")


def test_a_ratio_is_judged_by_the_number_that_is_shown(chart: Any, m3: Address) -> None:
    place = fill(chart, m3, "URINE", LBDTC="2026-11-17T08:00", UPCRR="0.504")
    assert (said(chart, m3)["PROTU"], "0.504 g/g" in why(chart, m3, "PROTU")) == (True, True)
    chart.put(place, UPCRR="0.5004")
    assert (said(chart, m3)["PROTU"], "0.5 g/g" in why(chart, m3, "PROTU")) == (False, True)


@pytest.mark.parametrize(
    ("day", "window", "heard"),
    [
        ("2026-10-18", "30D", True),
        ("2026-10-17", "30D", False),
        ("2026-11-07", "10D", True),
        ("2026-11-06", "10D", False),
        ("2026-11-18", "30D", False),
    ],
)
def test_results_of_other_visits_count_within_the_window(
    chart: Any, m3: Address, day: str, window: str, heard: bool
) -> None:
    fill(chart, m3, "SLEDAI", SLEWIN=window)
    other = chart.visit("UNS", day)
    fill(chart, other, "CBC", LBDTC=f"{day}T08:00", PLAT="90")
    assert said(chart, m3) == ({"THROMB": True} if heard else {})


def test_specimens_of_the_visit_itself_count_when_they_came_a_little_later(chart: Any, m3: Address) -> None:
    fill(chart, m3, "CBC", LBDTC="2026-11-20T08:00", PLAT="90")
    assert said(chart, m3) == {"THROMB": True}
    fill(chart, m3, "URINE", LBDTC="2026-12-20T08:00", URBC="9")
    assert said(chart, m3) == {"THROMB": True}


def test_the_own_specimen_of_a_day_is_the_one_that_is_named(chart: Any, m3: Address) -> None:
    fill(chart, m3, "CBC", LBDTC="2026-11-17T08:00", PLAT="90")
    other = chart.visit("UNS", "2026-11-17")
    fill(chart, other, "CBC", LBDTC="2026-11-17T20:00", PLAT="80")
    assert "platelets 90" in why(chart, m3, "THROMB")


def test_at_m1_only_what_came_after_day_14_and_after_cytokine_release(chart: Any) -> None:
    m1 = chart.visit("M1", "2026-09-17")
    early = chart.visit("EARLY", "2026-08-31")
    fill(chart, early, "VS", TEMP="39")
    assert said(chart, m1) == {}, "D+13 is too early"
    later = chart.visit("UNS", "2026-09-04")
    fill(chart, later, "VS", TEMP="39")
    assert said(chart, m1) == {"FEVER": True}
    fill(chart, later, "CRS", CRSDTC="2026-09-03T08:00", CRSFEV="Y", CRSONG="N", CRSHYPO="0", CRSHYPX="0")
    fill(chart, later, "CRS", CRSDTC="2026-09-05T08:00", CRSFEV="N", CRSONG="Y", CRSHYPO="0", CRSHYPX="0")
    assert said(chart, m1) == {}, "inside an episode"


def test_an_episode_that_nobody_closed_does_not_silence_the_child_for_ever(chart: Any, m3: Address) -> None:
    early = chart.visit("EARLY", "2026-08-21")
    fill(chart, early, "CRS", CRSDTC="2026-08-21T08:00", CRSFEV="Y", CRSONG="N", CRSHYPO="0", CRSHYPX="0")
    fill(chart, m3, "VS", TEMP="38.5")
    assert said(chart, m3) == {"FEVER": True}
    w2 = chart.visit("W2", "2026-09-01")
    fill(chart, w2, "VS", TEMP="38.5")
    found = evidence(chart.course(), w2)
    assert found is not None
    assert found.crs[0].last == date(2026, 8, 21), "not assessed within ten days"


def test_menses_and_an_open_infection_make_it_a_question(chart: Any, m3: Address) -> None:
    place = fill(chart, m3, "URINE", LBDTC="2026-11-17T08:00", URBC="20", UWBC="20", USMENS="Y")
    assert said(chart, m3) == {"HEMAT": None, "PYUR": True}
    assert "menstruation" in why(chart, m3, "HEMAT")
    chart.put(place, USMENS="N")
    row = chart.row("INFE", INFSITE="bladder", INFST="2026-11-10")
    assert said(chart, m3) == {"HEMAT": None, "PYUR": None}
    chart.put(row, INFEN="2026-10-01", INFST="2026-09-20")
    assert said(chart, m3) == {"HEMAT": True, "PYUR": True}


def test_a_specimen_without_menses_speaks_for_itself_beside_one_with(chart: Any, m3: Address) -> None:
    fill(chart, m3, "URINE", LBDTC="2026-11-16T08:00", URBC="11", USMENS="N")
    fill(chart, m3, "URINE", LBDTC="2026-11-17T08:00", URBC="30", USMENS="Y")
    assert said(chart, m3) == {"HEMAT": True}
    assert "red cells 11 /HPF on 2026-11-16" in why(chart, m3, "HEMAT")


def test_limits_are_those_of_the_report_in_the_unit_of_its_kit(chart: Any, m3: Address) -> None:
    place = fill(chart, m3, "SERO", LBDTC="2026-11-17T08:00", DSDNAM="ELISA")
    printed(chart, at(place, "DSDNA"), Quantity("140", "RU/mL"), high="100")
    printed(chart, at(place, "C3"), Quantity("0.85", "g/L"), low="0.9")
    assert said(chart, m3) == {"DNABIND": True, "LOWCOMP": True}
    found = evidence(chart.course(), m3)
    assert found is not None
    assert {f.what: (f.low, f.high) for f in found.findings if f.what == "dsdna"} == {"dsdna": (None, Decimal(100))}
    assert "not checked" not in why(chart, m3, "LOWCOMP").split("0.85")[1].split(";")[0]


def test_without_a_limit_it_asks(chart: Any, m3: Address) -> None:
    place = fill(chart, m3, "SERO", LBDTC="2026-11-17T08:00", DSDNAM="ELISA")
    printed(chart, at(place, "DSDNA"), Quantity("140", "RU/mL"))
    assert said(chart, m3) == {"DNABIND": None}
    assert "the report gives no limit" in why(chart, m3, "DNABIND")


@pytest.mark.parametrize(
    ("items", "present"),
    [
        ({"DSDNAQ": "NEG"}, False),
        ({"DSDNAQ": "WEAK"}, None),
        ({"DSDNAQ": "POS"}, True),
        ({"DSDNAT": "NEG"}, False),
        ({"DSDNAT": "10"}, True),
        ({"DSDNAT": "NEG", "DSDNAQ": "POS"}, False),
    ],
)
def test_anti_dsdna_without_a_number(chart: Any, m3: Address, items: dict[str, str], present: bool | None) -> None:
    fill(chart, m3, "SERO", LBDTC="2026-11-17T08:00", **items)
    assert said(chart, m3) == {"DNABIND": present}


def test_another_method_than_before_bars_the_comparison_once(chart: Any, m3: Address) -> None:
    scr = chart.visit("SCR", "2026-07-20")
    fill(chart, scr, "SERO", LBDTC="2026-07-20T08:00", DSDNAM="ELISA", DSDNAQ="POS")
    fill(chart, m3, "SERO", LBDTC="2026-11-17T08:00", DSDNAM="CLIA", DSDNAQ="POS")
    assert said(chart, m3) == {"DNABIND": None}
    assert "method" in why(chart, m3, "DNABIND")
    m6 = chart.visit("M6", "2027-02-16")
    fill(chart, m6, "SERO", LBDTC="2027-02-16T08:00", DSDNAM="CLIA", DSDNAQ="POS")
    assert said(chart, m6) == {"DNABIND": True}


def test_what_is_disputed_or_not_done_says_nothing(chart: Any, m3: Address) -> None:
    place = fill(chart, m3, "CBC", LBDTC="2026-11-17T08:00", PLAT="90")
    address = msgspec.structs.replace(place, item="WBC")
    chart.write(ValueSet(id=chart.new_id(), address=address, value=NotDone("OTHER")))
    assert said(chart, m3) == {"THROMB": True}
    chart.contradict(place, "PLAT", "190")
    assert said(chart, m3) == {}


def test_typed_values_speak_at_once(chart: Any, m3: Address) -> None:
    place = fill(chart, m3, "CBC", LBDTC="2026-11-17T08:00", PLAT="90")
    course = chart.course()
    assert suggested(course, m3)[0].present is True
    typed = course.typing({msgspec.structs.replace(place, item="PLAT"): Quantity("120", "10^9/L")})
    assert suggested(typed, m3)[0].present is False


# The form


def asks(chart: Any, visit: Address) -> list[tuple[str, str, bool]]:
    """What wants a word on the form: check, item, whether it becomes a query."""
    course = chart.course()
    place = Address(CHILD, visit.visit, visit.visit_repeat, "SLEDAI")
    return [(each.code, each.address.item, each.queried) for each in unusual(course, course.visit_at(visit), place)]


def test_a_suggested_descriptor_answered_no_wants_its_attribution(chart: Any, m3: Address) -> None:
    form = Address(CHILD, "M3", form="SLEDAI")
    fill(chart, m3, "CBC", LBDTC="2026-11-17T08:00", PLAT="90", WBC="5")
    chart.put(form, SLE_THROMB="N", SLE_LEUKO="N", SLE_RASH="N", SLEWIN="30D")
    without = relevance(chart.course(), form).without
    assert "SLEA_THROMB" not in without
    assert "SLEA_LEUKO" in without, "nothing suggests it"
    assert ("SLE_WHY_THROMB", "SLEA_THROMB", True) in asks(chart, m3)
    chart.put(form, SLEA_THROMB="DRUG")
    assert not any(check == "SLE_WHY_THROMB" for check, *_ in asks(chart, m3))
    chart.put(form, SLE_THROMB="Y")
    assert "SLEA_THROMB" in relevance(chart.course(), form).without


def test_a_question_may_have_an_attribution_and_need_not(chart: Any, m3: Address) -> None:
    form = Address(CHILD, "M3", form="SLEDAI")
    fill(chart, m3, "URINE", LBDTC="2026-11-17T08:00", URBC="20", USMENS="Y")
    chart.put(form, SLE_HEMAT="N")
    assert "SLEA_HEMAT" not in relevance(chart.course(), form).without
    assert not any(check == "SLE_WHY_HEMAT" for check, *_ in asks(chart, m3))


def test_an_expression_asks_what_is_suggested(chart: Any, m3: Address) -> None:
    form = Address(CHILD, "M3", form="SLEDAI")
    fill(chart, m3, "CBC", LBDTC="2026-11-17T08:00", PLAT="90")
    scope = VisitScope(chart.course(), m3, form)
    told = {word: holds(parse(f"suggested(SLE_{word}) == 'Y'"), scope) for word in ("THROMB", "LEUKO", "RASH")}
    assert told == {"THROMB": True, "LEUKO": False, "RASH": False}
    assert code(chart.course(), form, "SLE_LEUKO") == "NONE"
    assert holds(parse("suggested(SLEDAI.SLE_THROMB) == 'Y'"), VisitScope(chart.course(), m3)) is True


# The tool of ICANS


def test_the_tool_of_the_baseline_is_suggested_and_fills_nothing(chart: Any) -> None:
    early = chart.visit("EARLY", "2026-08-21")
    place = fill(chart, early, "ICANS", ICANSDTC="2026-08-21T08:00")
    assert suggestion(chart.course(), place, "ICTOOL") is None
    assert suggestion(chart.course(), place, "ICUNABLE") is None
    bl = chart.visit("BL", "2026-08-12")
    base = fill(chart, bl, "ICANS", ICANSDTC="2026-08-12T08:00", ICTOOL="CAPD")
    assert suggestion(chart.course(), base, "ICTOOL") is None
    found = suggestion(chart.course(), place, "ICTOOL")
    assert found is not None
    assert (found.code, found.why.en) == ("CAPD", "the tool of the baseline, 2026-08-12")
    assert chart.course().filled(place).get("ICTOOL") is None


def test_without_a_baseline_the_tool_of_the_episode_is_kept(chart: Any) -> None:
    early = chart.visit("EARLY", "2026-08-21")
    signs = {"ICAPPL": "Y", "ICLOC": "1", "ICSEIZ": "0", "ICMOTOR": "N", "ICEDEMA": "0", "ICUNABLE": "N"}
    fill(chart, early, "ICANS", ICANSDTC="2026-08-21T08:00", ICTOOL="CAPD", ICANSGRINV="1", **signs)
    inside = fill(chart, early, "ICANS", ICANSDTC="2026-08-21T20:00")
    found = suggestion(chart.course(), inside, "ICTOOL")
    assert found is not None
    assert (found.code, found.why.en) == ("CAPD", "the tool of this episode since 2026-08-21 08:00")
    before = fill(chart, early, "ICANS", ICANSDTC="2026-08-20T20:00")
    assert suggestion(chart.course(), before, "ICTOOL") is None
    assert suggestion(chart.course(), Address(CHILD, LOG, form="CM"), "CMTRT") is None
