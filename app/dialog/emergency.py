"""The last resort: a text per locale that needs no store, no catalog and no index."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.core.errors import ContentError
from app.core.locale import SOURCE_LOCALE, Locale
from app.core.reply import Block, Reply


class EmergencyTexts:
    """What residents get when everything else fails. Read once at the start and held in memory.

    `texts`: locale id to text; it must hold every live locale, and no text may have a placeholder.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts: Final = dict(texts)

    @classmethod
    def load(cls, path: Path, live: tuple[Locale, ...]) -> EmergencyTexts:
        """Read translations/emergency.toml. Raises `ContentError` if a live locale has no text."""
        texts = tomllib.loads(path.read_text(encoding="utf-8"))
        for locale in live:
            text = texts.get(locale.id, "")
            if not isinstance(text, str) or not text.strip() or "{" in text:
                raise ContentError(
                    str(path), f"{locale.id} has no emergency text", mend="add a line of plain text without braces"
                )
        return cls(texts)

    def reply(self, locale: Locale | None) -> Reply:
        """Return the emergency reply in `locale`; in English and Spanish if no locale is known."""
        if locale is not None and locale.id in self._texts:
            block = Block("emergency", self._texts[locale.id], locale=locale.id, dir=locale.dir)
            return Reply((block,), locale=locale.id, dir=locale.dir, outcome="emergency", served=locale.id)
        known = [name for name in (SOURCE_LOCALE, "es") if name in self._texts]
        blocks = tuple(Block("emergency", self._texts[name], locale=name) for name in known)
        return Reply(blocks, outcome="emergency", served=SOURCE_LOCALE)
