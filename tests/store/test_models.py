from __future__ import annotations

from datetime import date

import pytest

from app.core.content import KINDS as CORE_KINDS
from app.core.content import Document
from app.store import models
from app.store.content_set import ContentSet


def test_every_kind_has_a_model() -> None:
    assert set(models.KINDS) == set(CORE_KINDS)


@pytest.fixture
def entry(documents: list[Document]) -> models.EntryBody:
    return ContentSet(documents).of("entry", models.EntryBody)["home-entry"]


def test_a_variant_is_filled_up_from_the_general_answer(entry: models.EntryBody) -> None:
    general, variant = entry.entry("home-entry"), entry.entry("home-entry", "chicago")
    assert (variant.short, variant.full, variant.place) == ("In Chicago.", "Only in Chicago.", "chicago")
    assert (variant.title, variant.sources, variant.review_by) == (general.title, general.sources, date(2027, 2, 20))


def test_a_local_paragraph_stands_before_the_general_text(entry: models.EntryBody) -> None:
    variant = entry.entry("home-entry", "illinois")
    assert variant.full == f"**In Illinois:** more.\n\n{entry.full}"
    assert variant.sources == ("il-trust",)


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        pytest.param({}, "home-entry", id="the entry of the same id"),
        pytest.param({"answer": "other"}, "other", id="another entry"),
        pytest.param({"action": "menu"}, "", id="an action"),
    ],
)
def test_an_intent_knows_what_answers_it(fields: dict[str, str], answer: str) -> None:
    body = models.IntentBody.model_validate({"topic": "t", "scope": "s", **fields})
    assert body.intent("home-entry").answer == answer


def test_bodies_become_what_the_other_layers_know(documents: list[Document]) -> None:
    content = ContentSet(documents)
    resource = content.of("resource", models.ResourceBody)["hotline"].resource("hotline")
    place = content.of("place", models.PlaceBody)["chicago"].place("chicago")
    policy = content.of("policy", models.PolicyBody)["memo"].policy("memo")
    source = content.of("source", models.SourceBody)["il-trust"].source("il-trust")
    fact = content.of("fact", models.FactBody)["count"].fact("count")
    topic = content.of("topic", models.TopicBody)["service"].topic("service")
    assert (resource.id, resource.phone, resource.place) == ("hotline", "1-844-363-1423", "us")
    assert (place.within, place.aliases) == ("cook", (("any", "chi-town"),))
    assert (policy.state, policy.notice_on) == ("disputed", date(2026, 11, 1))
    assert (source.publisher, source.date) == ("Illinois", "2017")
    assert (fact.value, fact.as_of) == ("more than 2,000", date(2026, 7, 24))
    assert (topic.title, topic.position) == ("This service", 2)


def test_bodies_cannot_be_changed(entry: models.EntryBody) -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(entry, "title", "x")  # noqa: B010 - the type checker refuses it as well
