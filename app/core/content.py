"""Content as the store and the files exchange it: documents, each a kind, a key and a JSON body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = (
    "topic", "intent", "utterances", "out_of_scope", "urgent_rules",
    "entry", "place", "resource", "fact", "policy", "source", "translation",
)  # fmt: skip
"""Every kind of document. A new kind is a model in store/models.py and, if people edit it, a file format."""


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of content. `key` is unique within its `kind`; `body` holds only what JSON can hold.

    `origin`: "path" or "path:line" of the file it was read from, for error messages; "" if it comes from the store.
    """

    kind: str
    key: str
    body: Mapping[str, Any]
    origin: str = ""
