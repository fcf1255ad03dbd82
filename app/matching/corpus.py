"""What an index is made of, sorted out of the documents, and the hash over it. Needs no training library."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from app.core.content import Document
from app.matching.fold import fold
from app.matching.index import FORMAT
from app.matching.model import OUT_OF_SCOPE
from app.matching.sanitise import sanitise


@dataclass(slots=True)
class Corpus:
    """What the index is made of, sorted out by kind.

    `texts`: (locale, intent or "", utterance) triples; `urgent`: ids; `places`, `rules`: bodies by key;
    `words`: locale -> function words that tell the language.
    """

    texts: list[tuple[str, str, str]] = field(default_factory=list)
    urgent: set[str] = field(default_factory=set)
    places: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    rules: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def hash(self) -> str:
        """Return the hash of all of it, the same for any order of documents."""
        places = {key: _place_part(body) for key, body in self.places.items()}
        parts = [FORMAT, sorted(set(self.texts)), sorted(self.urgent), places, self.rules, self.words]
        canonical = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=dict)
        return blake2b(canonical.encode("ascii"), digest_size=16).hexdigest()


def matching_hash(documents: Iterable[Document], *, words: Mapping[str, Sequence[str]] | None = None) -> str:
    """Return the hash over exactly what an index depends on, and the format of the index."""
    return corpus_of(documents, words).hash()


def clashes(documents: Iterable[Document]) -> list[tuple[str, tuple[str, ...]]]:
    """Return utterances that several intents claim once they are folded, each with these intents."""
    corpus = corpus_of(documents, None)
    claims: dict[str, set[str]] = {}
    for _, intent, text in corpus.texts:
        claims.setdefault(fold(sanitise(text)), set()).add(intent)
    return sorted((key, tuple(sorted(intents))) for key, intents in claims.items() if len(intents) > 1)


def corpus_of(documents: Iterable[Document], words: Mapping[str, Sequence[str]] | None) -> Corpus:
    """Return what matching uses of the documents; kinds that it does not use are passed over."""
    corpus = Corpus(words={locale: tuple(some) for locale, some in (words or {}).items()})
    for document in sorted(documents, key=lambda one: (one.kind, one.key)):
        locale, _, name = document.key.partition("/")
        if document.kind in {"utterances", "out_of_scope"}:
            intent = name if document.kind == "utterances" else OUT_OF_SCOPE
            corpus.texts += [(locale, intent, text) for text in document.body["texts"]]
        elif document.kind == "urgent_rules":
            corpus.rules[document.key] = {"rules": document.body["rules"]}
        elif document.kind == "place":
            corpus.places[document.key] = document.body
        elif document.kind == "intent" and document.body.get("urgent"):
            corpus.urgent.add(document.key)
    return corpus


def _place_part(body: Mapping[str, Any]) -> list[Any]:
    return [body["name"], body.get("within", ""), body.get("aliases", {})]
