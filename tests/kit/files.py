"""Sealed files as the sync sees them: bytes nobody on the road can read, and the entry that names them."""

import hashlib
import random

from storage.attachments import FOLDER_NAME, Attachments
from study.address import Address
from study.changes import facts as f
from tests.kit.clinic import Clinic

MIB = 1024 * 1024


def put_file(clinic: Clinic, size: int, seed: int = 1) -> str:
    """A sealed file on a workstation, and the entry that names it; returns its name."""
    digest, drawn = hashlib.sha256(), random.Random(seed)
    sizes = [MIB] * (size // MIB) + [size % MIB] * bool(size % MIB)
    parts = [drawn.randbytes(each) for each in sizes]
    for part in parts:
        digest.update(part)
    name = digest.hexdigest()
    Attachments(clinic.folder / FOLDER_NAME).receive(name, parts)
    fact = f.AttachmentAdded(
        id=clinic.store.new_id(), address=Address("child-1", "M3", form="ECG"), name=name, kind="application/edf",
        size=size, sealed_size=size, digest="0" * 64, key=b"sealed",
    )  # fmt: skip
    clinic.store.append(clinic.author, [fact])
    return name


def lies_in(clinic: Clinic, name: str) -> bool:
    """Whether the whole file stands there under its name."""
    return Attachments(clinic.folder / FOLDER_NAME).has(name)
