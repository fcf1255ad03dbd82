"""Why a message is understood as it is, step by step, for the command line and the console's test box."""

from __future__ import annotations

from typing import Any

from app.core.intent import Answer, Clarify, Decision
from app.matching.decision import decide
from app.matching.fold import fold
from app.matching.matcher import Matcher
from app.matching.sanitise import sanitise


def explain(matcher: Matcher, text: str, *, locale: str = "") -> dict[str, Any]:
    """Return how a message is matched, as JSON can hold it. The result repeats the message: show it, never keep it."""
    ranking = matcher.rank_anew(text, locale=locale)
    thresholds = matcher.thresholds
    return {
        "sanitised": sanitise(text),
        "folded": ranking.folded or fold(sanitise(text)),
        "corrections": [list(pair) for pair in ranking.corrections],
        "stage": ranking.stage,
        "confidence": round(ranking.confidence, 4),
        "urgent": ranking.urgent,
        "top": [{"intent": one.intent, "confidence": round(one.confidence, 4)} for one in ranking.top],
        "coverage": round(matcher.index.model.score(ranking.folded).coverage, 4),
        "thresholds": {name: getattr(thresholds, name) for name in ("hi", "lo", "urgent", "urgent_hi")},
        "place": list(ranking.place.candidates) if ranking.place else [],
        "language": {"locale": ranking.language.locale, "confidence": round(ranking.language.confidence, 4)},
        "decision": _told(decide(ranking, thresholds=thresholds)),
        "index": matcher.index.hash,
    }


def _told(decision: Decision) -> dict[str, Any]:
    if isinstance(decision, Answer):
        return {"kind": "answer", "intents": [decision.intent]}
    if isinstance(decision, Clarify):
        return {"kind": "clarify", "intents": list(decision.intents)}
    return {"kind": "fallback", "intents": list(decision.near)}
