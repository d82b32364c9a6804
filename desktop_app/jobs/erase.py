"""Erases a child's identity for good, and lets every workstation of the site follow. Runs on the writer.

The record is append-only, so what is sealed in it stays; what is destroyed is the key. Erasing replaces the site key
and seals every other child's key under the new one: with the old one gone, the erased child's key opens nowhere
(docs/decisions/0015). Must not know a screen.
"""

from collections.abc import Iterable, Iterator

from desktop_app.session import Session
from storage.keys import SealBrokenError, SiteKey
from storage.log import Appended, Author
from storage.migrations import drop_aside
from storage.read import Reader
from storage.store import Store
from study.changes import facts as f
from study.errors import KnownError
from study.record import Record
from study.state.settle import Entry
from study.state.slots import Slot

SITE_KEY_SLOT = Slot("site_key", "")
Keys = dict[str, SiteKey]
"""Site keys by their fingerprint."""


def erase_identity(store: Store, author: Author, subject: str, reason: str) -> Appended:
    """Nobody can read this child's name, numbers, date of birth and contacts any more; the study's data stay.

    On an enrolled workstation the old key is kept until the EDC has accepted the act (`follow_site_key`). KnownError
    `reason-missing`, `no-site-key`, `no-identity`, `identity-erased`, `erase-unsent`, and those of `Store.append`.
    """
    reader = store.reader
    old = _may_erase(reader, subject, reason)
    made = old.successor()
    heads = tuple(entry.fact.id for entry in reader.slot(SITE_KEY_SLOT).heads)
    replaced = f.SiteKeyReplaced(
        id=store.new_id(), bases=heads, previous=old.fingerprint(), fingerprint=made.key.fingerprint(),
        sealed=made.sealed, files=made.files, reason=reason,
    )  # fmt: skip
    record = reader.record(subject)
    gone = f.IdentityErased(id=store.new_id(), bases=record.identity_heads, subject=subject, reason=reason)
    others = (reader.record(child.id) for child in reader.subjects() if child.id != subject)
    appended = store.append(author, (gone, replaced, *_keyed(store, others, made.key, (old,))))
    _keep(store, made.key, old if reader.edc_key() is not None else None)
    store.drop_drafts(subject)
    return appended


def follow_site_key(store: Store, author: Author | None) -> Appended | None:
    """Take over the site key that counts now, seal under it what this workstation sealed under another, drop the rest.

    What was half typed about an erased child goes too: it may be a name.

    To be run after an unlock and after each sync. `author` is None for somebody who may not seal keys: then nothing is
    dropped either. A key on another branch is left alone: this workstation was handed the key of another site.
    """
    _drop_drafts_of_erased(store)
    reader = store.reader
    held = _held(reader)
    entries = [entry for entry in reader.history(SITE_KEY_SLOT) if isinstance(entry.fact, f.SiteKeyReplaced)]
    if not held or not entries:
        return None
    reached = _reached(held, [entry.fact for entry in entries if isinstance(entry.fact, f.SiteKeyReplaced)])
    shown = reader.slot(SITE_KEY_SLOT).shown
    target = _target(held, reached, shown)
    if target is None or (target.kept == held[0].kept and len(held) == 1):
        return None
    others = tuple(key for key in reached.values() if key.key != target.key)
    records = (reader.record(child.id) for child in reader.subjects())
    facts = tuple(_keyed(store, records, target, others))
    if facts and author is None:
        return None
    appended = store.append(author, facts) if facts else None
    settled = reader.edc_key() is None or (shown is not None and shown.placing.standing == "accepted")
    _keep(store, target, None if settled else next((key for key in held if key.key != target.key), None))
    return appended


def _keep(store: Store, key: SiteKey, before: SiteKey | None) -> None:
    """The key in use; without one before it, the copy that a migration put aside goes too: it holds an older key."""
    store.put_site_key(key, before=before)
    if before is None:
        drop_aside(store.folder)


def _drop_drafts_of_erased(store: Store) -> None:
    """Erased on another workstation, or here by a process that died before it came to them."""
    reader = store.reader
    keys = [key for person in reader.users() for key in reader.drafts(person.user)]
    for subject in dict.fromkeys(key.partition("/")[0] for key in keys):
        if reader.record(subject).erased is not None:
            store.drop_drafts(subject)


def follow(session: Session) -> Appended | None:
    """`follow_site_key` as whoever is at work."""
    role = session.role_for(f.ChildKeyed)
    return follow_site_key(session.store, session.author_as(role) if role else None)


def _may_erase(reader: Reader, subject: str, reason: str) -> SiteKey:
    """The site key of today, or why the identity can't be erased now."""
    if not reason.strip():
        raise KnownError("reason-missing", "Say why the identity is erased.", "请说明删除身份信息的原因。")
    kept = reader.site_key()
    if kept is None:
        raise KnownError(
            "no-site-key",
            "This workstation has not been handed the site key; erase the identity on one that has it.",
            "本工作站尚未获得中心密钥；请在持有密钥的工作站上删除身份信息。",
        )
    record = reader.record(subject)
    if record.erased is not None:
        raise KnownError("identity-erased", "This identity was erased already.", "该身份信息已被删除。")
    if not record.child_key:
        raise KnownError("no-identity", "No identity of this child is kept.", "未保存该患儿的身份信息。")
    if reader.edc_key() is not None and reader.queue().count:
        raise KnownError(
            "erase-unsent",
            "Entries wait to be sent. Sync first, so that every workstation of the site follows from the same state.",
            "仍有记录待发送。请先同步，使本中心各工作站从同一状态继续。",
        )
    return SiteKey(kept)


def _held(reader: Reader) -> tuple[SiteKey, ...]:
    """The key in use, then the one before it while that is kept."""
    return tuple(SiteKey(kept) for kept in (reader.site_key(), reader.site_key_before()) if kept is not None)


def _reached(held: Iterable[SiteKey], facts: Iterable[f.SiteKeyReplaced]) -> Keys:
    """Every key that those held lead to."""
    known = list(facts)
    keys = {key.fingerprint(): _with_files(key, known) for key in held}
    while found := next(_next_keys(keys, known), None):
        keys[found.fingerprint()] = found
    return keys


def _next_keys(keys: Keys, facts: Iterable[f.SiteKeyReplaced]) -> Iterator[SiteKey]:
    for fact in facts:
        if fact.previous in keys and fact.fingerprint not in keys:
            try:
                yield keys[fact.previous].open_successor(fact.sealed, fact.files)
            except SealBrokenError:
                continue


def _with_files(key: SiteKey, facts: Iterable[f.SiteKeyReplaced]) -> SiteKey:
    """A key taken from a sheet knows nothing of earlier files yet."""
    own = next((fact for fact in facts if fact.fingerprint == key.fingerprint()), None)
    if own is None:
        return key
    try:
        return key.with_files(own.files)
    except SealBrokenError:
        return key


def _target(held: tuple[SiteKey, ...], reached: Keys, shown: Entry | None) -> SiteKey | None:
    """The key that counts: the replacement that stands; where none does (held, rejected), the one before it."""
    if shown is None:
        return reached[held[-1].fingerprint()]
    return reached.get(shown.fact.fingerprint) if isinstance(shown.fact, f.SiteKeyReplaced) else None


def _keyed(
    store: Store, records: Iterable[Record], target: SiteKey, others: tuple[SiteKey, ...]
) -> Iterator[f.ChildKeyed]:
    """The keys of these children that another key of ours seals, sealed under `target`."""
    for record in records:
        key = _opened(record, (target, *others))
        if key is None or key[1] is target:
            continue
        yield f.ChildKeyed(
            id=store.new_id(), bases=record.identity_heads, subject=record.subject,
            child_key=target.wrap_child_key(key[0], record.subject), site_key=target.fingerprint(),
        )  # fmt: skip


def _opened(record: Record, keys: tuple[SiteKey, ...]) -> tuple[bytes, SiteKey] | None:
    """The child's key and the site key that opened it."""
    for key in keys if record.child_key else ():
        try:
            return key.open_child_key(record.child_key, record.subject), key
        except SealBrokenError:
            continue
    return None
