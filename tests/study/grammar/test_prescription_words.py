"""A line of another trial reads by that trial's words; one without drugs keeps every name as words."""

from decimal import Decimal

from msgspec import structs

from desktop_app.study_files import read_folder
from resources import path
from study.definition.drugs import Drug, Prescribing
from study.definition.load import load
from study.definition.model import Choice
from study.derived.prescriptions import TIMES_A_DAY
from study.grammar.prescription import read_line, vocabulary
from study.text import Text


def test_another_trial_has_its_own_drugs_and_words() -> None:
    study = load(read_folder(path("study")))
    lists = {**study.codelists, "CMFRQ": (Choice("qd", Text("daily", "天天"), ("od",)),)}
    drug = Drug("newdrug", Text("Newdrug", "新药"), aliases=("ND-1",))
    other = structs.replace(study, codelists=lists, prescribing=Prescribing((drug,)))
    words = vocabulary(other)
    said = read_line(words, "nd-1 5 mg od").said
    assert (said.drug, said.name, said.frequency) == ("newdrug", "新药", "qd")
    assert read_line(words, "泼尼松 5mg od").said.drug == ""


def test_without_drugs_the_name_stays_as_it_is() -> None:
    study = structs.replace(load(read_folder(path("study"))), prescribing=Prescribing())
    read = read_line(vocabulary(study), "泼尼松 5mg 3片 qod")
    assert read.whole
    assert (read.said.drug, read.said.name) == ("", "泼尼松")


def test_every_frequency_that_is_offered_comes_to_doses_a_day() -> None:
    study = load(read_folder(path("study")))
    uncounted = {choice.code for choice in study.codelists["CMFRQ"]} - TIMES_A_DAY.keys()
    assert uncounted == {"prn", "other"}
    assert TIMES_A_DAY["q4w"] * 28 == Decimal(1) or round(TIMES_A_DAY["q4w"] * 28, 9) == 1
