"""A small corpus and its index: built once, since training takes seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.core.content import Document
from app.matching.build import build_index
from app.matching.index import Index
from app.matching.matcher import Matcher

_EN = {
    "home-entry": [
        "can ice come into my home",
        "do i have to open the door",
        "may agents enter my house without a warrant",
        "can my roommate let them in",
        "who can let an officer into my apartment",
    ],
    "detainer-what": [
        "what is an ice detainer",
        "meaning of an immigration hold",
        "what does a detainer do",
        "explain the hold that ice puts on people in jail",
        "detainer form i-247a",
    ],
    "urgent-ice-at-door": [
        "ice is at my door",
        "agents are outside my house now",
        "they are knocking, it is immigration",
        "immigration officers at the front door right now",
        "la migra is at my house help",
    ],
    "greeting": ["hello", "hi there", "good morning", "hey", "good evening to you"],
    "bond": [
        "how much is an immigration bond",
        "how do we pay the bond",
        "who can pay a bond",
        "lower the bond",
        "when do we get the bond money back",
    ],
}
_ES = {
    "home-entry": [
        "puede entrar la migra a mi casa",
        "tengo que abrir la puerta",
        "pueden entrar sin orden de un juez",
        "mi compañero de cuarto los puede dejar entrar",
        "quién puede dejarlos pasar",
    ],
    "detainer-what": [
        "qué es un detainer de ice",
        "qué quiere decir retención de inmigración",
        "para qué es la retención",
        "explíqueme el hold de inmigración",
        "formulario i-247a retención",
    ],
    "urgent-ice-at-door": [
        "la migra está en mi puerta",
        "hay agentes afuera de mi casa ahorita",
        "están tocando, es ice",
        "tengo a inmigración en la puerta ahora",
        "ayuda, ice está en mi casa",
    ],
    "greeting": ["hola", "buenos días", "qué tal", "buenas tardes", "saludos"],
    "bond": [
        "cuánto cuesta la fianza de inmigración",
        "cómo pagamos la fianza",
        "quién puede pagar la fianza",
        "bajar la fianza",
        "cuándo devuelven el dinero de la fianza",
    ],
}
_OUT = {
    "en": [
        "my landlord wants to evict me",
        "how long does a green card take",
        "tell me a joke",
        "pizza near me",
        "i need a divorce",
        "renew my driver license",
        "what is the weather",
        "speeding ticket fine",
    ],
    "es": [
        "me quieren desalojar",
        "cuánto tarda la residencia",
        "cuéntame un chiste",
        "quiero pizza",
        "necesito un divorcio",
        "renovar mi licencia",
        "qué tiempo hace",
        "multa por exceso de velocidad",
    ],
}
_PLACES: dict[str, dict[str, Any]] = {
    "oregon": {"name": "Oregon", "kind": "state", "aliases": {"any": ["OR"]}},
    "maine": {"name": "Maine", "kind": "state"},
    "portland-or": {"name": "Portland", "kind": "city", "within": "oregon"},
    "portland-me": {"name": "Portland", "kind": "city", "within": "maine"},
    "los-angeles": {"name": "Los Angeles", "kind": "city", "aliases": {"any": ["LA", "L.A."], "zh_Hans": ["洛杉矶"]}},
    "chicago": {"name": "Chicago", "kind": "city", "aliases": {"zh_Hans": ["芝加哥"], "ko": ["시카고"]}},
}
_RULES = {
    "en": {
        "urgent-ice-at-door": [
            "agents = ice, immigration, agents",
            "<agents> at|outside+my|the+door|house",
            "not if|when <agents>",
        ]
    },
    "es": {"urgent-ice-at-door": ["agentes = ice, la migra", "<agentes> en+mi|la+puerta|casa", "not si <agentes>"]},
}


def corpus() -> list[Document]:
    """Return the documents of a small hotline."""
    names = sorted(_EN)
    documents = [Document("intent", name, {"topic": "t", "urgent": name.startswith("urgent")}) for name in names]
    for locale, some in (("en", _EN), ("es", _ES)):
        documents += [Document("utterances", f"{locale}/{name}", {"texts": texts}) for name, texts in some.items()]
        documents.append(Document("out_of_scope", f"{locale}/other", {"texts": _OUT[locale]}))
        documents.append(Document("urgent_rules", locale, {"rules": _RULES[locale]}))
    documents += [Document("place", key, body) for key, body in _PLACES.items()]
    return documents


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return corpus()


@pytest.fixture(scope="session")
def index() -> Index:
    return build_index(corpus())


@pytest.fixture(scope="session")
def saved(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matching") / "index"
    index.save(folder)
    return folder


@pytest.fixture(scope="session")
def matcher(index: Index) -> Matcher:
    return Matcher(index)
