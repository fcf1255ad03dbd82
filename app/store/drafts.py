"""Drafts: what the operators are writing, every revision of it, and a guard against overwriting each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.content import Document
from app.core.errors import ContentError, EditConflictError
from app.store import audit
from app.store.bodies import put_body, read_bodies
from app.store.content_set import ContentSet, normal_form
from app.store.database import Database, reading, transaction
from app.store.placeholders import find_placeholders
from app.store.strings import strings_of

Change = Literal["wording", "meaning"]
"""Of an edit of English: "wording" leaves its translations valid, "meaning" makes them stale."""

_SELECT = "SELECT drafts.kind, drafts.key, drafts.sha, body FROM drafts LEFT JOIN bodies USING (sha) WHERE NOT deleted"


@dataclass(frozen=True, slots=True)
class Edit:
    """Who edits, why, and what it means for translations."""

    author: str
    note: str = ""
    change: Change = "meaning"


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved edit. `sha`: hash of the body, None if the item was removed; `previous_sha`: None for its first."""

    id: int
    kind: str
    key: str
    sha: str | None
    previous_sha: str | None
    author: str
    note: str
    change: Change
    at: str


class Drafts:
    """The drafts in a database of content. Each body is checked by itself here; `publish` checks how they fit."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, kind: str, key: str) -> Document | None:
        """Return a draft, or None."""
        with reading(self._db):
            row = self._db.execute(f"{_SELECT} AND kind = ? AND key = ?", (kind, key)).fetchone()
        return read_bodies([row])[0] if row else None

    def get(self, kind: str, key: str) -> Document:
        """Return a draft. Raises ContentError if there is none."""
        found = self.find(kind, key)
        if found is None:
            raise _absent(kind, key)
        return found

    def sha(self, kind: str, key: str) -> str:
        """Return the hash to hand to `save` as `expected_sha`, "" if there is no such draft."""
        with reading(self._db):
            return current_sha(self._db, kind, key) or ""

    def list(self, kind: str) -> Sequence[Document]:
        """Return all drafts of one kind by key."""
        with reading(self._db):
            return read_bodies(self._db.execute(f"{_SELECT} AND kind = ? ORDER BY key", (kind,)))

    def all(self) -> Sequence[Document]:
        """Return all drafts."""
        with reading(self._db):
            return read_bodies(self._db.execute(f"{_SELECT} ORDER BY kind, key"))

    def save(
        self,
        document: Document,
        *,
        author: str,
        note: str = "",
        expected_sha: str | None = None,
        change: Change = "meaning",
    ) -> Revision:
        """Save an edit and return its revision; saving what is there already returns the revision that made it.

        `expected_sha`: hash of the body that was edited, "" if there was none, None to overwrite whatever is there.
        With `change` "wording", translations of a changed English string count as translations of the new one, unless
        its placeholders changed. Raises ContentErrors, EditConflictError, StoreError.
        """
        settled = normal_form(document)
        with transaction(self._db):
            before = self._expect(settled.kind, settled.key, expected_sha)
            sha = put_body(self._db, settled.body)
            if sha == before:
                return self.history(settled.kind, settled.key)[0]
            old = self.find(settled.kind, settled.key) if change == "wording" else None
            revision = write_draft(self._db, settled, sha, before, Edit(author, note, change))
            if old is not None:
                self._carry_forward(old, settled, author)
        return revision

    def remove(self, kind: str, key: str, *, author: str, note: str = "", expected_sha: str | None = None) -> Revision:
        """Take an item out; its history stays. Raises ContentError if there is none, EditConflictError, StoreError."""
        with transaction(self._db):
            before = self._expect(kind, key, expected_sha)
            if before is None:
                raise _absent(kind, key)
            return remove_draft(self._db, kind, key, before, Edit(author, note))

    def restore(self, revision: int, *, author: str, expected_sha: str | None = None) -> Revision:
        """Save the body of an older revision anew. Raises ContentError if it is a removal or none."""
        query = "SELECT kind, key, sha, body FROM revisions JOIN bodies USING (sha) WHERE id = ?"
        with transaction(self._db):
            row = self._db.execute(query, (revision,)).fetchone()
            if row is None:
                raise ContentError(f"revision:{revision}", "holds no text", mend="choose another one")
            note = f"restored from revision {revision}"
            return self.save(read_bodies([row])[0], author=author, note=note, expected_sha=expected_sha)

    def history(self, kind: str, key: str) -> Sequence[Revision]:
        """Return every revision of an item, newest first."""
        query = """SELECT id, kind, key, sha, previous_sha, author, note, change, at FROM revisions
            WHERE kind = ? AND key = ? ORDER BY id DESC"""
        with reading(self._db):
            return [Revision(*row) for row in self._db.execute(query, (kind, key))]

    def body_of(self, revision: Revision) -> Mapping[str, object] | None:
        """Return the body that a revision saved, None for a removal."""
        if revision.sha is None:
            return None
        with reading(self._db):
            row = self._db.execute("SELECT body FROM bodies WHERE sha = ?", (revision.sha,)).fetchone()
        text = row[0] if row else None
        return read_bodies([(revision.kind, revision.key, revision.sha, text)])[0].body

    def _expect(self, kind: str, key: str, expected_sha: str | None) -> str | None:
        now = current_sha(self._db, kind, key)
        if expected_sha is not None and expected_sha != (now or ""):
            raise EditConflictError(f"{kind}:{key} was saved by somebody else since it was read")
        return now

    def _carry_forward(self, old: Document, new: Document, author: str) -> None:
        before, after = strings_of(ContentSet([old])), strings_of(ContentSet([new]))
        query = f"{_SELECT} AND kind = 'translation' AND substr(key, instr(key, '/') + 1) = ?"
        for context in before.keys() & after.keys():
            english = after[context]
            if before[context] == english or _marks(before[context]) != _marks(english):
                continue
            for translation in read_bodies(self._db.execute(query, (context,)).fetchall()):
                if translation.body["source"] == before[context]:
                    moved = Document("translation", translation.key, {**translation.body, "source": english})
                    self.save(moved, author=author, note="the English changed in wording only")


def current_sha(db: Database, kind: str, key: str) -> str | None:
    """Return the hash of a draft's body, None if there is none. The caller holds the transaction."""
    row = db.execute("SELECT sha FROM drafts WHERE kind = ? AND key = ? AND NOT deleted", (kind, key)).fetchone()
    return str(row[0]) if row else None


def write_draft(db: Database, document: Document, sha: str, before: str | None, edit: Edit) -> Revision:
    """Point a draft at a body already kept; record the revision and the deed. The caller holds the transaction."""
    revision = _add_revision(db, (document.kind, document.key), (sha, before), edit)
    db.execute(
        """INSERT INTO drafts (kind, key, sha, updated_at, author) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
            SET sha = excluded.sha, updated_at = excluded.updated_at, author = excluded.author, deleted = 0""",
        (document.kind, document.key, sha, revision.at, edit.author),
    )
    target = f"{document.kind}:{document.key}"
    audit.append(db, actor=edit.author, action="save", target=target, before=before or "", after=sha)
    return revision


def remove_draft(db: Database, kind: str, key: str, before: str, edit: Edit) -> Revision:
    """Mark a draft as removed; record the revision and the deed. The caller holds the transaction."""
    revision = _add_revision(db, (kind, key), (None, before), edit)
    db.execute(
        "UPDATE drafts SET deleted = 1, updated_at = ?, author = ? WHERE kind = ? AND key = ?",
        (revision.at, edit.author, kind, key),
    )
    audit.append(db, actor=edit.author, action="remove", target=f"{kind}:{key}", before=before)
    return revision


def _add_revision(db: Database, item: tuple[str, str], shas: tuple[str | None, str | None], edit: Edit) -> Revision:
    values = (*item, *shas, edit.author, edit.note, edit.change, audit.timestamp())
    cursor = db.execute(
        """INSERT INTO revisions (kind, key, sha, previous_sha, author, note, change, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        values,
    )
    return Revision(int(cursor.lastrowid or 0), *values)


def _absent(kind: str, key: str) -> ContentError:
    return ContentError(f"{kind}:{key}", "does not exist", mend="check its kind and id")


def _marks(text: str) -> Counter[tuple[str, str]]:
    return Counter((one.kind, one.key) for one in find_placeholders(text))
