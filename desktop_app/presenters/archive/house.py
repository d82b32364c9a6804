"""What an archive holds beside children and audit trail: definitions, laboratory tables, workstations, receipts ...

Reads one moment of the record. What the auditor's sixteen questions say is written in each language.
"""

import base64
import datetime
from collections.abc import Iterator

import msgspec

from desktop_app.presenters.archive.folder import Folder
from desktop_app.presenters.archive.manifest import fingerprint_of
from desktop_app.presenters.archive.still import Still, safe
from desktop_app.presenters.inspection.questions import QUESTIONS
from desktop_app.reference_tables import NAME
from storage.receipts import read_receipts
from study.clinical import clinical_page
from study.definition.pack import unpack
from study.errors import KnownError
from study.reference_table import unpack_table
from study.text import Language, Text

_DIGITS = 12
_LANGUAGES: tuple[Language, ...] = ("en", "zh")
VERSIONS = ("version", "digest", "adopted", "by", "role", "reason", "in_force", "edc", "folder")
TABLES = ("table", "digest", "adopted", "by", "role", "counts", "edc", "file")
DEVICES = ("workstation", "name", "public_key", "fingerprint", "certified_by_the_edc", "ended", "last_entry")
RECEIPTS = ("received", "signed_bytes_base64", "signature_hex", "edc_public_key_hex")


def put_house(still: Still, folder: Folder) -> tuple[Text, ...]:
    """Write all of it; returns what could not be written, and why."""
    absent = (*_put_versions(still, folder), *_put_tables(still, folder))
    _put_devices(still, folder)
    _put_receipts(still, folder)
    _put_answers(still, folder)
    if still.names:
        _put_log(still, folder)
        _put_names(still, folder)
    return absent


def _put_versions(still: Still, folder: Folder) -> Iterator[Text]:
    """Every definition that entries were ever made under, with its clinical page, and who adopted it when and why."""
    rows, done = list[tuple[str, ...]](), dict[str, str]()
    for version in still.reader.versions():
        if version.digest not in done:
            place = f"study/{safe(version.version)}-{version.digest[:_DIGITS]}"
            texts = _texts(still, version.digest)
            done[version.digest] = place if texts else ""
            if not texts:
                yield Text(
                    f"the definition {version.version} ({version.digest[:_DIGITS]}): the record has no texts of it",
                    f"研究定义 {version.version}（{version.digest[:_DIGITS]}）：记录中没有其内容",
                )
            for name, text in texts.items():
                folder.text(f"{place}/{name}", text)
            readable = still.session.definitions.of(still.reader, version.digest) if texts else None
            if readable is not None:
                folder.text(f"{place}/clinical.md", clinical_page(readable))
        who = still.people.get(version.author, version.author)
        rows.append(
            (
                version.version, version.digest, still.moment(version.at_utc), who, version.role,
                still.hide(version.reason), "Y" if version.in_force else "", version.standing, done[version.digest],
            )
        )  # fmt: skip
    folder.table("study/versions.csv", VERSIONS, rows)


def _texts(still: Still, digest: str) -> dict[str, str]:
    for content in still.reader.version_content(digest):
        try:
            return unpack(content, digest)
        except KnownError:
            continue
    return dict(still.study.texts) if digest == still.study.digest else {}


def _put_tables(still: Still, folder: Folder) -> Iterator[Text]:
    """The laboratory's tables of reference intervals, as they were adopted."""
    rows = []
    for number, adopted in enumerate(still.reader.tables(NAME), start=1):
        path = f"laboratory/{number:02d}-{adopted.digest[:_DIGITS]}.csv"
        try:
            folder.text(path, unpack_table(adopted.content, adopted.digest))
        except KnownError as error:
            path = ""
            yield error.sentence
        who = still.people.get(adopted.author, adopted.author)
        rows.append(
            (
                adopted.table, adopted.digest, still.moment(adopted.at_utc), who, adopted.role,
                "Y" if adopted.counts else "", adopted.standing, path,
            )
        )  # fmt: skip
    folder.table("laboratory/adoptions.csv", TABLES, rows)


def _put_devices(still: Still, folder: Folder) -> None:
    rows = (
        (
            each.device, each.name, each.public_key.hex(), fingerprint_of(each.public_key.hex()),
            "Y" if each.certified else "", "Y" if each.ended else "", str(each.last_seq),
        )
        for each in still.reader.devices()
    )  # fmt: skip
    folder.table("people/workstations.csv", DEVICES, rows)


def _put_receipts(still: Still, folder: Folder) -> None:
    """What the EDC signed for, with what checks it."""
    edc = still.reader.edc_key()
    rows = (
        (
            still.moment(each.at), base64.b64encode(each.message).decode(), each.signature.hex(),
            edc.public_key.hex() if edc is not None else "",
        )
        for each in read_receipts(still.session.store.folder)
    )  # fmt: skip
    folder.table("receipts/receipts.csv", RECEIPTS, rows)


def _put_answers(still: Still, folder: Folder) -> None:
    """The auditor's questions: people and rights, consents, deviations, freezes, who saw names, backups ..."""
    inspected = still.inspected()
    for done, question in enumerate(QUESTIONS):
        folder.says("questions", done, len(QUESTIONS))
        table = question.table(inspected)
        for language in _LANGUAGES:
            head = [column.get(language) for column in table.columns]
            texts = [*table.texts(language), *([note.get(language)] for note in table.remarks)]
            rows = ([still.hide(cell) for cell in row] for row in texts)
            folder.table(f"questions/{language}/{question.number:02d}-{question.name}.csv", head, rows)


def _put_log(still: Still, folder: Folder) -> None:
    """Every entry as it was signed, so that chains and signatures can be proven anywhere. Identity is sealed in it."""

    def lines() -> Iterator[bytes]:
        for name in still.reader.hashes():
            signed = still.reader.change(name)
            if signed is not None:
                body = base64.b64encode(signed.body).decode()
                said = {
                    "hash": name,
                    "body_base64": body,
                    "device_signature": signed.device_signature.hex(),
                    "person_signature": signed.person_signature.hex(),
                }
                yield msgspec.json.encode(said) + b"\n"

    folder.stream("log/entries.jsonl", lines())


def _put_names(still: Still, folder: Folder) -> None:
    """Who the codes are: the list that the site keeps."""
    items = {item.code: item.label for form in still.study.forms.values() for item in form.items if item.identity}
    columns = ("subject", "code", *items)
    rows = []
    for subject in still.subjects:
        texts = still.child(subject).identity.texts
        rows.append((subject.id, subject.code, *(texts.get(code, "") for code in items)))
    folder.table("names/children.csv", columns, rows)


def utc_text(milliseconds: int) -> str:
    """A moment as UTC text."""
    return datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
