"""A store with a bit of everything in it, a place for its backups, and what people do with both."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.backup import Made, Source, back_up
from storage.files import no_step
from storage.keys import Unlocked, Vault, open_vault
from storage.log import Author
from storage.restore import Opening, Restored, restore
from storage.store import Store, open_store
from storage.watch import UNWATCHED, Watch
from study.address import Address
from study.changes import facts as f
from study.values import Quantity
from tests.golden.make_store import CHEAP, PASSPHRASE, USER, Ticking, make


class Killed(BaseException):
    """The process dies here."""


def die_at(step: str) -> Callable[[str], None]:
    """A callback that kills at a named step."""

    def at_step(name: str) -> None:
        if name == step:
            raise Killed

    return at_step


class Kept:
    """A store, open, and the folder its backups go to."""

    def __init__(self, folder: Path, target: Path) -> None:
        self.folder = folder
        self.target = target
        self.clock = Ticking()
        self.clock.now += 86_400_000
        self.unlocked: Unlocked = open_vault(folder, floor=CHEAP).unlock(USER, PASSPHRASE)
        self.store: Store = open_store(folder, self.unlocked, self.clock)
        if self.store.fault is not None:
            # Made in the same run, so on the same machine.
            raise AssertionError(self.store.fault.code)

    @property
    def source(self) -> Source:
        return Source(self.folder, self.unlocked, self.clock, "0.1.0", self.store.guard)

    def weigh(self, number: str) -> None:
        """One more change: a weight nobody saw another beside."""
        place = Address(self.store.new_id(), "M3", "", "VS", "", "", "WEIGHT")
        fact = f.ValueSet(id=self.store.new_id(), address=place, value=Quantity(number, "kg"), typed=number)
        self.store.append(Author(USER, "investigator", self.unlocked.sign), (fact,))

    def backup(self, at_step: Callable[[str], None] = no_step, watch: Watch = UNWATCHED) -> Made:
        return back_up(self.source, self.target, at_step=at_step, watch=watch)

    def opening(self, typed: str = PASSPHRASE) -> Opening:
        def unlock(vault: Vault) -> Unlocked:
            return vault.unlock(USER, typed)

        return Opening(unlock, self.clock, CHEAP)

    def restore(self, made: Made, into: Path, at_step: Callable[[str], None] = no_step) -> Restored:
        return restore(made.path, into, self.opening(), reason="the disk failed", at_step=at_step)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is copied for every test."""
    folder = tmp_path_factory.mktemp("filled") / "store"
    make(folder)
    return folder


@pytest.fixture
def kept(filled: Path, tmp_path: Path) -> Iterator[Kept]:
    folder, target = tmp_path / "store", tmp_path / "backups"
    shutil.copytree(filled, folder)
    target.mkdir()
    made = Kept(folder, target)
    yield made
    made.store.close()
    made.unlocked.close()
