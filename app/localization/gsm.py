"""The SMS alphabets as data: the GSM 7-bit default alphabet and its extension (3GPP TS 23.038, sections 6.2.1)."""

from __future__ import annotations

from typing import Final

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Characters that take one septet. The 128th place of the table is the escape to the extension."""

EXTENSION: Final = frozenset("\f^{}\\[~]|€")
"""Characters that take two septets, an escape and a letter, which always travel in the same message."""

ALPHABET: Final = BASIC | EXTENSION

PLAIN: Final = {
    **dict.fromkeys("‘’‚‛′´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‹", "<"),
    **dict.fromkeys("›", ">"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("•·", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    "…": "...",
    "œ": "oe",
    "Œ": "OE",
    "ª": "a",
    "º": "o",
    "°": "o",
    "№": "No",
    "™": "",
    "®": "",
    "©": "(c)",
    "×": "x",
    "₂": "2",
}
"""Characters outside the alphabet that have a plain spelling within it."""
