from __future__ import annotations

import pytest

from app.core.intent import Answer, Clarify, Decision, Fallback, Ranked, Ranking
from app.matching.decision import URGENT_RULE, Thresholds, decide

_AT = Thresholds(hi=0.8, lo=0.3, urgent=0.1, urgent_hi=0.6)


def _ranking(*top: tuple[str, float], urgent: str = "", stage: str = "core") -> Ranking:
    ranked = tuple(Ranked(intent, confidence) for intent, confidence in top)
    return Ranking(ranked, stage, ranked[0].confidence if ranked else 0.0, urgent)


@pytest.mark.parametrize(
    ("ranking", "decision"),
    [
        pytest.param(_ranking(("a", 0.8), ("b", 0.1)), Answer("a", 0.8), id="sure"),
        pytest.param(_ranking(("a", 0.79), ("b", 0.1), ("c", 0.05)), Clarify(("a", "b")), id="nearly-sure"),
        pytest.param(
            _ranking(("a", 0.4), ("b", 0.2), ("c", 0.2), ("d", 0.1), ("e", 0.1)),
            Clarify(("a", "b", "c", "d")),
            id="unsure",
        ),
        pytest.param(
            _ranking(("a", 0.29), ("b", 0.2), ("c", 0.1), ("d", 0.1)), Fallback(("a", "b", "c")), id="unknown"
        ),
        pytest.param(_ranking(("a", 0.5)), Fallback(("a",)), id="nothing-to-choose-between"),
        pytest.param(_ranking(stage="none"), Fallback(()), id="empty"),
        pytest.param(_ranking(("u", 0.6), ("a", 0.2), urgent="u"), Answer("u", 0.6), id="urgent-sooner-than-others"),
        pytest.param(_ranking(("u", 0.5), ("a", 0.2), urgent="u"), Clarify(("u", "a")), id="urgent-unsure"),
        pytest.param(_ranking(("u", 0.1), urgent="u"), Answer("u", 0.1), id="urgent-alone"),
        pytest.param(
            _ranking(("a", 0.7), ("u", 0.2), ("b", 0.1), urgent="u"), Clarify(("u", "a", "b")), id="urgent-second-leads"
        ),
        pytest.param(
            _ranking(("a", 0.9), ("b", 0.05), urgent="u"), Clarify(("u", "a", "b")), id="rule-against-a-sure-classifier"
        ),
        pytest.param(_ranking(("u", 0.4), ("a", 0.3), urgent="u", stage=URGENT_RULE), Answer("u", 0.4), id="rule"),
    ],
)
def test_what_is_done_follows_from_the_ranking(ranking: Ranking, decision: Decision) -> None:
    assert decide(ranking, thresholds=_AT) == decision
