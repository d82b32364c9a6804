"""What every job that changes the key file does besides: who may, the database's memory, the note in the record."""

from desktop_app.session import Session
from storage.key_memory import remember_key_file
from storage.keys import Vault
from storage.log import Appended
from study.changes.facts import Accessed, Fact
from study.errors import KnownError
from study.text import Text


def need_admin(session: Session, deed: Text) -> None:
    """KnownError `no-right` for who is no administrator; `deed` says what only they do. Or the store's fault."""
    if "admin" not in session.person.roles:
        raise KnownError("no-right", f"Only an administrator {deed.en}.", f"仅管理员可以{deed.zh}。")
    need_writable(session)


def need_writable(session: Session) -> None:
    """A store that may not be written gets no other keys either: the record could not say so."""
    if session.store.fault is not None:
        raise session.store.fault


def use_kept(session: Session) -> None:
    """Put the kept copy in the place of a damaged key file while somebody is at work. KnownError `no-right`,
    `keys-whole` (nothing is damaged), `keys-damaged` (the copy is too), `no-vault`; then nothing is changed.
    """
    need_admin(session, Text("uses the kept key file", "启用保留的密钥文件"))
    session.vaults.use_kept()


def noted(session: Session, what: str, detail: str = "") -> Accessed:
    """The fact that says in the record that something was done with the keys."""
    return Accessed(id=session.store.new_id(), what=what, detail=detail)


def record(session: Session, vault: Vault, *facts: Fact, role: str = "") -> Appended:
    """After the key file was written: let the database remember it, then say it in the record."""
    remember_key_file(session.store.connection, vault.generation, vault.epoch)
    return session.store.append(session.author_as(role) if role else session.author, facts)
