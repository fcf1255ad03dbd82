"""Placeholders in texts, and whether a translation kept them."""

from __future__ import annotations

import re
from collections import Counter

_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*(?::[A-Za-z0-9_.-]+)?\}|%\([a-z][a-z0-9_]*\)[a-z]")


def placeholders(text: str) -> Counter[str]:
    """Return every placeholder with how often it occurs: `{name}`, `{phone:resource}` and Jinja's `%(name)s`.

    >>> sorted(placeholders("Call {phone:hotline} before {date:reviewed_on}."))
    ['{date:reviewed_on}', '{phone:hotline}']
    """
    return Counter(_PLACEHOLDER.findall(text))


def difference(source: str, translation: str, *, counted: bool = True) -> str:
    """Say in a few words which placeholders a translation lacks or adds; "" if they are the same.

    `counted`: a placeholder must also occur as often as in the source.
    """
    wanted, given = placeholders(source), placeholders(translation)
    if not counted:
        wanted, given = Counter(set(wanted)), Counter(set(given))
    lacking, added = sorted((wanted - given).elements()), sorted((given - wanted).elements())
    told = [f"lacks {' '.join(lacking)}"] * bool(lacking) + [f"adds {' '.join(added)}"] * bool(added)
    return ", ".join(told)
