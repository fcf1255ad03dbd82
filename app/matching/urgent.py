"""Urgent intents by written rules, beside the classifier: recall first, with guards for general questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.matching.patterns import Lexicon, Pattern, parse_pattern
from app.matching.tokens import tokens_of

Rule = tuple[str, tuple[Pattern, ...], tuple[Pattern, ...]]
"""An intent, its patterns, its guards."""

_DEFINES = " = "


@dataclass(frozen=True, slots=True)
class UrgentRules:
    """The rules of all locales, compiled, in order of precedence."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]

    def find(self, folded: str) -> tuple[str, ...]:
        """Return the urgent intents whose rules match a folded text, in order of precedence."""
        tokens = tokens_of(folded)
        found = self.lexicon.find(tokens)
        if not found:
            return ()
        length, groups = len(tokens), frozenset(found)
        matched = []
        for intent, patterns, guards in self.rules:
            hits = (one for one in patterns if one.needs <= groups and one.matches(found, length))
            if next(hits, None) and not any(one.needs <= groups and one.matches(found, length) for one in guards):
                matched.append(intent)
        return tuple(dict.fromkeys(matched))


def compile_rules(bodies: Mapping[str, Mapping[str, Any]]) -> UrgentRules:
    """Return the compiled rules of all locales, which are all looked at, since people mix languages.

    `bodies`: locale -> {"rules": {intent: lines}}; a line is a pattern of `patterns`, or "name = phrase, phrase",
    which defines a group for all patterns of the locale. Raises ContentError for a bad line.
    """
    lexicon = Lexicon()
    rules: list[Rule] = []
    for locale, body in sorted(bodies.items()):
        listed: Mapping[str, Sequence[str]] = body.get("rules", {})
        groups = dict(_group(line) for lines in listed.values() for line in lines if _DEFINES in line)
        for intent, lines in listed.items():
            origin = f"intents/rules/{locale}.toml: {intent}"
            texts = [line for line in lines if _DEFINES not in line]
            patterns = [parse_pattern(text, groups, lexicon, origin=origin) for text in texts]
            wanted, guards = _parted(patterns)
            rules.append((intent, wanted, guards))
    return UrgentRules(lexicon, tuple(rules))


def _group(line: str) -> tuple[str, list[str]]:
    name, _, phrases = line.partition(_DEFINES)
    return name.strip(), [phrase.strip() for phrase in phrases.split(",")]


def _parted(patterns: Sequence[Pattern]) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    return tuple(one for one in patterns if not one.guard), tuple(one for one in patterns if one.guard)
