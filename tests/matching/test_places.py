from __future__ import annotations

import pytest

from app.core.intent import PlaceFound
from app.matching.fold import fold
from app.matching.index import Index
from app.matching.places import build_gazetteer


def _find(index: Index, text: str) -> PlaceFound | None:
    return index.places.find(fold(text), text, {"ice": None, "change": None, "chicken": None})


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        pytest.param("is ICE in Chicago?", ("chicago",), id="name"),
        pytest.param("rules in CHICAGO", ("chicago",), id="capitals"),
        pytest.param("芝加哥有移民局吗", ("chicago",), id="chinese-between-characters"),
        pytest.param("洛杉磯的規定", ("los-angeles",), id="traditional-chinese"),
        pytest.param("시카고에서 변호사", ("chicago",), id="korean-with-a-particle"),
        pytest.param("im in chicgao", ("chicago",), id="misspelt"),
        pytest.param("los angelse lawyers", ("los-angeles",), id="one-misspelt-word-of-two"),
        pytest.param("help in LA please", ("los-angeles",), id="short-code-in-capitals"),
        pytest.param("Portland rules", ("portland-me", "portland-or"), id="ambiguous"),
        pytest.param("Portland, Oregon", ("portland-or",), id="told-apart-by-its-state"),
        pytest.param("oregon: portland or salem", ("portland-or",), id="told-apart-in-any-order"),
        pytest.param("from Chicago to Portland Maine", ("portland-me",), id="most-exact-of-several"),
        pytest.param("chicago and los angeles", ("chicago", "los-angeles"), id="two-unrelated"),
    ],
)
def test_places_are_found_as_people_write_them(index: Index, text: str, candidates: tuple[str, ...]) -> None:
    found = _find(index, text)
    assert found is not None
    assert found.candidates == candidates


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("la migra esta aqui", id="spanish-article"),
        pytest.param("LA MIGRA ESTA AQUI", id="spanish-article-in-capitals"),
        pytest.param("this or that", id="or-is-no-state"),
        pytest.param("chicagoland", id="part-of-a-longer-word"),
        pytest.param("change my chicken", id="known-words-are-not-misspelt-places"),
        pytest.param("main", id="too-short-to-be-misspelt"),
        pytest.param("", id="empty"),
    ],
)
def test_other_words_are_no_places(index: Index, text: str) -> None:
    assert _find(index, text) is None


def test_the_span_tells_where_the_name_stands_in_the_folded_text(index: Index) -> None:
    text = "Lawyers in LOS ÁNGELES now"
    found = _find(index, text)
    assert found is not None
    assert fold(text)[slice(*found.span)] == "los angeles"


def test_the_longest_name_wins() -> None:
    gazetteer = build_gazetteer({"york": {"name": "York"}, "new-york": {"name": "New York"}})
    found = gazetteer.find("new york", "new york", {})
    assert found is not None
    assert found.candidates == ("new-york",)


def test_places_within_each_other_in_a_circle_do_not_hang() -> None:
    gazetteer = build_gazetteer(
        {"ohio": {"name": "Ohio", "within": "iowa"}, "iowa": {"name": "Iowa", "within": "ohio"}}
    )
    assert gazetteer.find("ohio iowa", "ohio iowa", {}) is not None
