"""Publications: the drafts of one moment, checked together, that go live as a whole; history and the way back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.store import audit
from app.store.bodies import Item, content_hash, read_bodies
from app.store.database import Database, reading, transaction
from app.store.validation import check_documents

Check = Callable[[Sequence[Document]], list[ContentError]]
"""What a publication must pass; `functools.partial(check_documents, locales=…, actions=…)` is one."""

_COLUMNS = "id, created_at, author, note, content_hash, previous"


@dataclass(frozen=True, slots=True)
class Publication:
    """One state of all content that went live. `previous`: the publication before it, None for the first.

    `fresh`: False if nothing had changed, so that this one was live already and none was made.
    """

    id: int
    created_at: datetime
    author: str
    note: str
    content_hash: str
    previous: int | None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """An item in which the drafts differ from what is live. `live`, `draft`: hashes, "" if it is not there."""

    kind: str
    key: str
    live: str
    draft: str


def publish(db: Database, *, author: str, note: str, check: Check = check_documents) -> Publication:
    """Make all drafts live. If they are what is live already, return that publication with `fresh` False.

    Raises ContentErrors if they break a rule; then nothing changes.
    """
    with transaction(db):
        query = "SELECT drafts.kind, drafts.key, drafts.sha, body FROM drafts LEFT JOIN bodies USING (sha)"
        return _make_live(db, f"{query} WHERE NOT deleted", (), ("publish", author, note), check)


def rollback(
    db: Database, publication_id: int, *, author: str, note: str, check: Check = check_documents
) -> Publication:
    """Make an older publication live again, as a new one; drafts stay as they are, to be mended and published.

    Raises ContentError if there is none of this number, ContentErrors if it breaks a rule by now.
    """
    with transaction(db):
        get(db, publication_id)
        return _make_live(db, _ITEMS, (publication_id,), ("rollback", author, note), check)


def history(db: Database, *, limit: int = 100) -> list[Publication]:
    """Return the latest publications, newest first."""
    with reading(db):
        rows = db.execute(f"SELECT {_COLUMNS} FROM publications ORDER BY id DESC LIMIT ?", (limit,))  # noqa: S608
        return [_publication(*row) for row in rows]


def find_latest(db: Database) -> Publication | None:
    """Return the publication that is live, None before the first."""
    return next(iter(history(db, limit=1)), None)


def get(db: Database, publication_id: int) -> Publication:
    """Return one publication. Raises ContentError if there is none of this number."""
    with reading(db):
        query = f"SELECT {_COLUMNS} FROM publications WHERE id = ?"  # noqa: S608
        row = db.execute(query, (publication_id,)).fetchone()
    if row is None:
        raise ContentError(f"publication:{publication_id}", "does not exist", mend="see `kyr history`")
    return _publication(*row)


def documents_of(db: Database, publication_id: int, *, kinds: Collection[str] | None = None) -> list[Document]:
    """Return what a publication holds, only `kinds` if given, each body checked against its hash.

    Raises ContentError if there is none of this number or items are missing, ContentErrors if bodies are damaged.
    """
    with reading(db):
        publication = get(db, publication_id)
        items = _items(db, publication_id)
        if content_hash(items) != publication.content_hash:
            mend = "restore a backup"
            raise ContentError(f"publication:{publication_id}", "its items do not match its hash", mend=mend)
        rows = db.execute(_ITEMS, (publication_id,))
        return read_bodies(row for row in rows if kinds is None or row[0] in kinds)


def differences(db: Database) -> list[Difference]:
    """Return where the drafts differ from what is live: what `publish` would change."""
    with reading(db):
        latest = find_latest(db)
        live = {(kind, key): sha for kind, key, sha in _items(db, latest.id)} if latest else {}
        rows = db.execute("SELECT kind, key, sha FROM drafts WHERE NOT deleted")
        drafts = {(kind, key): str(sha) for kind, key, sha in rows}
    both = sorted(live.keys() | drafts.keys())
    found = (Difference(kind, key, live.get((kind, key), ""), drafts.get((kind, key), "")) for kind, key in both)
    return [one for one in found if one.live != one.draft]


_ITEMS = """SELECT item.kind, item.key, item.sha, body FROM publication_items AS item LEFT JOIN bodies USING (sha)
    WHERE publication = ? ORDER BY item.kind, item.key"""


def _items(db: Database, publication_id: int) -> list[Item]:
    query = "SELECT kind, key, sha FROM publication_items WHERE publication = ?"
    return list(db.execute(query, (publication_id,)).fetchall())


def _make_live(
    db: Database, query: str, values: tuple[int, ...], deed: tuple[str, str, str], check: Check
) -> Publication:
    rows = db.execute(query, values).fetchall()
    items: list[Item] = [(kind, key, sha) for kind, key, sha, _ in rows]
    latest, digest = find_latest(db), content_hash(items)
    if latest is not None and latest.content_hash == digest:
        return replace(latest, fresh=False)
    faults = check(read_bodies(rows))
    if faults:
        raise ContentErrors(faults)
    return _insert(db, items, digest, latest, deed)


def _insert(
    db: Database, items: Sequence[Item], digest: str, latest: Publication | None, deed: tuple[str, str, str]
) -> Publication:
    action, author, note = deed
    cursor = db.execute(
        "INSERT INTO publications (created_at, author, note, content_hash, previous) VALUES (?, ?, ?, ?, ?)",
        (audit.timestamp(), author, note, digest, latest.id if latest else None),
    )
    publication = get(db, int(cursor.lastrowid or 0))
    db.conn.executemany(
        "INSERT INTO publication_items (publication, kind, key, sha) VALUES (?, ?, ?, ?)",
        ((publication.id, *item) for item in items),
    )
    before = latest.content_hash if latest else ""
    audit.append(db, actor=author, action=action, target=f"publication:{publication.id}", before=before, after=digest)
    return publication


def _publication(number: int, at: str, author: str, note: str, digest: str, previous: int | None) -> Publication:
    return Publication(number, datetime.fromisoformat(at), author, note, digest, previous)
