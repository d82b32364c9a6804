"""Ages at which formulas hold: by completed years, which change on the birthday itself.

Decimal years (days / 365.25) pass a whole number up to a day away from the birthday; they are for constants that
change with age and limit nothing. The rule for 29 February is `study.age`'s.
"""

from study.derived.given import Given
from study.text import Text

NOT_EXACT = Text("The age must be an exact number.", "年龄须为确切数值。")


def age_told(given: Given) -> str:
    """The input that says the completed years: `age`, else `age_y`, whose whole part they are."""
    return "age" if given.has("age") else "age_y"


def out_of_age(given: Given, start: int, below: int) -> Text | None:
    """Why a formula from `start` completed years to under `below` does not hold; None where it does, or no age is."""
    name = age_told(given)
    if not given.has(name):
        return None
    if given.comparator((name,)):
        return NOT_EXACT
    years = int(given.number(name))
    if start <= years < below:
        return None
    return Text(
        f"The formula is for ages from {start} to under {below} years; completed are {years}.",
        f"本公式适用于{start}岁至不满{below}岁，现为{years}周岁。",
    )
