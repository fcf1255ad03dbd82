"""Which language a text is written in: a script gate, then a character naive Bayes trained on the utterances.

It chooses the language of the reply, never the intent, and abstains when it is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.intent import LanguageGuess
from app.matching.features import Hashes, character_hashes, codes_of
from app.matching.fold import fold
from app.matching.scripts import main_script

_BITS = 15
_LONGEST = 4
_SMOOTHING = 2000.0
"""Counts lent by the average of all languages, so that one with little text is not preferred for unseen n-grams."""

_TEMPER = 0.3
"""n-grams overlap about fourfold; their evidence is discounted by as much."""

_SURE = 0.85
_EVIDENCE = 0.12
"""Mean evidence for an n-gram below which the text is in none of the known languages."""

_SCRIPT_SHARE = 0.03
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A trained model. `locales`: sorted; `table`: float16 [2**15, locales], log of how much likelier an n-gram is
    in a locale than in all; `scripts`: locale -> scripts it is written in, the usual one first.
    """

    locales: tuple[str, ...]
    table: NDArray[np.float16]
    scripts: Mapping[str, tuple[str, ...]]

    def guess(self, text: str) -> LanguageGuess:
        """Return the language of a sanitised text, with locale "" if that is not sure."""
        letters = letters_of(text)
        script = main_script(letters)
        chosen = [place for place, locale in enumerate(self.locales) if script in self.scripts.get(locale, ())]
        if not chosen:
            return LanguageGuess("", 0.0)
        evidence = self.table[_buckets(letters)][:, chosen].astype(np.float32)
        locale, confidence = self._best(evidence, chosen)
        return LanguageGuess(locale, confidence, bool(locale) and script != self.scripts[locale][0])

    def _best(self, evidence: NDArray[np.float32], chosen: Sequence[int]) -> tuple[str, float]:
        sums = evidence.sum(axis=0)
        best = int(np.argmax(sums))
        powers = np.exp(_TEMPER * (sums - sums[best]))
        confidence = float(1 / powers.sum())
        alone = len(chosen) == 1 and self.scripts[self.locales[chosen[0]]][0] not in _SHARED_SCRIPTS
        known = alone or sums[best] / max(len(evidence), 1) >= _EVIDENCE
        if not known or confidence < _SURE:
            return "", confidence if known else 0.0
        return self.locales[chosen[best]], confidence


_SHARED_SCRIPTS = frozenset({"Latn", "Arab", "Cyrl", "Deva", "Hani"})
"""Scripts of many languages: having only one locale in them proves nothing."""


def letters_of(text: str) -> str:
    """Return the letters and marks of a text in lower case, with one space for everything else."""
    return _NOT_LETTERS.sub(" ", text.casefold()).strip()


def train_language(samples: Mapping[str, Sequence[str]]) -> LanguageModel:
    """Return a model of the given locales. `samples`: locale -> texts; copies without accents are added here."""
    locales = tuple(sorted(samples))
    counts = np.zeros((1 << _BITS, len(locales)))
    for column, locale in enumerate(locales):
        for text in samples[locale]:
            for copy in {letters_of(text), fold(text)}:
                np.add.at(counts[:, column], _buckets(copy), 1)
    rate = counts / np.maximum(counts.sum(axis=0), 1)
    common = rate.mean(axis=1, keepdims=True)
    mixed = (counts + _SMOOTHING * common) / (counts.sum(axis=0) + _SMOOTHING)
    table = np.log(np.where(common > 0, mixed, 1) / np.where(common > 0, common, 1))
    return LanguageModel(locales, table.astype(np.float16), {one: _scripts_of(samples[one]) for one in locales})


def _scripts_of(texts: Sequence[str]) -> tuple[str, ...]:
    found, counts = np.unique([main_script(letters_of(text)) for text in texts], return_counts=True)
    ranked = sorted(zip(counts.tolist(), found.tolist(), strict=True), reverse=True)
    return tuple(script for count, script in ranked if script and count >= _SCRIPT_SHARE * len(texts))


def _buckets(letters: str) -> Hashes:
    return character_hashes(codes_of(letters), _LONGEST) >> np.uint64(64 - _BITS)
