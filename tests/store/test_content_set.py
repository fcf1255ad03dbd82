from __future__ import annotations

import pytest

from app.core.content import Document
from app.core.errors import ContentErrors
from app.store.content_set import ContentSet, fault, normal_form, parse
from app.store.models import FactBody


def test_a_normal_form_is_the_same_for_equal_content() -> None:
    plain = Document("fact", "count", {"value": "café", "as_of": "2026-01-01"})
    loose = Document("fact", "count", {"as_of": "2026-01-01", "sources": [], "value": " cafe\u0301\n"})
    assert normal_form(loose).body == normal_form(plain).body == plain.body


@pytest.mark.parametrize(
    ("kind", "key", "body", "rule"),
    [
        pytest.param("poem", "a", {}, "poem is no kind of document", id="unknown kind"),
        pytest.param("fact", "A b", {}, "is not a valid id", id="bad id"),
        pytest.param("fact", "a" * 151, {}, "is not a valid id", id="long id"),
        pytest.param("translation", "es", {}, "is not a valid id", id="translation without a string"),
        pytest.param("utterances", "home-entry", {"texts": []}, "is not a valid id", id="utterances without a locale"),
        pytest.param("out_of_scope", "es/far", {"texts": []}, "is not a valid id", id="unknown sort of out of scope"),
        pytest.param("fact", "a", {"as_of": "2026-01-01"}, "value: is missing", id="missing field"),
        pytest.param("fact", "a", {"value": "1", "as_of": "2026-01-01", "x": 1}, "x: is no field", id="unknown field"),
        pytest.param("fact", "a", {"value": " \n", "as_of": "2026-01-01"}, "value: is empty", id="blank text"),
        pytest.param(
            "fact", "a", {"value": 2000, "as_of": "2026-01-01"}, "value: input should be", id="number for text"
        ),
        pytest.param("fact", "a", {"value": "1", "as_of": "last year"}, "as_of: input should be", id="no date"),
        pytest.param("fact", "a", {"value": "a\tb", "as_of": "2026-01-01"}, "control character", id="tab"),
        pytest.param("fact", "a", {"value": "\ud800", "as_of": "2026-01-01"}, "JSON cannot", id="lone surrogate"),
        pytest.param("fact", "a", {"value": {1}, "as_of": "2026-01-01"}, "JSON cannot", id="set"),
        pytest.param("topic", "a", {"title": "t" * 61}, "title: value should have at most 60", id="too long"),
        pytest.param(
            "source",
            "a",
            {"title": "t", "publisher": "p", "url": "None", "kind": "ngo"},
            "url: is no http",
            id="no URL",
        ),
        pytest.param(
            "resource",
            "a",
            {"name": "n", "kind": "hotline", "does": "d", "phone": "1-800-CALL"},
            "phone: is no",
            id="letters",
        ),
        pytest.param(
            "intent", "a", {"topic": "t", "scope": "s", "risk": "high"}, "risk: input should be", id="no risk"
        ),
        pytest.param("urgent_rules", "es", {"rules": {"a": [""]}}, "rules.a.0: is empty", id="empty pattern"),
        pytest.param(
            "place", "a", {"name": "n", "kind": "city", "aliases": {"e": ["x"]}}, "is no locale id", id="locale"
        ),
    ],
)
def test_a_broken_body_is_refused(kind: str, key: str, body: dict[str, object], rule: str) -> None:
    with pytest.raises(ContentErrors, match=rule.replace(".", r"\.")):
        parse(Document(kind, key, body))


def test_a_variant_has_one_text() -> None:
    body = {
        "topic": "t", "label": "l", "title": "t", "short": "s", "full": "f", "sources": ["s"],
        "reviewed_on": "2026-01-01", "review_by": "2026-02-01", "places": {"ohio": {"full": "f", "local": "l"}},
    }  # fmt: skip
    with pytest.raises(ContentErrors, match=r"places\.ohio: has both full and local"):
        parse(Document("entry", "a", body))


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ContentErrors) as caught:
        parse(Document("fact", "a", {"as_of": "never", "x": 1}))
    assert len(caught.value.faults) == 3


def test_a_fault_never_shows_the_value() -> None:
    with pytest.raises(ContentErrors) as caught:
        parse(Document("fact", "a", {"value": ["canary"], "as_of": "canary"}))
    assert "canary" not in str(caught.value)


def test_a_set_keeps_what_parses_and_tells_the_rest() -> None:
    good = Document("fact", "good", {"value": "1", "as_of": "2026-01-01"})
    content = ContentSet([good, Document("fact", "bad", {}, "seeds/facts.toml:3"), good])
    assert list(content.of("fact", FactBody)) == ["good"]
    assert [(one.path, one.line) for one in content.faults] == [("seeds/facts.toml", 3)] * 2 + [("fact:good", 0)]
    assert "defined twice" in content.faults[2].rule


def test_equal_documents_are_not_parsed_again() -> None:
    one = Document("fact", "a", {"value": "1", "as_of": "2026-01-01"})
    other = Document("fact", "b", {"value": "1", "as_of": "2026-01-01"})
    earlier = ContentSet([one, other])
    later = ContentSet([one, Document("fact", "b", {"value": "2", "as_of": "2026-01-01"})], earlier=earlier)
    assert later.of("fact", FactBody)["a"] is earlier.of("fact", FactBody)["a"]
    assert later.of("fact", FactBody)["b"].value == "2"


@pytest.mark.parametrize(
    ("origin", "path", "line"),
    [
        pytest.param("", "fact:a", 0, id="from the store"),
        pytest.param("seeds/facts.toml", "seeds/facts.toml", 0, id="from a file"),
        pytest.param("seeds/facts.toml:12", "seeds/facts.toml", 12, id="from a line"),
        pytest.param("C:/facts.toml:12", "C:/facts.toml", 12, id="with a drive"),
    ],
)
def test_a_fault_tells_where_it_is(origin: str, path: str, line: int) -> None:
    found = fault(Document("fact", "a", {}, origin), "is wrong")
    assert (found.path, found.line) == (path, line)
