from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.content import Document
from app.store.content_set import ContentSet
from app.store.validation import check_documents, check_references

Changed = Callable[..., list[Document]]
VARIANT = {"places": {"mars": {"short": "s"}}}


def test_good_documents_have_no_fault(documents: list[Document]) -> None:
    assert check_documents(documents, locales=["en", "es"], actions=["greeting"]) == []


@pytest.mark.parametrize(
    ("kind", "key", "fields", "rule"),
    [
        pytest.param("intent", "home-entry", {"topic": "x"}, "names the topic x", id="topic of an intent"),
        pytest.param("intent", "home-entry", {"follow_ups": ["x"]}, "names the intent x", id="follow-up"),
        pytest.param("intent", "home-entry", {"answer": "x"}, "names the entry x", id="answer"),
        pytest.param("intent", "home-entry", {"follow_ups": ["home-entry"]}, "follows up on itself", id="itself"),
        pytest.param("intent", "greeting", {"answer": "home-entry"}, "both an action and an answer", id="two answers"),
        pytest.param("intent", "greeting", {"action": "dance"}, "names the action dance", id="action"),
        pytest.param("entry", "home-entry", {"topic": "x"}, "names the topic x", id="topic of an entry"),
        pytest.param("entry", "home-entry", {"sources": ["x"]}, "names the source x", id="source"),
        pytest.param("entry", "home-entry", {"depends_on": ["x"]}, "names the policy x", id="policy"),
        pytest.param("entry", "home-entry", VARIANT, "names the place mars", id="place of a variant"),
        pytest.param(
            "entry",
            "home-entry",
            {"places": {"chicago": {"sources": ["x"]}}},
            "names the source x",
            id="variant's source",
        ),
        pytest.param("entry", "home-entry", {"review_by": "2026-01-01"}, "review_by lies before", id="review dates"),
        pytest.param(
            "entry", "home-entry", {"short": "{phone:x}"}, "names {phone:x}, for which", id="phone of nothing"
        ),
        pytest.param("entry", "home-entry", {"short": "{url:texting}"}, "names {url:texting}", id="URL of none"),
        pytest.param("entry", "home-entry", {"short": "{fact:x}"}, "names {fact:x}", id="fact"),
        pytest.param("entry", "home-entry", {"short": "{date:today}"}, "names {date:today}", id="date"),
        pytest.param(
            "entry", "home-entry", {"short": "{phone}"}, "{phone}, which is no placeholder", id="stray braces"
        ),
        pytest.param(
            "entry",
            "home-entry",
            {"places": {"chicago": {"local": "{fact:x}"}}},
            "home-entry@chicago:local names {fact:x}",
            id="placeholder of a variant",
        ),
        pytest.param("entry", "home-entry", {"short": "Call 1-844-363-1423."}, "bare phone number", id="bare number"),
        pytest.param(
            "entry", "home-entry", {"full": "See www.example.org."}, "bare phone number or address", id="bare URL"
        ),
        pytest.param(
            "policy", "memo", {"notice": "See {date:reviewed_on}"}, "names {date:reviewed_on}", id="notice's date"
        ),
        pytest.param("policy", "memo", {"sources": ["x"]}, "names the source x", id="policy's source"),
        pytest.param("fact", "count", {"sources": ["x"]}, "names the source x", id="fact's source"),
        pytest.param("place", "chicago", {"within": "x"}, "names the place x", id="place around"),
        pytest.param("place", "illinois", {"within": "chicago"}, "lies within itself", id="circle of places"),
        pytest.param("place", "chicago", {"aliases": {"xx": ["c"]}}, "names the locale xx", id="alias's locale"),
        pytest.param("resource", "hotline", {"place": "x"}, "names the place x", id="resource's place"),
        pytest.param(
            "resource", "hotline", {"does": "{url:x}"}, "resource:hotline:does names {url:x}", id="what it does"
        ),
        pytest.param("utterances", "en/x", {"texts": ["hi"]}, "names the intent x", id="utterances' intent"),
        pytest.param("utterances", "xx/greeting", {"texts": ["hi"]}, "names the locale xx", id="utterances' locale"),
        pytest.param("utterances", "en/greeting", {"texts": []}, "is empty", id="no utterance"),
        pytest.param(
            "utterances", "en/greeting", {"texts": ["Can they come in?"]}, "stands under home-entry", id="clash"
        ),
        pytest.param("urgent_rules", "en", {"rules": {"x": ["a"]}}, "names the intent x", id="rule's intent"),
        pytest.param("translation", "es/home-entry:short", {"text": "No abra."}, "other placeholders", id="lost"),
        pytest.param(
            "translation",
            "es/policy:memo:notice",
            {"text": "{fact:x}", "source": "{fact:x}"},
            "names {fact:x}",
            id="filled",
        ),
        pytest.param(
            "translation", "xx/home-entry:label", {"text": "a", "source": "b"}, "locale xx", id="unknown locale"
        ),
        pytest.param("fact", "count", {"value": ""}, "value: is empty", id="body"),
    ],
)
def test_a_fault_is_found(changed: Changed, kind: str, key: str, fields: dict[str, object], rule: str) -> None:
    found = check_documents(changed(kind, key, **fields), locales=["en", "es"], actions=["greeting"])
    assert any(fault.path == f"{kind}:{key}" and rule in str(fault) for fault in found)


def test_what_is_named_twice_is_told_once(changed: Changed) -> None:
    places = {"chicago": {"depends_on": ["x"]}, "illinois": {"depends_on": ["x"]}}
    found = check_documents(changed("entry", "home-entry", depends_on=["x"], places=places))
    assert len(found) == 1


def test_a_translation_of_nothing_is_no_fault(changed: Changed) -> None:
    assert check_documents(changed("translation", "es/gone:short", text="{phone:gone}", source="{phone:gone}")) == []


def test_only_what_cannot_be_served_concerns_a_snapshot(changed: Changed) -> None:
    styled = changed("entry", "home-entry", full="See www.example.org.")
    assert check_documents(styled) != []
    assert check_references(ContentSet(styled)) == []
    assert check_references(ContentSet(changed("entry", "home-entry", sources=["x"]))) != []


def test_utterances_are_held_apart_as_the_matcher_would(documents: list[Document]) -> None:
    found = check_documents(documents, fold=len)  # type: ignore[arg-type] # any value that can be compared will do
    assert found == []
    assert "stands there twice" in str(check_documents(documents, fold=lambda _: "same")[0])
