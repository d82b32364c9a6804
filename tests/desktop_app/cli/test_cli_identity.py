"""Erasing an identity on the command line: asked twice, said plainly, gone."""

from collections.abc import Callable
from typing import Any

from desktop_app.identity import child_key
from storage.keys import SiteKey

ERASE = ("identity", "erase", "LN-001", "--reason", "the parents' letter of 2026-11-20")


def test_it_asks_for_the_code_twice(run: Callable[..., Any], made: Callable[[], Any]) -> None:
    refused = run(*ERASE)
    assert refused.code == 1
    assert "no way back" in refused.err
    assert _reads(made)


def test_the_identity_is_gone_and_what_is_left_to_do_is_said(run: Callable[..., Any], made: Callable[[], Any]) -> None:
    said = run(*ERASE, "--confirm", "LN-001", as_json=False)
    assert said.code == 0
    assert "is erased" in said.data
    assert "Backups made before" in said.data
    assert not _reads(made)
    assert run("verify").code == 0
    again = run(*ERASE, "--confirm", "LN-001", language="zh")
    assert (again.code, "已被删除" in again.err) == (1, True)


def test_a_child_that_is_not_there(run: Callable[..., Any], made: Callable[[], Any]) -> None:
    with made():
        pass
    said = run("identity", "erase", "LN-404", "--reason", "x", "--confirm", "LN-404")
    assert (said.code, "LN-404" in said.err) == (1, True)


def _reads(made: Callable[[], Any]) -> bool:
    with made() as session:
        kept = session.store.reader.site_key()
        return child_key(SiteKey(kept), session.store.reader.record("child")) is not None
