"""The versions of the study definition as this workstation can read them: the one in force, and earlier ones.

Owns which definition people work under when the one in force can't be read (decision 0009). Keeps what it read; belongs
to whoever has a reader in hand, on any lane. Must not adopt anything.
"""

from typing import NamedTuple

from storage.read import Reader
from study.address import Address
from study.definition.model import Study
from study.definition.pack import unpack_study
from study.earlier import lacks
from study.errors import KnownError
from study.text import Text


class InForce(NamedTuple):
    """The definition that people work under; `why` says that it is not the version in force, and why not."""

    study: Study
    why: KnownError | None = None


class Definitions:
    """Definitions by digest. `shipped` came with the program (or was named on the command line): a proposal."""

    def __init__(self, shipped: Study) -> None:
        self.shipped = shipped
        self._kept: dict[str, Study] = {shipped.digest: shipped}
        self._failed: dict[str, tuple[tuple[bytes, ...], KnownError]] = {}
        """What was tried in vain; sound texts may still come."""

    def keep(self, study: Study) -> None:
        """One that was read from a folder, so that its adoption need not read it again."""
        self._kept[study.digest] = study

    def of(self, reader: Reader, digest: str) -> Study | None:
        """The definition that a digest names; None where the log has no texts of it that can be read."""
        found = self._read(reader, digest)
        return found if isinstance(found, Study) else None

    def in_force(self, reader: Reader) -> InForce:
        """The version that the log says is in force; where it can't be read, the last one that can.

        A log without any readable version (it was begun before texts were kept) is shown under the shipped one.
        """
        home = reader.home()
        wanted = self._read(reader, home.study_digest)
        if isinstance(wanted, Study):
            return InForce(wanted)
        before = (self.of(reader, v.digest) for v in reversed(reader.versions()) if v.standing != "rejected")
        study = next((found for found in before if found is not None), self.shipped)
        return InForce(study, _unread(home.study_version, wanted, study))

    def asking(self, reader: Reader, place: Address) -> Study | None:
        """The last version that asks for this value, as far as versions can be read."""
        versions = (self.of(reader, version.digest) for version in reversed(reader.versions()))
        return next((study for study in versions if study is not None and lacks(study, place) is None), None)

    def proposal(self, reader: Reader, in_force: Study) -> Study | None:
        """The shipped definition where it is another version of the same study that the record never was under."""
        known = {version.digest for version in reader.versions()}
        new = self.shipped.code == in_force.code and self.shipped.digest not in known
        return self.shipped if new else None

    def _read(self, reader: Reader, digest: str) -> Study | KnownError | None:
        """The definition, why it can't be read, or None where its texts are not in the log (they may still come)."""
        if digest in self._kept:
            return self._kept[digest]
        contents = reader.version_content(digest)
        failed = self._failed.get(digest)
        if failed is not None and failed[0] == contents:
            return failed[1]
        why: KnownError | None = None
        for content in contents:
            try:
                self._kept[digest] = unpack_study(content, digest)
            except KnownError as error:
                why = error
            else:
                return self._kept[digest]
        if why is not None:
            self._failed[digest] = contents, why
        return why


def _unread(version: str, why: KnownError | None, instead: Study) -> KnownError:
    reason = why.sentence if why else Text("its texts did not come along", "记录中没有其内容")
    return KnownError(
        "definition-unread",
        f"Version {version} of the study is in force and can't be read here: {reason.en.rstrip('.')}. "
        f"Entering goes on under version {instead.version}.",
        f"研究版本 {version} 已生效，但此处无法读取：{reason.zh.rstrip('。')}。录入仍按版本 {instead.version} 进行。",
    )
