"""Urgent intents by written rules, beside the classifier: recall first, with guards for general questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.matching.patterns import Lexicon, Pattern, parse_pattern
from app.matching.tokens import tokens_of


@dataclass(frozen=True, slots=True)
class UrgentRules:
    """The rules of all locales, compiled. `rules`: (intent, patterns, guards), in order of precedence."""

    lexicon: Lexicon
    rules: tuple[tuple[str, tuple[Pattern, ...], tuple[Pattern, ...]], ...]

    def find(self, folded: str) -> tuple[str, ...]:
        """Return the urgent intents whose rules match a folded text, in order of precedence."""
        tokens = tokens_of(folded)
        found = self.lexicon.find(tokens)
        if not found:
            return ()
        length = len(tokens)
        matched = (
            intent
            for intent, patterns, guards in self.rules
            if any(one.matches(found, length) for one in patterns)
            and not any(one.matches(found, length) for one in guards)
        )
        return tuple(dict.fromkeys(matched))


def compile_rules(bodies: Mapping[str, Mapping[str, Any]]) -> UrgentRules:
    """Return the compiled rules. `bodies`: locale -> {"groups": {name: phrases}, "rules": {intent: patterns}}.

    All locales are looked at for every message, since people mix languages. Raises ContentError for a bad pattern.
    """
    lexicon = Lexicon()
    rules = [
        _rule(intent, texts, body.get("groups", {}), lexicon, f"intents/rules/{locale}.toml")
        for locale, body in sorted(bodies.items())
        for intent, texts in body.get("rules", {}).items()
    ]
    return UrgentRules(lexicon, tuple(rules))


def _rule(
    intent: str, texts: Sequence[str], groups: Mapping[str, Sequence[str]], lexicon: Lexicon, origin: str
) -> tuple[str, tuple[Pattern, ...], tuple[Pattern, ...]]:
    patterns = [parse_pattern(text, groups, lexicon, origin=f"{origin}: {intent}") for text in texts]
    return intent, tuple(one for one in patterns if not one.guard), tuple(one for one in patterns if one.guard)
