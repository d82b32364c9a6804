"""No text of a screen is untranslated or stale, and the compiled catalogues are those of the sources."""

import shutil
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse

import resources
from ui import catalogue

FOLDER = resources.path("translations")


def texts(file: Path) -> set[tuple[str, str, str]]:
    """Context, source and comment of every message."""
    root = parse(file).getroot()
    return {
        (context.findtext("name") or "", message.findtext("source") or "", message.findtext("comment") or "")
        for context in root.iter("context")
        for message in context.iter("message")
    }


@pytest.mark.parametrize("package", sorted(catalogue.packages()))
def test_the_catalogue_holds_what_the_code_says(package: str, tmp_path: Path) -> None:
    for file in FOLDER.glob(f"{package}_*.ts"):
        shutil.copy(file, tmp_path)
    fresh = catalogue.update(package, catalogue.packages()[package], tmp_path)
    assert {file.name for file in fresh} == {file.name for file in FOLDER.glob(f"{package}_*.ts")}
    for file in fresh:
        assert texts(file) == texts(FOLDER / file.name)
        assert catalogue.unfinished(file) == []


def test_the_compiled_catalogues_are_up_to_date(tmp_path: Path) -> None:
    for file in FOLDER.glob("*.ts"):
        shutil.copy(file, tmp_path)
    catalogue.compile_all(tmp_path)
    stale = [file.name for file in tmp_path.glob("*.qm") if file.read_bytes() != (FOLDER / file.name).read_bytes()]
    assert stale == []
    assert {file.name for file in tmp_path.glob("*.qm")} == {file.name for file in FOLDER.glob("*.qm")}


def test_what_is_not_translated_is_named(tmp_path: Path) -> None:
    source = tmp_path / "screen.py"
    source.write_text(
        'from ui.language import translate\n\nsaid = translate("Screen", "a new word")\n', encoding="utf-8"
    )
    made = catalogue.update("screen", [source], tmp_path)
    assert [file.name for file in made] == ["screen_zh_CN.ts"]
    assert catalogue.unfinished(made[0]) == ["a new word"]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*_zh_CN.ts")), ids=lambda file: file.stem)
def test_places_to_fill_survive_translation(file: Path) -> None:
    for message in parse(file).iter("message"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        assert translation is not None
        words = "".join(translation.itertext())
        for place in ("%1", "%2", "%3", "%n"):
            assert (place in source) == (place in words), source
