from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.intent import Ranking
from app.matching.decision import decide
from app.matching.explain import explain
from app.matching.matcher import Matcher

_HOSTILE = [
    pytest.param("\0" * 1000, id="nul"),
    pytest.param("ice\0at\0door", id="nul-between"),
    pytest.param("\ud800\udfff\udc00", id="lone-surrogates"),
    pytest.param("x" * 100_000, id="long-word"),
    pytest.param("ice door " * 12_000, id="long-message"),
    pytest.param("e" + "\u0301" * 100_000, id="combining-run"),
    pytest.param("\ufdfa" * 20_000, id="expands-in-nfkc"),
    pytest.param("\u202e\u2066" * 500, id="bidi-controls"),
    pytest.param("🚨" * 300, id="emoji"),
    pytest.param("門" * 300, id="cjk"),
    pytest.param(" \t\r\n" * 100, id="white-space"),
    pytest.param("", id="empty"),
    pytest.param("(" * 300 + "a" * 10, id="brackets"),
    pytest.param(" ".join(f"qwert{n}y" for n in range(60)), id="unknown-words"),
]


@pytest.mark.parametrize(
    ("text", "intent", "stage"),
    [
        ("Hello!", "greeting", "exact"),
        ("can ICE come in to our home", "home-entry", "core"),
        ("¿puede la migra entrar a la casa?", "home-entry", "core"),
        ("wat is an imigration detaner", "detainer-what", "corrected"),
        ("ICE at the door HELP", "urgent-ice-at-door", "urgent-rule"),
    ],
)
def test_messages_find_their_intent(matcher: Matcher, text: str, intent: str, stage: str) -> None:
    ranking = matcher.rank_anew(text, locale="en")
    assert ranking.top[0].intent == intent
    assert ranking.stage in {stage, "core"}


def test_a_rule_answers_at_once_and_its_guard_keeps_the_question_general(matcher: Matcher) -> None:
    now = matcher.rank("immigration at my door")
    assert now.urgent == "urgent-ice-at-door"
    assert matcher.rank("what to do when immigration at my door").stage != "urgent-rule"


@pytest.mark.parametrize("text", _HOSTILE)
def test_hostile_input_is_ranked_like_any_other(matcher: Matcher, text: str) -> None:
    ranking = matcher.rank(text)
    assert 0 <= ranking.confidence <= 1
    decide(ranking, thresholds=matcher.thresholds)


def _check(ranking: Ranking) -> None:
    shares = [one.confidence for one in ranking.top]
    assert len(shares) <= 5
    assert len({one.intent for one in ranking.top}) == len(shares)
    assert all(0 <= share <= ranking.confidence for share in shares)
    assert "" not in {one.intent for one in ranking.top}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=400))
def test_confidences_are_probabilities_with_the_first_the_highest(matcher: Matcher, text: str) -> None:
    _check(matcher.rank_anew(text))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["ice", "door", "my", "at", "warrant", "bond", "lawyer", "pay", "the", "can", "home", "fianza"]
        ),
        max_size=9,
    )
)
def test_capitals_and_end_marks_change_nothing(matcher: Matcher, words: list[str]) -> None:
    text = " ".join(words)
    plain, loud = matcher.rank_anew(text), matcher.rank_anew(f"  {text.upper()}?!")
    assert [one.intent for one in plain.top] == [one.intent for one in loud.top]
    assert plain.confidence == pytest.approx(loud.confidence)


def test_the_question_is_found_at_the_end_of_a_long_story(matcher: Matcher) -> None:
    story = "my cousin met somebody at work, and then they went on to play football. " * 20
    assert matcher.rank(story + "how much is an immigration bond").top[0].intent == "bond"


def test_a_repeat_is_answered_alike(matcher: Matcher) -> None:
    text = "wat is an imigration bondd"
    first = matcher.rank(text)
    again = matcher.rank(text)
    assert (again.top, again.confidence, again.folded) == (first.top, first.confidence, first.folded)


def test_what_is_remembered_holds_nothing_of_the_message(matcher: Matcher) -> None:
    own = Matcher(matcher.index)
    own.rank("xylophone warant canary")
    kept = own._recent._kept  # noqa: SLF001 - what is kept is the point here
    assert len(kept) == 1
    for key, ranking in kept.items():
        assert b"canary" not in key
        assert ranking.folded == ""
        assert ranking.corrections == ()
    assert "canary" not in repr(own)


def test_the_oldest_results_are_forgotten(matcher: Matcher) -> None:
    own = Matcher(matcher.index)
    for number in range(4100):
        own._recent.put(str(number).encode(), Ranking((), "none"))  # noqa: SLF001 - filling it by messages takes long
    assert own._recent.get(b"0") is None  # noqa: SLF001
    assert own._recent.get(b"4099") is not None  # noqa: SLF001


def test_threads_get_the_same_rankings(matcher: Matcher) -> None:
    texts = [
        f"{word} {number}" for number in range(25) for word in ("warrant door", "fianza", "ice at my door", "hello")
    ]
    alone = [matcher.rank_anew(text).top for text in texts]
    own = Matcher(matcher.index)
    with ThreadPoolExecutor(8) as pool:
        together = [ranking.top for ranking in pool.map(own.rank, texts * 3)]
    assert together == alone * 3


def test_a_place_and_the_language_are_told(matcher: Matcher) -> None:
    ranking = matcher.rank("cómo pagamos la fianza en Chicago, mi hermano está detenido")
    assert ranking.place is not None
    assert ranking.place.candidates == ("chicago",)
    assert ranking.language.locale == "es"


def test_the_explanation_names_every_step(matcher: Matcher) -> None:
    told = explain(matcher, "Do we pay the BOND in Chcago?", locale="en")
    assert told["folded"] == "do we pay the bond in chcago"
    assert told["top"][0]["intent"] == "bond"
    assert told["place"] == ["chicago"]
    assert told["decision"]["kind"] in {"answer", "clarify"}
    assert set(told["thresholds"]) == {"hi", "lo", "urgent", "urgent_hi"}


@pytest.mark.parametrize(("text", "kind"), [("hello", "answer"), ("?", "fallback")])
def test_the_explanation_tells_the_decision(matcher: Matcher, text: str, kind: str) -> None:
    assert explain(matcher, text)["decision"]["kind"] == kind
