"""One language as the product knows it; the table of them is translations/languages.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Locale:
    """One row of the table of languages.

    `id`: Babel id, as in file names ("zh_Hans"); `tag`: language tag at HTTP and HTML edges ("zh-Hans");
    `sms`: alphabet that its texts need; `parents`: ids to fall back to before English;
    `menu_number`: the number that chooses it in the language menu, never changed once given;
    `tier`: "live" is served, "refer" is recognised and referred to an interpreter;
    `words`: function words and greetings that tell the language, in its own spelling;
    `names`: what people call it, in any language, for "a language name" as a command.
    """

    id: str
    tag: str
    endonym: str
    english: str
    dir: Direction = "ltr"
    script: str = "Latn"
    sms: Literal["gsm7", "ucs2"] = "gsm7"
    parents: tuple[str, ...] = ()
    menu_number: int = 0
    tier: Literal["live", "refer"] = "live"
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


SOURCE_LOCALE = "en"
"""The locale in which content is written; every other one is a translation of it."""
