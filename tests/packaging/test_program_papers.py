"""The papers of a program: bill of materials, manifest, the engine's identity, and what the build says of them."""

import json
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

import build
import entry_edc
import smoke
from freezing import analysis, engine, manifest, sbom


@pytest.fixture
def package(tmp_path: Path) -> Distribution:
    """An installed package of one module, with a licence file."""
    site = tmp_path / "site"
    info = site / "thing-1.2.dist-info"
    info.mkdir(parents=True)
    (site / "thing.py").write_text("", encoding="utf-8")
    text = "Metadata-Version: 2.4\nName: Thing\nVersion: 1.2\nLicense-Expression: MIT\n"
    (info / "METADATA").write_text(text, encoding="utf-8")
    (info / "LICENSE").write_text("", encoding="utf-8")
    record = "thing.py,,\nthing-1.2.dist-info/METADATA,,\nthing-1.2.dist-info/LICENSE,,\nthing-1.2.dist-info/RECORD,,\n"
    (info / "RECORD").write_text(record, encoding="utf-8")
    return PathDistribution(info)


def test_a_file_inside_leads_to_its_package_or_to_the_system(package: Distribution, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (root / "ours.py").write_text("", encoding="utf-8")
    (tmp_path / "libcups.so.2").write_bytes(b"")
    sources = [
        str(tmp_path / "site" / "thing.py"),
        str(root / "ours.py"),
        str(tmp_path / "libcups.so.2"),
        json.__file__,
    ]
    found = sbom.origins(sources, root, [package])
    assert [each.version for each in found.packages] == ["1.2"]
    assert found.system == ("libcups.so.2",)


def test_the_bill_names_package_version_licence_and_engine(package: Distribution) -> None:
    bill = sbom.bill("cartella", sbom.Origins((package,), ("libcups.so.2",)), {"sqlcipher": "4.19.0 community"})
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    parts = {part["name"]: part for part in bill["components"]}
    assert parts["thing"]["purl"] == "pkg:pypi/thing@1.2"
    assert parts["thing"]["licenses"] == [{"expression": "MIT"}]
    assert parts["sqlcipher"]["version"] == "4.19.0 community"
    assert parts["libcups.so.2"]["type"] == "file"
    assert bill["metadata"]["component"]["name"] == "cartella"


@pytest.mark.parametrize(("told", "classifiers", "said"), [
    ({"License-Expression": "MIT", "License": "other"}, (), "MIT"),
    ({"License": "BSD-3-Clause"}, (), "BSD-3-Clause"),
    ({"License": "Copyright\nlong text"}, ("License :: OSI Approved :: BSD License",), "BSD License"),
    ({}, ("License :: OSI Approved :: MIT License",), "MIT License"),
    ({}, (), ""),
])  # fmt: skip
def test_a_licence_is_said_in_one_line(told: dict[str, str], classifiers: tuple[str, ...], said: str) -> None:
    assert sbom.licence(told, classifiers) == said


def test_a_package_that_no_lock_names_or_in_another_version_is_found(package: Distribution) -> None:
    parts = [sbom.component(package), {"type": "file", "name": "libcups.so.2"}]
    assert sbom.unlocked(parts, {"thing": {"1.2", "1.3"}}) == []
    assert sbom.unlocked(parts, {"thing": {"1.3"}}) == ["thing 1.2 is inside; the lock has 1.3"]
    assert sbom.unlocked(parts, {}) == ["thing 1.2 is inside; the lock has nothing of it"]


def test_metadata_and_licences_of_a_package_travel_and_its_record_stays(package: Distribution) -> None:
    names = [name for name, _source, _kind in analysis.papers(package)]
    assert names == ["thing-1.2.dist-info/METADATA", "thing-1.2.dist-info/LICENSE"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program's folder with its manifest."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "program").write_bytes(b"abc")
    (tmp_path / "inner" / "data").write_bytes(b"abcdef")
    manifest.write(tmp_path)
    return tmp_path


def test_a_manifest_is_what_sha256sum_reads(folder: Path) -> None:
    lines = (folder / manifest.NAME).read_text(encoding="utf-8").splitlines()
    assert lines[1] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  program"
    assert [line.partition("  ")[2] for line in lines] == ["inner/data", "program"]


def test_an_untouched_folder_is_as_its_manifest_says(folder: Path) -> None:
    assert list(manifest.differences(folder)) == []
    assert manifest.write(folder) == manifest.write(folder)


def test_what_was_changed_added_or_removed_is_named(folder: Path) -> None:
    (folder / "program").write_bytes(b"abd")
    (folder / "inner" / "data").unlink()
    (folder / "foreign").write_bytes(b"")
    assert list(manifest.differences(folder)) == [
        "inner/data is missing", "foreign was added", "program was changed",
    ]  # fmt: skip


def test_the_largest_file_stands_first_and_a_link_weighs_nothing(folder: Path) -> None:
    (folder / "link").symlink_to("inner/data")
    assert manifest.sizes(folder) == [(6, "inner/data"), (3, "program")]
    assert "link" in manifest.files(folder)


def test_the_engine_that_was_measured_is_accepted(tmp_path: Path) -> None:
    kept = engine.write(tmp_path)
    assert set(json.loads(kept.read_text(encoding="ascii"))) == {"sqlite", "sqlcipher"}
    assert engine.difference(kept) == ""


@pytest.mark.parametrize("content", ['{"sqlite": "3.51.2", "sqlcipher": "4.0"}', "", "{"])
def test_another_engine_is_refused_before_anything_is_opened(tmp_path: Path, content: str) -> None:
    kept = tmp_path / engine.NAME
    kept.write_text(content, encoding="ascii")
    assert "nstall" in engine.difference(kept)
    assert engine.difference(tmp_path / "absent")


def test_the_engines_bytes_are_those_of_the_locked_wheel(tmp_path: Path) -> None:
    source = Path(engine.sqlcipher_file())
    there = tmp_path / "sqlcipher3"
    there.mkdir()
    (there / source.name).write_bytes(source.read_bytes())
    assert engine.wheel_differences(tmp_path) == []
    (there / source.name).write_bytes(b"another one")
    assert engine.wheel_differences(tmp_path) == [f"sqlcipher3/{source.name} differs from the locked wheel's"]


def test_the_edcs_program_has_no_workstation() -> None:
    with pytest.raises(RuntimeError, match="no workstation"):
        entry_edc.no_house(Path())


def test_the_report_shows_sizes_and_hashes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = folder / folder.name
    (folder / "program").rename(program)
    build.report(folder, 3)
    said = capsys.readouterr().out
    assert f"SHA-256 {manifest.digest(program)}  {folder.name}" in said
    assert "3 components" in said
    assert list(manifest.differences(folder)) == []


def test_a_step_that_does_not_go_as_it_must_is_a_finding_with_what_was_said(tmp_path: Path) -> None:
    machine = smoke.Machine(tmp_path, Path("/bin/sh"), Path("/bin/sh"))
    assert machine.run(machine.client, "-c", "echo yes", says="yes") == "yes\n"
    with pytest.raises(smoke.SmokeError, match=r"exit code 4 instead of 0: no"):
        machine.run(machine.client, "-c", "echo no; exit 4")
    with pytest.raises(smoke.SmokeError, match="is not in what it said"):
        machine.run(machine.client, "-c", "echo no", says="yes")


def test_a_program_is_played_without_the_builders_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "here")
    machine = smoke.Machine(tmp_path, Path("client"), Path("edc"))
    assert "PYTHONPATH" not in machine.environment()
    assert "VIRTUAL_ENV" not in machine.environment()


def test_programs_that_are_not_there_are_findings_not_a_crash(tmp_path: Path) -> None:
    wrong = smoke.play(tmp_path)
    assert [line.partition(":")[0] for line in wrong] == [
        "smoke, words", "smoke, bedside_and_back", "smoke, databases", "smoke, demonstration",
    ]  # fmt: skip
