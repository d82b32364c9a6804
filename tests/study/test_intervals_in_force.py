"""Which interval a result is judged by: the report's, the table's, the default's; by day, laboratory, method."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop_app.study_files import read_folder
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import decode_fact, encode_facts
from study.checks import CheckContext, check
from study.course import Course
from study.definition.load import load
from study.errors import KnownError
from study.judgement import findings, judged
from study.lab_table import Circumstances, LabTable, in_force, staying
from study.limits import Limit, limit_of
from study.reference import Interval, interval, kept
from study.reference_table import pack_table, read_kept, read_table, unpack_table
from study.specimen import IntervalOverDays, interval_at
from study.values import Codes, DateTimeValue, Quantity, TextValue
from tests.kit.written import CHILD, Writer

STUDY = load(read_folder(resources.path("study")))
CREAT = STUDY.item("CHEM", "CREAT")
HEAD = "item,sex,age_from,age_below,low,high,unit,effective_from,effective_to,method,laboratory,source,confirmed\n"
BIRTH = date(2014, 7, 1)


def table(*lines: str) -> LabTable:
    """A table of creatinine, lines as "low,high,since[,until[,method[,laboratory]]]" for ages 2 to 18."""
    rows = []
    for line in lines:
        low, high, since, until, method, laboratory = (*line.split(","), "", "", "")[:6]
        rows.append(f"CREAT,A,2y,18y,{low},{high},umol/L,{since},{until},{method},{laboratory},Lab 2026,yes\n")
    return read_table(STUDY, "LAB", HEAD + "".join(rows))


FIRST = table("30,60,2024-01-01")


def around(on: str = "2026-08-18", **more: str) -> Circumstances:
    return Circumstances(BIRTH, "F", date.fromisoformat(on), **more)


def high(*tables: LabTable, **more: str) -> Decimal | None:
    found = interval(CREAT, around(**more), "CHEM", tables)
    return found.high if found else None


def specimen(at: str = "2026-08-18T08:00", creatinine: str = "62") -> tuple[Writer, Address]:
    """A girl with one creatinine at M3, the visit of 18 August 2026."""
    writer = Writer(STUDY)
    writer.put(Address(CHILD, "SCR", form="DM"), "SEX", Codes(("F",)))
    place = writer.specimen(writer.visit("M3", "2026-08-18"), "CHEM", at, CREAT=(creatinine, "umol/L"))
    return writer, place


def flag(course: Course, place: Address) -> str:
    fact = course.fact(msgspec.structs.replace(place, item="CREAT"))
    assert fact is not None
    return findings(course, course.visit_at(place.in_visit), CREAT, fact).flag


def test_the_table_comes_before_the_default_and_says_its_version() -> None:
    assert interval(CREAT, around(), "CHEM") == Interval(
        Decimal(27), Decimal(66), "WST780", confirmed=False, note=CREAT.reference.note if CREAT.reference else None
    )
    found = interval(CREAT, around(), "CHEM", (FIRST,))
    assert found == Interval(Decimal(30), Decimal(60), "Lab 2026", confirmed=True, version=FIRST.version)
    assert found.version == f"LAB@{FIRST.digest[:12]}"


def test_the_report_comes_before_the_table() -> None:
    context = CheckContext(form="CHEM", specimen=around(), tables=(FIRST,), high=Decimal(70))
    found = check(STUDY, CREAT, Quantity("65", "umol/L"), context)
    assert (found.flag, found.interval) == ("", Interval(None, Decimal(70), "report", confirmed=True))


def test_an_item_that_no_table_lists_keeps_its_default() -> None:
    albumin = STUDY.item("CHEM", "ALB")
    assert interval(albumin, around(), "CHEM", (FIRST,)) == interval(albumin, around(), "CHEM")


@pytest.mark.parametrize(("on", "expected"), [("2023-12-31", 66), ("2024-01-01", 60), ("2025-12-31", 60)])
def test_a_table_holds_from_its_day(on: str, expected: int) -> None:
    assert high(FIRST, on=on) == expected


def test_a_later_table_takes_over_on_its_own_day_and_not_before() -> None:
    later = table("31,61,2026-01-01")
    assert [high(FIRST, later, on=day) for day in ("2025-12-31", "2026-01-01")] == [60, 61]


def test_what_a_later_table_ended_does_not_come_back_from_an_earlier_one() -> None:
    ended = table("31,61,2025-01-01,2025-12-31")
    assert [high(FIRST, ended, on=day) for day in ("2024-12-31", "2025-12-31", "2026-01-01")] == [60, 61, 66]


def test_a_correction_with_an_earlier_day_counts_from_that_day() -> None:
    assert high(FIRST, table("31,61,2023-01-01"), on="2024-06-01") == 61


def test_the_method_comes_before_the_laboratory_and_both_before_any() -> None:
    found = table(
        "30,60,2024-01-01", "30,70,2024-01-01,,JAFFE", "30,80,2024-01-01,,,OUTSIDE", "30,90,2024-01-01,,JAFFE,OUTSIDE"
    )
    assert high(found) == 60
    assert high(found, method="JAFFE") == 70
    assert high(found, laboratory="OUTSIDE", method="ENZ") == 80
    assert high(found, laboratory="OUTSIDE", method="JAFFE") == 90
    assert high(found, laboratory="LOCAL", method="JAFFE") == 70


def test_a_laboratory_without_a_code_goes_by_its_name() -> None:
    found = table("30,60,2024-01-01", "30,80,2024-01-01,,,Fudan Children's Lab")
    assert high(found, laboratory_name="fudan  children's LAB") == 80
    assert high(found, laboratory="OUTSIDE", laboratory_name="another") == 60


def test_method_and_laboratory_may_be_written_in_words() -> None:
    found = table("30,60,2024-01-01,,酶法,本院检验科")
    assert [(row.method, row.laboratory) for row in found.rows] == [("ENZ", "LOCAL")]


def test_a_default_of_one_method_is_not_used_for_another() -> None:
    assert high(method="ENZ") == 66
    assert high() == 66
    assert high(method="JAFFE") is None


def test_the_form_says_laboratory_method_and_day() -> None:
    writer, place = specimen("2026-08-17T23:30")
    tables = (
        table("30,60,2024-01-01", "30,61,2024-01-01,,JAFFE", "30,90,2024-01-01,,JAFFE,上医检验"),
        table("30,99,2026-08-18,,JAFFE,上医检验"),
    )
    assert flag(writer.course().under(tables), place) == "high"
    writer.put(place, "CREATM", Codes(("JAFFE",)))
    assert flag(writer.course().under(tables), place) == "high"
    writer.put(place, "LBNAMTX", TextValue("上医 检验"))
    found = interval_at(writer.course().under(tables), CREAT, place, date(2026, 8, 18))
    # The specimen was taken the evening before the visit: the second table had not begun.
    assert found is not None
    assert found.high == 90


def test_two_methods_that_nobody_decided_between_are_none() -> None:
    writer, place = specimen()
    writer.put(place, "CREATM", Codes(("JAFFE",)))
    writer.put(place, "CREATM", Codes(("ENZ",)), bases=())
    found = interval_at(writer.course(), CREAT, place, None)
    assert found is not None
    assert found.source == "WST780"


def test_limits_of_formulas_and_gates_come_through_the_same_door() -> None:
    writer, place = specimen()
    found = limit_of(writer.course().under((FIRST,)), ("CHEM", CREAT), place, date(2026, 8, 18), "high")
    assert found == Limit(Decimal(60), confirmed=True)
    assert limit_of(writer.course(), ("CHEM", CREAT), place, date(2026, 8, 18), "high") == Limit(Decimal(66), False)


def test_over_days_the_last_specimen_says_by_whom_and_how() -> None:
    writer, place = specimen()
    writer.put(place, "CREATM", Codes(("JAFFE",)))
    tables = (table("30,60,2024-01-01", "30,70,2024-01-01,,JAFFE"),)
    writer.specimen(writer.visit("M6", "2026-11-17"), "CHEM", "2026-11-17T08:00", CREAT=("62", "umol/L"))
    over = IntervalOverDays(writer.course().under(tables), "CHEM", CREAT)
    ends = [
        found.high for day in ("2026-05-01", "2026-11-16", "2026-11-17") if (found := over.on(date.fromisoformat(day)))
    ]
    assert ends == [70, 70, 60]


def test_what_stays_of_an_earlier_table_is_named() -> None:
    first = table("30,60,2024-01-01", "30,70,2024-01-01,,JAFFE")
    rows = staying((first,), table("31,61,2026-01-01"))
    assert [(row.method, str(row.high)) for row in rows] == [("JAFFE", "70")]


def test_what_is_in_force_is_cut_where_the_next_table_begins() -> None:
    tables = (FIRST, table("31,61,2026-01-01,2026-06-30", "32,62,2026-07-01"))
    found = [(each.since.isoformat(), each.until.isoformat(), str(each.rows[0].high)) for each in in_force(tables)]
    assert found == [
        ("2024-01-01", "2025-12-31", "60"), ("2026-01-01", "2026-06-30", "61"), ("2026-07-01", "9999-12-31", "62"),
    ]  # fmt: skip
    assert [each.rows[0].high for each in in_force((FIRST, table("31,61,2024-01-01")))] == [61]


days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
scopes = st.sampled_from([",,", ",,JAFFE", ",,ENZ", ",,,OUTSIDE", ",,JAFFE,OUTSIDE"])


@st.composite
def tables_from(draw: st.DrawFn, first: date) -> LabTable:
    """A table whose rows all begin on `first` or later."""
    lines = []
    for scope in draw(st.lists(scopes, min_size=1, max_size=4, unique=True)):
        since = draw(st.dates(first, date(2029, 1, 1)))
        low = draw(st.integers(5, 40))
        lines.append(f"{low},{low + draw(st.integers(1, 40))},{since}{scope}")
    return table(*lines)


@given(st.data(), days)
def test_a_table_that_takes_effect_later_leaves_every_older_specimen_alone(data: st.DataObject, begins: date) -> None:
    before = tuple(data.draw(st.lists(tables_from(date(2019, 1, 1)), max_size=3)))
    later = data.draw(tables_from(begins))
    day = begins - timedelta(days=data.draw(st.integers(1, 3000)))
    child = Circumstances(
        BIRTH, "F", day, data.draw(st.sampled_from(["", "LOCAL", "OUTSIDE"])),
        method=data.draw(st.sampled_from(["", "ENZ", "JAFFE"])),
    )  # fmt: skip
    value = Quantity(str(data.draw(st.integers(5, 90))), "umol/L")
    seen = [
        check(STUDY, CREAT, value, CheckContext(form="CHEM", specimen=child, tables=tables))
        for tables in (before, (*before, later))
    ]
    assert seen[0] == seen[1]


def test_a_value_keeps_the_interval_it_was_judged_by() -> None:
    writer, place = specimen()
    course = writer.course().under((FIRST,))
    address = msgspec.structs.replace(place, item="CREAT")
    fact = f.ValueSet(id="new", address=address, value=Quantity("62", "umol/L"))
    printed = msgspec.structs.replace(fact, report=f.Report(low="27", high="66"))
    jaffe = f.ValueSet(id="m", address=msgspec.structs.replace(place, item="CREATM"), value=Codes(("JAFFE",)))
    today = date(2026, 8, 20)
    assert [each.judged for each in judged(course, (fact, printed), today) if isinstance(each, f.ValueSet)] == [
        f.Judged("30", "60", FIRST.version), f.Judged("27", "66", "report"),
    ]  # fmt: skip
    [plain] = judged(writer.course(), (fact,), today)
    assert isinstance(plain, f.ValueSet)
    assert plain.judged == f.Judged("27", "66", f"WST780@{STUDY.digest[:12]}")
    # What comes with it in the same change counts too: the default is not for this method.
    assert [each.judged for each in judged(writer.course(), (jaffe, fact), today) if isinstance(each, f.ValueSet)] == [
        None, None,
    ]  # fmt: skip


def test_a_value_of_a_visit_without_a_date_is_judged_as_of_today() -> None:
    writer = Writer(STUDY)
    writer.put(Address(CHILD, "SCR", form="DM"), "SEX", Codes(("F",)))
    place = Address(CHILD, "M3", form="CHEM", form_repeat="new")
    fact = f.ValueSet(id="new", address=msgspec.structs.replace(place, item="CREAT"), value=Quantity("62", "umol/L"))
    [young], [grown] = (judged(writer.course(), (fact,), day) for day in (date(2026, 8, 20), date(2028, 8, 20)))
    assert isinstance(young, f.ValueSet)
    assert isinstance(grown, f.ValueSet)
    assert (young.judged and young.judged.high, grown.judged and grown.judged.high) == ("66", "75")


def test_a_fact_from_before_intervals_were_kept_still_reads_and_keeps_its_bytes() -> None:
    old = f.ValueSet(id="a", address=Address(CHILD, "M3", form="CHEM", item="CREAT"), value=Quantity("62", "umol/L"))
    [raw] = encode_facts((old,))
    assert b"judged" not in bytes(raw)
    assert decode_fact(raw) == old
    new = msgspec.structs.replace(old, judged=kept(interval(CREAT, around(), "CHEM"), STUDY.digest))
    assert decode_fact(encode_facts((new,))[0]) == new


def test_a_table_travels_as_bytes_that_its_digest_proves() -> None:
    text = HEAD + "CREAT,A,2y,18y,30,60,umol/L,2024-01-01,,,,,\n"
    digest = read_table(STUDY, "LAB", text).digest
    assert unpack_table(pack_table(text), digest) == text
    for broken in (b"", b"x", pack_table(text)[:-3], pack_table(text + " "), pack_table(text) + b"x"):
        with pytest.raises(KnownError):
            unpack_table(broken, digest)


def test_an_item_that_the_definition_reads_otherwise_today_is_left_out_whole() -> None:
    text = HEAD + (
        "CREAT,A,2y,18y,30,60,umol/L,2024-01-01,,,,,\nGONE,A,2y,6y,1,2,g/L,2024-01-01,,,,,\nALB,A,2y,6y,1,2,g/L,2024-01-01,,,,,\n"
        "ALB,A,6y,18y,1,2,mmol,2024-01-01,,,,,\n"
    )
    found, faults = read_kept(STUDY, "LAB", text)
    assert found is not None
    assert {row.item for row in found.rows} == {"CREAT"}
    assert {fault.item for fault in faults} == {"GONE", "ALB"}
    assert read_kept(STUDY, "LAB", "no table")[0] is None


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("CREAT,A,2y,6y,1,2,umol/L,2024-01-01,,JAFE,,,", "`method: JAFE` is none of ENZ, JAFFE"),
        ("ALB,A,2y,6y,1,2,g/L,2024-01-01,,ENZ,,,", "does not ask for the method of ALB"),
        ("PULSE,A,2y,6y,1,2,beats/min,2024-01-01,,,LOCAL,,", "VS does not ask for the laboratory"),
    ],
)
def test_a_method_or_laboratory_that_nobody_can_enter_is_a_fault(cells: str, said: str) -> None:
    with pytest.raises(KnownError) as error:
        read_table(STUDY, "LAB", f"{HEAD}{cells}\n")
    assert said in error.value.sentence.en


def test_the_day_of_a_specimen_may_have_no_time() -> None:
    writer, place = specimen("2023-12-31")
    assert writer.course().value(msgspec.structs.replace(place, item="LBDTC")) == DateTimeValue("2023-12-31")
    found = interval_at(writer.course().under((FIRST,)), CREAT, place, date(2026, 8, 18))
    assert found is not None
    assert found.version == ""
