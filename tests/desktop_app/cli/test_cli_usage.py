"""A command that is written wrongly is answered in both languages, with the word that was wrong."""

import argparse
import inspect
import json
import re

import pytest

from desktop_app.cli import main
from desktop_app.cli.usage import in_both

WRONG = {
    "nonsense": ["nonsense"],
    "--role": ["user", "add", "Dr Lin", "--role", "surgeon"],
    "--reason": ["user", "remove", "Dr Lin"],
    "--days": ["due", "--days", "soon"],
    "--off": ["backup", "plan", "--off", "--at-lock"],
    "--to": ["export", "audit", "--to"],
    "--unheard": ["status", "--unheard"],
    "action": ["keys"],
    "--lang": ["--lang", "fr", "status"],
    "--json": ["--json=yes", "status"],
    "--re": ["restore", "x", "--into", "y", "--re", "z"],
}


@pytest.mark.parametrize("word", sorted(WRONG))
def test_wrong_usage_is_said_in_both_languages(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(WRONG[word]) == 2
    said = capsys.readouterr()
    english, chinese = said.err.splitlines()[-2:]
    assert said.out == ""
    assert word in english
    assert word in chinese
    assert english.isascii()
    assert re.search("[一-鿿]", chinese)
    assert not chinese.startswith("cartella: 命令有误"), "every sentence of argparse's own has its Chinese"


def test_programs_read_it_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "due", "--days", "soon"]) == 2
    data = json.loads(capsys.readouterr().out)
    assert data["error"] == "usage"
    assert "整数" in data["sentence_zh"]


def test_help_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "--help"]) == 0
    assert "usage" in capsys.readouterr().out


def test_a_sentence_that_is_not_known_is_said_as_it_is() -> None:
    assert in_both("something new").zh == "命令有误：something new"


def test_every_sentence_with_which_argparse_refuses_a_command_has_its_chinese() -> None:
    source = inspect.getsource(argparse.ArgumentParser)
    told = re.findall(
        r"""_\(['"]((?:not allowed|ignored|the following|one of|expected|ambiguous|unexpected|unrec)[^'"]*)""", source
    )
    assert len(told) >= 9
    for sentence in told:
        said = re.sub(r"%\(\w+\)[rs]|%[rs]", "x", sentence)
        tried = [in_both(said).zh, in_both(f"argument x: {said}").zh]
        assert not all(each.startswith("命令有误") for each in tried), sentence
