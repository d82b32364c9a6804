"""Stopping rules and what a shared set leaves out: what names nothing or can't be counted is found where it stands."""

import pytest

from study.definition.load import find_faults, load

PROTOCOL = "protocol.yaml"
RULE = "{code: DEATHS, en: Deaths, zh: 死亡, form: AE, when: AEOUT == 'FATAL', count: 2, days: [0, 30]}"
HELD = "withheld: [DM/ETHNIC,"
CASES = [
    ("form: AE,", "form: AX,", "there is no form `AX`"),
    ("AEOUT == 'FATAL'", "AEOUTT == 'FATAL'", "there is no `AEOUTT`"),
    ("AEOUT == 'FATAL'", "AEOUT == 'DEAD'", "DEAD is no answer of AEOUT"),
    ("count: 2", "count: 0", "`count` is 1 at least"),
    ("count: 2", "among: infused", "one of them"),
    ("count: 2", "count: 2, proportion: 0.1", "one of them"),
    ("count: 2", "proportion: 10", "goes up to 1"),
    ("days: [0, 30]", "days: [30, 0]", "the first day comes after the last"),
]


def with_rule(shipped: dict[str, str], rule: str) -> dict[str, str]:
    empty = "stopping_rules: []"
    assert shipped[PROTOCOL].count(empty) == 1
    return {**shipped, PROTOCOL: shipped[PROTOCOL].replace(empty, f"stopping_rules:\n    - {rule}")}


def test_the_trial_sets_no_rule_and_one_that_is_set_is_read(shipped: dict[str, str]) -> None:
    assert load(shipped).protocol.stopping_rules == ()
    [rule] = load(with_rule(shipped, RULE)).protocol.stopping_rules
    assert (rule.code, rule.count, rule.proportion, rule.days, rule.among) == ("DEATHS", 2, None, (0, 30), "infused")


@pytest.mark.parametrize(("passage", "instead", "said"), CASES)
def test_a_fault_of_a_rule(shipped: dict[str, str], passage: str, instead: str, said: str) -> None:
    assert RULE.count(passage) == 1
    [fault] = find_faults(with_rule(shipped, RULE.replace(passage, instead)))
    assert said in fault.sentence.en
    assert fault.file == PROTOCOL


@pytest.mark.parametrize(
    ("passage", "instead", "said"),
    [
        (HELD, "withheld: [DM/ETHNICS,", "there is no item `DM/ETHNICS`"),
        (HELD, "withheld: [DX/ETHNIC,", "there is no item `DX/ETHNIC`"),
        ("smallest: 5", "smallest: 1", "below 2 at least"),
    ],
)
def test_a_fault_of_what_is_shared(shipped: dict[str, str], passage: str, instead: str, said: str) -> None:
    assert shipped[PROTOCOL].count(passage) == 1
    [fault] = find_faults({**shipped, PROTOCOL: shipped[PROTOCOL].replace(passage, instead)})
    assert said in fault.sentence.en
