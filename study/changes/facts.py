"""The facts a change can carry, as a tagged union. Owns their fields only; effect lives in `study.state`.

`id` names the fact for ever (a repeat is addressed by the id of the fact that created it). `bases` names the heads its
author was looking at on the same slot; empty means the slot looked empty.
"""

from typing import Literal

import msgspec

from study.address import Address
from study.values import Value


class _Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="fact", tag=str.lower, omit_defaults=True, gc=False):
    id: str
    bases: tuple[str, ...] = ()


class DeviceBegun(_Fact, frozen=True):
    """First change of every device: one life of one store."""

    device: str
    name: str
    public_key: bytes
    predecessor: str = ""
    predecessor_hash: str = ""


class DeviceCertified(_Fact, frozen=True):
    """The EDC countersigns a device of a site; without it the device's changes are held."""

    device: str
    site: str
    public_key: bytes


class DeviceEnded(_Fact, frozen=True):
    """The device writes no more; `last_seq` is the last entry that counts."""

    device: str
    last_seq: int
    reason: str


class UserCertified(_Fact, frozen=True):
    """A person, their roles and this store's key for them; signed by an admin, the first user by themself.

    `recovery`: the word of the recovery code's own key, where an admin who used the code vouches for themself.
    """

    user: str
    name: str
    roles: tuple[str, ...]
    public_key: bytes
    possession: bytes
    certifier: str
    certification: bytes
    recovery: bytes = b""


class RecoveryKeyed(_Fact, frozen=True):
    """The recovery code of this device's store has this key; who uses the code vouches with it for their new key.

    `alone`: no other recovery key counts in this chain from here on.
    """

    device: str
    public_key: bytes
    alone: bool = False


class UserEnded(_Fact, frozen=True):
    """The person's rights end here."""

    user: str
    reason: str


class StudyAdopted(_Fact, frozen=True):
    """From here on entries are made under this version of the definition; `content` are its texts, packed.

    With the texts in the log every version stays readable wherever the log is, and verify needs the log alone. A device
    that begins names the version it began with and no bases; a person's decision names what it replaces, and why.
    """

    version: str
    digest: str
    content: bytes = b""
    reason: str = ""


class TableAdopted(_Fact, frozen=True):
    """From here on this version of a reference table is used; `content` is its CSV text, compressed."""

    table: str
    digest: str
    content: bytes = b""


class CodesLeased(_Fact, frozen=True):
    """Central: from here on this device gives the codes `prefix` with the numbers `first` to `last`, offline too.

    A block that its device no longer needs is leased to another by a fact that names this one.
    """

    device: str
    prefix: str
    width: int
    first: int
    last: int


class SubjectEnrolled(_Fact, frozen=True):
    """A child enters the record; `child_key` seals identity and is itself sealed with the site's key."""

    subject: str
    child_key: bytes = b""


class ChildKeyed(_Fact, frozen=True):
    """The child's key sealed anew, under the site key of this fingerprint; from here on this one opens it."""

    subject: str
    child_key: bytes
    site_key: str


class IdentityErased(_Fact, frozen=True):
    """Nobody may read this child's identity any more: its key is sealed under no site key that is kept."""

    subject: str
    reason: str


class SiteKeyReplaced(_Fact, frozen=True):
    """A new site key in the place of the one with the fingerprint `previous`.

    `sealed` is the new key under the old one, for the site's other devices; `files` are the keys that open earlier
    attachments, under the new one.
    """

    previous: str
    fingerprint: str
    sealed: bytes
    files: bytes
    reason: str


class VisitOpened(_Fact, frozen=True):
    """A named visit was opened; on two devices it is the same visit."""

    address: Address


class VisitStatus(_Fact, frozen=True):
    """Status of a visit (code list VISITSTAT)."""

    address: Address
    status: str
    reason: str = ""


class RowCreated(_Fact, frozen=True):
    """A repeat begins: of a visit, a form or a row inside `address`. Its id is `id`.

    `reason`: why, where the form was signed and nothing is entered into the row in the same change.
    """

    address: Address
    level: Literal["visit", "form", "row"]
    order: str = ""
    reason: str = ""


class Report(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What a laboratory report said beside the value: its own limits, flag, laboratory, method, specimen time."""

    low: str = ""
    high: str = ""
    flag: str = ""
    laboratory: str = ""
    method: str = ""
    collected: str = ""
    source: str = ""


class Judged(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The reference interval a value was judged by when it was entered, in the item's unit; "" is open.

    `source`: "report", the version of the laboratory's table, or the definition's source with its digest. It is
    evidence; what a value means is judged anew whenever it is shown.
    """

    low: str = ""
    high: str = ""
    source: str = ""


class ValueSet(_Fact, frozen=True):
    """A value at an address, with what was typed and, where asked for, why it changed or why it is unusual.

    `judged` is None where no interval was known, and for values entered before it was kept.
    """

    address: Address
    value: Value
    typed: str = ""
    reason: str = ""
    explanation: str = ""
    confirmed: bool = False
    report: Report | None = None
    judged: Judged | None = None


class Withdrawn(_Fact, frozen=True):
    """A subject, visit, repeat or row no longer counts; it stays readable."""

    address: Address
    reason: str


class Reinstated(_Fact, frozen=True):
    """What was withdrawn counts again."""

    address: Address
    reason: str


class FormCompleted(_Fact, frozen=True):
    """A person declares the form complete; from here on a change needs a reason."""

    address: Address


class FormReopened(_Fact, frozen=True):
    """The form is open again."""

    address: Address
    reason: str


class Signed(_Fact, frozen=True):
    """An electronic signature over the digest of everything on the form, with the derived values shown as evidence.

    `basis` says what the digest covers (`study.state.digest`): the first signatures cover values and no files.
    """

    address: Address
    meaning: str
    digest: str
    evidence: dict[str, str] = {}
    basis: int = 1


class SignatureWithdrawn(_Fact, frozen=True):
    """The signer takes the signature back."""

    signature: str
    address: Address
    reason: str


class QueryOpened(_Fact, frozen=True):
    """A question about an address; an automatic one has the hash of address, check and fact as its id."""

    query: str
    address: Address
    text: str
    check: str = ""


class QueryAnswered(_Fact, frozen=True):
    """The site's answer."""

    query: str
    address: Address
    text: str


class QueryClosed(_Fact, frozen=True):
    """The question is settled."""

    query: str
    address: Address
    text: str = ""


class QueryReopened(_Fact, frozen=True):
    """The answer did not settle it."""

    query: str
    address: Address
    text: str


class AttachmentAdded(_Fact, frozen=True):
    """A sealed file: `name` is the hash of its bytes, `title` (sealed) what the user called it; `key` opens it and is
    sealed to the site, `central` the same sealed to the EDC (b"": the site's alone; see `Form.central`).
    """

    address: Address
    name: str
    kind: str
    size: int
    sealed_size: int
    digest: str
    key: bytes
    title: str = ""
    central: bytes = b""


class AttachmentWithdrawn(_Fact, frozen=True):
    """The file no longer belongs here; it stays readable."""

    attachment: str
    address: Address
    reason: str


class Frozen(_Fact, frozen=True):
    """Central: no entries below this address for now."""

    address: Address
    reason: str = ""


class Locked(_Fact, frozen=True):
    """Central: no entries below this address."""

    address: Address
    reason: str = ""


class FreezeReleased(_Fact, frozen=True):
    """Central: entries are possible again."""

    address: Address
    reason: str


class ChangeHeld(_Fact, frozen=True):
    """Central: a change is kept without effect."""

    change: str
    reason: str


class ChangeReleased(_Fact, frozen=True):
    """Central: a held change takes effect."""

    change: str
    reason: str


class ChangeRejected(_Fact, frozen=True):
    """Central: a held change stays without effect, for this reason."""

    change: str
    reason: str


class MarkSet(_Fact, frozen=True):
    """One generic mark: source-verified, reviewed, critical value acknowledged, awaiting result ..."""

    kind: str
    address: Address
    target: str = ""
    note: str = ""
    data: dict[str, str] = {}


class MarkWithdrawn(_Fact, frozen=True):
    """The mark no longer holds."""

    mark: str
    address: Address
    reason: str = ""


class Accessed(_Fact, frozen=True):
    """Login, export, print, failed unlock, names shown. Moves nothing; it is the record of who looked."""

    what: str
    detail: str = ""
    count: int = 1


Central = Frozen | Locked | FreezeReleased | ChangeHeld | ChangeReleased | ChangeRejected | DeviceCertified
OnAddress = (
    VisitOpened | VisitStatus | RowCreated | ValueSet | Withdrawn | Reinstated | FormCompleted | FormReopened | Signed
    | SignatureWithdrawn | QueryOpened | QueryAnswered | QueryClosed | QueryReopened | AttachmentAdded
    | AttachmentWithdrawn | Frozen | Locked | FreezeReleased | MarkSet | MarkWithdrawn
)  # fmt: skip
Fact = (
    OnAddress | DeviceBegun | DeviceCertified | DeviceEnded | UserCertified | RecoveryKeyed | UserEnded | StudyAdopted
    | TableAdopted | CodesLeased | SubjectEnrolled | ChildKeyed | IdentityErased | SiteKeyReplaced | ChangeHeld
    | ChangeReleased | ChangeRejected | Accessed
)  # fmt: skip
