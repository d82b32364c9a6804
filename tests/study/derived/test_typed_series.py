"""A series is typed by study days; what a formula makes of it is what it makes of the child's own results."""

import pytest

from study.derived.given import Series
from study.errors import KnownError
from study.typed import derive


@pytest.mark.parametrize(
    ("code", "typed", "shown"),
    [
        ("CREAT_RISE", {"creats": "0:60, 5:90"}, "Y"),
        ("CREAT_RISE", {"creats": "0:60 3:70 8:90"}, "N"),
        ("KDIGO_AKI", {"creats": "0:60；2:181", "base": "60", "egfr": "90"}, "3"),
        ("BRECON", {"cd19s": "60:3 0:200 10:5 90:25", "threshold": "20"}, "unconfirmed"),
        ("BRECON", {"cd19s": "0:200,10:5,60:3,90:25,120:40", "threshold": "20"}, "reconstituted"),
        ("NICAHT", {"counts": "-3:3,0:0.4,7:0.4,14:0.3,21:0.2,28:2,33:2"}, "3"),
        ("ICAHT_LATE", {"counts": "35:0.4,42:0.4"}, "3"),
    ],
)
def test_a_series_by_study_days(code: str, typed: dict[str, str], shown: str) -> None:
    result = derive(code, typed)
    assert (result.verdict or result.shown) == shown, result.why


def test_the_points_stand_in_the_order_of_their_days_with_their_comparators() -> None:
    [(_, series)] = [each for each in derive("CREAT_RISE", {"creats": "5:<90,-1:60"}).inputs if each[0] == "creats"]
    assert isinstance(series, Series)
    assert [(point.day, point.quantity.comparator, point.quantity.number) for point in series.points] == [
        (-1, "", "60"),
        (5, "<", "90"),
    ]
    assert (series.points[1].on - series.points[0].on).days == 6


@pytest.mark.parametrize("typed", ["60", "0:", ":60", "a:60", "0:tall", "0:60,5", "99999:3"])
def test_what_is_no_series(typed: str) -> None:
    with pytest.raises(KnownError) as caught:
        derive("CREAT_RISE", {"creats": typed})
    assert caught.value.code == "derived.unreadable"


def test_rows_of_a_log_say_that_they_cannot_be_typed() -> None:
    with pytest.raises(KnownError) as caught:
        derive("DRUGFREE", {"rows": "x"})
    assert caught.value.code == "derived.rows"
