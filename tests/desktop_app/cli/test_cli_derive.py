"""`cartella derive` and `study check`: series by study days, ranges of the parts, the shipped definition or another."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
SECOND = Path(__file__).parents[2] / "kit" / "second_study"


def test_a_series_is_typed_and_shown_by_study_days(run: Run) -> None:
    said = run("derive", "CREAT_RISE", "creats=5:<95,0:60")
    assert said.code == 3, "a limit may be less than the rise"
    said = run("derive", "CREAT_RISE", "creats=5:95,0:60")
    assert (said.code, said.data["verdict"]) == (0, "Y")
    assert said.data["inputs"]["creats"] == "0:60 5:95 umol/L"
    assert run("derive", "DRUGFREE", "rows=1").data["error"] == "derived.rows"


def test_the_parts_say_their_own_range(run: Run) -> None:
    said = run("derive", "P24", "reported_mg24h=1800", "weight_kg=36", "height_cm=100", as_json=False)
    assert "Nephrotic range: 1000 mg/m²/d or more." in said.data
    assert "Nephrotic range in China: 50 mg/kg/d or more." in said.data


def test_another_definition_has_its_own_codes(run: Run) -> None:
    assert run("derive", "ABSCD3", "lym=1.5", "pct=12").data["shown"] == "180.0"
    assert run("derive", "ABSCD3", "--definition", str(SECOND)).data["error"] == "derived.unknown"


def test_the_check_without_a_folder_is_of_what_came_along(run: Run) -> None:
    shipped, second = run("study", "check").data, run("study", "check", str(SECOND)).data
    assert shipped["code"] == "ChiCTR2500105227"
    assert second["code"] != shipped["code"]
