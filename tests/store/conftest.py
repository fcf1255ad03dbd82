from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.core.content import Document
from app.core.locale import Locale
from app.store.content_set import normal_form
from app.store.database import Database, open_content, open_runtime
from app.store.drafts import Drafts
from app.store.keyring import KeyRing

SECRET = b"a secret of at least sixteen bytes"

ENTRY: dict[str, Any] = {
    "topic": "warrants",
    "label": "At my home",
    "title": "Can agents come into my home?",
    "short": "Keep the door closed. Call {phone:hotline}.",
    "full": (
        "Keep it closed.\n\n- Call {phone:hotline} or see [the list]({url:hotline}).\n"
        "- As of {date:reviewed_on}: {fact:count}."
    ),
    "sources": ["8cfr287.8"],
    "depends_on": ["memo"],
    "reviewed_on": "2026-11-22",
    "review_by": "2027-02-20",
    "places": {
        "illinois": {
            "short": "In Illinois. Call {phone:texting}.",
            "local": "**In Illinois:** more.",
            "sources": ["il-trust"],
        },
        "chicago": {"short": "In Chicago.", "full": "Only in Chicago."},
    },
}

BODIES: list[tuple[str, str, dict[str, Any]]] = [
    ("topic", "warrants", {"title": "Warrants", "position": 1}),
    ("topic", "service", {"title": "This service", "position": 2}),
    (
        "intent",
        "home-entry",
        {
            "topic": "warrants",
            "scope": "Can they come in?",
            "risk": "critical",
            "place": "optional",
            "follow_ups": ["warrant-types"],
        },
    ),
    ("intent", "warrant-types", {"topic": "warrants", "scope": "Kinds of warrants.", "position": 1}),
    ("intent", "forced-entry", {"topic": "warrants", "scope": "They came in anyway.", "position": 2}),
    ("intent", "greeting", {"topic": "service", "scope": "Hello.", "action": "greeting"}),
    ("utterances", "en/home-entry", {"texts": ["can they come in", "do I have to open"]}),
    ("utterances", "es/home-entry", {"texts": ["pueden entrar a mi casa"]}),
    ("out_of_scope", "en/near", {"texts": ["my landlord wants me out"]}),
    ("urgent_rules", "en", {"rules": {"home-entry": ["at my door"]}}),
    ("entry", "home-entry", ENTRY),
    (
        "entry",
        "warrant-types",
        {
            "topic": "warrants",
            "label": "Two kinds",
            "title": "Which warrants are there?",
            "short": "Two kinds.",
            "full": "There are two kinds.",
            "sources": ["8cfr287.8"],
            "reviewed_on": "2026-11-22",
            "review_by": "2027-05-21",
            "reviewed_by": "A. Lawyer",
        },
    ),
    ("place", "illinois", {"name": "Illinois", "kind": "state"}),
    ("place", "cook", {"name": "Cook County", "kind": "county", "within": "illinois"}),
    ("place", "chicago", {"name": "Chicago", "kind": "city", "within": "cook", "aliases": {"any": ["chi-town"]}}),
    ("place", "evanston", {"name": "Evanston", "kind": "city", "within": "cook"}),
    (
        "resource",
        "hotline",
        {
            "name": "Hotline",
            "kind": "hotline",
            "does": "Helps.",
            "phone": "1-844-363-1423",
            "url": "https://example.org/list",
            "sources": ["8cfr287.8"],
        },
    ),
    ("resource", "texting", {"name": "Text line", "kind": "hotline", "does": "Helps by text.", "sms": "877877"}),
    ("fact", "count", {"value": "more than 2,000", "as_of": "2026-07-24"}),
    (
        "policy",
        "memo",
        {
            "title": "A memo",
            "state": "disputed",
            "as_of": "2026-01-30",
            "notice": "This changed.",
            "notice_on": "2026-11-01",
        },
    ),
    (
        "source",
        "8cfr287.8",
        {"title": "8 CFR 287.8", "publisher": "eCFR", "url": "https://example.org/8", "kind": "regulation"},
    ),
    (
        "source",
        "il-trust",
        {"title": "TRUST Act", "publisher": "Illinois", "url": "", "kind": "statute", "date": "2017"},
    ),
]

SPANISH = {
    "topic:warrants:title": ("Warrants", "Órdenes"),
    "policy:memo:notice": ("This changed.", "Esto cambió."),
    "resource:hotline:does": ("Helps.", "Ayuda."),
    "home-entry:label": (ENTRY["label"], "En mi casa"),
    "home-entry:title": (ENTRY["title"], "¿Pueden entrar a mi casa?"),
    "home-entry:short": (ENTRY["short"], "No abra. Llame al {phone:hotline}."),
    "home-entry:full": (
        ENTRY["full"],
        "No abra: {phone:hotline}, [lista]({url:hotline}), {date:reviewed_on}, {fact:count}.",
    ),
}

ENGLISH = Locale("en", "en", "English", "English")
LANGUAGES = (
    ENGLISH,
    Locale("es", "es", "Español", "Spanish"),
    Locale("es_MX", "es-MX", "Español de México", "Mexican Spanish", parents=("es",)),
    Locale("ar", "ar", "العربية", "Arabic", dir="rtl"),
)


def translation(locale: str, context: str, source: str, text: str, status: str = "draft") -> Document:
    return normal_form(
        Document("translation", f"{locale}/{context}", {"text": text, "source": source, "status": status})
    )


@pytest.fixture
def documents() -> list[Document]:
    """A small whole: two topics, one critical entry with place variants, half of it in Spanish."""
    own = [normal_form(Document(kind, key, body)) for kind, key, body in BODIES]
    return own + [translation("es", context, *pair) for context, pair in SPANISH.items()]


@pytest.fixture
def content_path(tmp_path: Path) -> Path:
    return tmp_path / "content.db"


@pytest.fixture
def content(content_path: Path) -> Iterator[Database]:
    db = open_content(content_path)
    yield db
    db.close()


@pytest.fixture
def runtime_path(tmp_path: Path) -> Path:
    return tmp_path / "runtime.db"


@pytest.fixture
def runtime(runtime_path: Path) -> Iterator[Database]:
    db = open_runtime(runtime_path)
    yield db
    db.close()


@pytest.fixture
def keys(runtime: Database) -> KeyRing:
    return KeyRing(runtime, SECRET, epoch_seconds=1000.0, keep_seconds=300.0)


@pytest.fixture
def drafts(content: Database) -> Drafts:
    return Drafts(content)


@pytest.fixture
def languages() -> tuple[Locale, ...]:
    return LANGUAGES


Changed = Callable[..., list[Document]]


@pytest.fixture
def changed(documents: list[Document]) -> Changed:
    """Return the small whole with fields of one document set anew (None takes a field out)."""

    def change(kind: str, key: str, **fields: object) -> list[Document]:
        known = {(one.kind, one.key): one for one in documents}
        body: Mapping[str, Any] = known[kind, key].body if (kind, key) in known else {}
        merged = {name: value for name, value in {**body, **fields}.items() if value is not None}
        known[kind, key] = Document(kind, key, merged)
        return list(known.values())

    return change
