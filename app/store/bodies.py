"""Bodies of documents: one canonical text for each, kept once under the hash of that text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.store.database import Database

Item = tuple[str, str, str]
"""(kind, key, sha): one line of what a publication or the drafts hold."""


def canonical_json(body: Mapping[str, Any]) -> str:
    """Return the one JSON text of `body`: keys sorted, no spaces, nothing escaped that need not be.

    Raises TypeError for what JSON cannot hold, lone surrogates and integers beyond 64 bits among them.
    """
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def sha_of(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def content_hash(items: Iterable[Item]) -> str:
    """Return one hash over a set of items, whatever order they come in."""
    return sha_of("\n".join("\t".join(item) for item in sorted(items)))


def put_body(db: Database, body: Mapping[str, Any]) -> str:
    """Keep `body` if it is new; return its hash. The caller holds the transaction."""
    text = canonical_json(body)
    sha = sha_of(text)
    db.execute("INSERT OR IGNORE INTO bodies (sha, body) VALUES (?, ?)", (sha, text))
    return sha


def read_bodies(rows: Iterable[tuple[str, str, str, str | None]]) -> list[Document]:
    """Return the documents of (kind, key, sha, body) rows.

    Raises ContentErrors that names every body which is not what was stored under its hash.
    """
    documents: list[Document] = []
    faults: list[ContentError] = []
    for kind, key, sha, text in rows:
        if text is None or sha_of(text) != sha:
            mend = "save another text or restore a backup"
            faults.append(ContentError(f"{kind}:{key}", "the stored body does not match its hash", mend=mend))
        else:
            documents.append(Document(kind, key, orjson.loads(text)))
    if faults:
        raise ContentErrors(faults)
    return documents
