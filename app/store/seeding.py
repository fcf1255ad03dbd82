"""Seeding: content files into drafts, again after every upgrade, without losing what an operator changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.store import audit
from app.store.bodies import content_hash, put_body
from app.store.content_set import normal_form
from app.store.database import Database, transaction
from app.store.drafts import Edit, remove_draft, write_draft
from app.store.validation import check_documents

Identity = tuple[str, str]
Outcome = Literal["added", "updated", "kept", "conflicts", "removed", "same"]


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What seeding did to which (kind, key).

    `kept`: an operator changed it and the files did not; `conflicts`: both did, and the operator's stays; each
    conflict is reported once and stands in the audit log; `removed`: gone from the files and nobody had edited it.
    """

    added: tuple[Identity, ...] = ()
    updated: tuple[Identity, ...] = ()
    kept: tuple[Identity, ...] = ()
    conflicts: tuple[Identity, ...] = ()
    removed: tuple[Identity, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether any draft is another than before."""
        return bool(self.added or self.updated or self.removed)


@dataclass(frozen=True, slots=True)
class _Row:
    sha: str
    seed_sha: str | None
    deleted: bool

    @property
    def edited(self) -> bool:
        return self.deleted or self.sha != self.seed_sha


@dataclass(slots=True)
class _Seeding:
    db: Database
    author: str
    rows: dict[Identity, _Row]
    outcomes: dict[Outcome, list[Identity]] = field(default_factory=dict)

    def note(self, outcome: Outcome, identity: Identity) -> None:
        self.outcomes.setdefault(outcome, []).append(identity)

    def take(self, document: Document) -> str:
        """Merge one document of the files into the drafts; return the hash of its body."""
        identity = (document.kind, document.key)
        sha = put_body(self.db, document.body)
        row = self.rows.get(identity)
        outcome = _decide(row, sha)
        if outcome in {"added", "updated"}:
            before = row.sha if row and not row.deleted else None
            write_draft(self.db, document, sha, before, Edit(self.author, "from the content files"))
        if outcome == "conflicts" and row is not None:
            self._log_conflict(identity, row.sha, sha)
        if row is None or row.seed_sha != sha:
            self._based_on(identity, sha)
        self.note(outcome, identity)
        return sha

    def drop(self, identity: Identity) -> None:
        """Let go of an item that the files no longer hold; from now on it is the operators' own."""
        row = self.rows[identity]
        if not row.edited:
            remove_draft(self.db, *identity, row.sha, Edit(self.author, "gone from the content files"))
            self.note("removed", identity)
        elif not row.deleted:
            self._log_conflict(identity, row.sha, "")
            self.note("conflicts", identity)
        self._based_on(identity, None)

    def _based_on(self, identity: Identity, sha: str | None) -> None:
        self.db.execute("UPDATE drafts SET seed_sha = ? WHERE kind = ? AND key = ?", (sha, *identity))

    def _log_conflict(self, identity: Identity, operators: str, files: str) -> None:
        target = ":".join(identity)
        audit.append(self.db, actor=self.author, action="seed-conflict", target=target, before=operators, after=files)


def seed(
    db: Database,
    documents: Iterable[Document],
    *,
    author: str,
    kinds: Collection[str] | None = None,
    check: Callable[[Sequence[Document]], list[ContentError]] = check_documents,
) -> SeedReport:
    """Bring the drafts up to the content files, all at once; a second time it changes nothing.

    An item is merged by three versions: the files', the drafts' and what the files said when it was last seeded.
    `kinds`: those of which `documents` are all there is, so that what is missing was removed; by default the kinds
    that occur in `documents`. Raises ContentErrors if the files break a rule, StoreError.
    """
    settled = [normal_form(document) for document in documents]
    faults = check(settled)
    if faults:
        raise ContentErrors(faults)
    whole = {document.kind for document in settled} if kinds is None else set(kinds)
    with transaction(db):
        seeding = _Seeding(db, author, _rows(db))
        items = [(document.kind, document.key, seeding.take(document)) for document in settled]
        held = {(kind, key) for kind, key, _ in items}
        for identity, row in seeding.rows.items():
            if identity[0] in whole and identity not in held and row.seed_sha is not None:
                seeding.drop(identity)
        report = _report(seeding)
        if report.changed or report.conflicts:
            audit.append(db, actor=author, action="seed", target="content files", after=content_hash(items))
    return report


def _rows(db: Database) -> dict[Identity, _Row]:
    cursor = db.execute("SELECT kind, key, sha, seed_sha, deleted FROM drafts")
    return {(kind, key): _Row(sha, seed_sha, bool(deleted)) for kind, key, sha, seed_sha, deleted in cursor}


def _decide(row: _Row | None, sha: str) -> Outcome:
    if row is None or (row.deleted and row.seed_sha is None):
        return "added"
    if row.sha == sha and not row.deleted:
        return "same"
    if not row.edited:
        return "updated"
    return "kept" if row.seed_sha == sha else "conflicts"


def _report(seeding: _Seeding) -> SeedReport:
    def those(outcome: Outcome) -> tuple[Identity, ...]:
        return tuple(seeding.outcomes.get(outcome, ()))

    return SeedReport(those("added"), those("updated"), those("kept"), those("conflicts"), those("removed"))
