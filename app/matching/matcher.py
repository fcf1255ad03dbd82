"""The matcher: one message in, a ranking of intents out. Pure, safe to call from several threads."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b

import numpy as np

from app.core.intent import LanguageGuess, PlaceFound, Ranked, Ranking
from app.matching import spelling
from app.matching.calibration import features_of, ranked, softmax
from app.matching.decision import URGENT_RULE, Thresholds
from app.matching.features import Floats, Grams, grams
from app.matching.fold import fold
from app.matching.index import Index
from app.matching.model import OUT_OF_SCOPE, Scored
from app.matching.recent import Recent
from app.matching.sanitise import windows
from app.matching.urgent import UrgentRules, compile_rules

_EXACT = 0.99
_RULE = 0.9
"""Probability of being right where an utterance is known to the letter, and where an urgent rule recognised it."""

_REMEMBERED = 4096
_USUAL_LOCALE = "en"


@dataclass(frozen=True, slots=True)
class Judged:
    """One folded text judged by the classifier. `shares`: float32 [classes], probabilities with out of scope."""

    order: tuple[int, ...]
    probability: float
    shares: Floats


@dataclass(frozen=True)
class Matcher:
    """Ranks messages by one index. `index`: never changed; a new index needs a new matcher."""

    index: Index
    _recent: Recent[Ranking] = field(default_factory=lambda: Recent(_REMEMBERED), repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds that were chosen with the index."""
        return self.index.thresholds

    @cached_property
    def rules(self) -> UrgentRules:
        """The urgent rules, compiled."""
        return compile_rules(self.index.rules)

    def rank(self, text: str, *, locale: str = "") -> Ranking:
        """Return what a message may mean. `text`: as received, of any length and content.

        `locale`: of the conversation, "" if none yet; it only chooses the words to correct spelling by. A repeat of
        a recent message costs a look-up; what is kept of it is a keyed hash, never the words, so the ranking holds
        neither the folded text nor the corrections: those are `rank_anew`'s.
        """
        pieces = windows(text)
        mark = blake2b("\0".join((locale, *pieces)).encode("utf-8"), digest_size=16, key=self._key).digest()
        known = self._recent.get(mark)
        if known is not None:
            return known
        best = replace(self.rank_anew(text, locale=locale), folded="", corrections=())
        self._recent.put(mark, best)
        return best

    def rank_anew(self, text: str, *, locale: str = "") -> Ranking:
        """Return what a message may mean, worked out afresh; of a long one, its surer end counts."""
        rankings = [self._rank(piece, locale) for piece in windows(text)]
        return max(rankings, key=lambda one: (bool(one.urgent), one.confidence))

    def _rank(self, piece: str, locale: str) -> Ranking:
        folded = fold(piece)
        found = grams(folded)
        language = self.index.language.guess(piece, found)
        place = self.index.places.find(folded, piece, self._words)
        if not folded:
            return Ranking((), "none", language=language)
        exact = self.index.exact.find(folded)
        if exact:
            return self._exact(exact, folded, place, language)
        judged, corrections = self._judge(folded, found, language.locale or locale or _USUAL_LOCALE)
        ranking = self._ranking(judged, folded, place, language)
        ranking = replace(ranking, corrections=corrections, stage="corrected" if corrections else "core")
        return self._with_rules(ranking, judged, corrections)

    def _exact(self, intent: str, folded: str, place: PlaceFound | None, language: LanguageGuess) -> Ranking:
        urgent = intent if intent in self.index.urgent else ""
        top = (Ranked(intent, _EXACT),)
        return Ranking(top, "exact", _EXACT, urgent, place, language, folded)

    def _judge(self, folded: str, found: Grams, locale: str) -> tuple[Judged, tuple[tuple[str, str], ...]]:
        """Judge a text as written and, if that is not sure, with its spelling corrected; keep the surer."""
        judged = self.judge(self.index.model.score_grams(found), len(folded))
        vocabulary = self.index.vocabularies.get(locale)
        if judged.probability >= self.thresholds.hi or vocabulary is None:
            return judged, ()
        corrections = tuple(vocabulary.correct(folded.split()))
        if corrections:
            mended = spelling.apply(folded, corrections)
            again = self.judge(self.index.model.score(mended), len(mended))
            if again.probability > judged.probability:
                return again, corrections
        return judged, ()

    def judge(self, scored: Scored, length: int) -> Judged:
        """Return the order of intents and the calibrated probability that the first is right.

        `length`: characters of the folded text.
        """
        calibration, outside = self.index.calibration, self._outside
        order = ranked(scored.scores, outside)
        shares = softmax(scored.scores, calibration.sharpness)
        if not order:
            return Judged((), 0.0, shares)
        features = features_of(scored.scores, shares, order, outside, scored.coverage, length)
        return Judged(tuple(order), calibration.probability(features), shares)

    def _ranking(self, judged: Judged, folded: str, place: PlaceFound | None, language: LanguageGuess) -> Ranking:
        """Share out among the others what the best intent leaves, and see whether an urgent one must lead."""
        classes, shares, first = self.index.model.classes, judged.shares, judged.probability
        left = (1 - first) / max(1 - float(shares[judged.order[0]]), 1e-6) if judged.order else 0.0
        top = tuple(
            Ranked(classes[one], first if not rank else min(first, left * float(shares[one])))
            for rank, one in enumerate(judged.order)
        )
        urgent = max(
            (one for one in top if one.intent in self.index.urgent), key=lambda one: one.confidence, default=None
        )
        mass = sum(one.confidence for one in top if one.intent in self.index.urgent)
        leads = urgent.intent if urgent and mass >= self.thresholds.urgent else ""
        return Ranking(top, "core", first, leads, place, language, folded)

    def _with_rules(self, ranking: Ranking, judged: Judged, corrections: tuple[tuple[str, str], ...]) -> Ranking:
        """Let the urgent rules speak; where several match, the classifier chooses among them.

        Where the classifier is sure of an ordinary intent, the urgent one is only offered first, not answered.
        """
        mended = spelling.apply(ranking.folded, corrections) if corrections else ranking.folded
        known = self.index.urgent
        matched = [one for one in self.rules.find(mended) if one in known]
        if not matched:
            return ranking
        rating = {self.index.model.classes[one]: float(judged.shares[one]) for one in range(len(judged.shares))}
        urgent = max(matched, key=lambda one: rating.get(one, 0.0))
        if ranking.confidence >= self.thresholds.hi and ranking.top[0].intent not in known:
            return replace(ranking, urgent=urgent)
        confidence = max(_RULE, next((one.confidence for one in ranking.top if one.intent == urgent), 0.0))
        others = tuple(one for one in ranking.top if one.intent != urgent)[:4]
        return replace(
            ranking, top=(Ranked(urgent, confidence), *others), stage=URGENT_RULE, confidence=confidence, urgent=urgent
        )

    @cached_property
    def _outside(self) -> int:
        return self.index.model.classes.index(OUT_OF_SCOPE)

    @cached_property
    def _words(self) -> dict[str, None]:
        """Every word of every locale: those are no misspelt places."""
        return {word: None for one in self.index.vocabularies.values() for word in one.counts}


def warm(matcher: Matcher) -> None:
    """Touch everything that is made on first use, so that the first message is as fast as the next."""
    matcher.rank("warm up")
    np.asarray(matcher.index.model.weights).sum(dtype=np.int64)
