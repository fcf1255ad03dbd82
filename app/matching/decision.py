"""From a ranking to a decision: answer, offer a choice, or say that the bot does not know."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.intent import Answer, Clarify, Decision, Fallback, Ranking

URGENT_RULE = "urgent-rule"
"""Stage of a ranking in which a written rule recognised the urgent intent."""

_MOST = 4
_FEWEST = 2
_ENOUGH = 0.9


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities (0 to 1) that decide; chosen with the index, on scores of messages it was not trained on.

    `hi`: answer at once from here on; `lo`: offer a choice from here on; `urgent`: from here on, an urgent intent is
    shown first whatever else is likelier; `urgent_hi`: answer an urgent intent at once from here on. It lies below
    `hi`, since somebody with agents at the door must not be asked back.
    """

    hi: float = 0.85
    lo: float = 0.25
    urgent: float = 0.1
    urgent_hi: float = 0.65


def decide(ranking: Ranking, *, thresholds: Thresholds) -> Decision:
    """Return what to do about a message: urgent intents first, then by the probability of being right."""
    if ranking.urgent:
        return _decide_urgent(ranking, thresholds)
    if ranking.top and ranking.confidence >= thresholds.hi:
        return Answer(ranking.top[0].intent, ranking.confidence)
    if len(ranking.top) >= _FEWEST and ranking.confidence >= thresholds.lo:
        return Clarify(_choices(ranking))
    return Fallback(tuple(one.intent for one in ranking.top[:3]))


def _decide_urgent(ranking: Ranking, thresholds: Thresholds) -> Decision:
    sure = ranking.stage == URGENT_RULE or ranking.confidence >= thresholds.urgent_hi
    first = ranking.top[0].intent if ranking.top else ranking.urgent
    if sure and first == ranking.urgent:
        return Answer(ranking.urgent, ranking.confidence)
    others = tuple(one.intent for one in ranking.top if one.intent != ranking.urgent)
    if not others:
        return Answer(ranking.urgent, ranking.confidence)
    return Clarify((ranking.urgent, *others[: _MOST - 2]))


def _choices(ranking: Ranking) -> tuple[str, ...]:
    """Return two to four intents: as many as it takes to hold most of the probability."""
    chosen: list[str] = []
    held, whole = 0.0, sum(one.confidence for one in ranking.top) or 1.0
    for one in ranking.top[:_MOST]:
        if len(chosen) >= _FEWEST and held / whole >= _ENOUGH:
            break
        chosen.append(one.intent)
        held += one.confidence
    return tuple(chosen)
