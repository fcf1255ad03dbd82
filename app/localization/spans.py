"""What must stay in one piece in running text: phone numbers, URLs, form numbers, dates, amounts."""

from __future__ import annotations

import re

# Only ASCII may touch a span: in Chinese and Thai a number stands between letters without any space.
_START, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"

_URL = r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#@!$&*+,;=%\[\]()']*[A-Za-z0-9/_~#=&%+]"
_EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_PHONE = (
    rf"{_START}(?:(?:\+?1[ .-]?)?(?:\([0-9]{{3}}\) ?|[0-9]{{3}}[ .-])[0-9]{{3}}[ .-][0-9]{{4}}"
    rf"|\+[0-9](?:[ ().-]{{0,2}}[0-9]){{6,14}})(?!-?[A-Za-z0-9])"
)
_CODE = (
    rf"{_START}(?:[A-Z]{{1,5}}-[0-9]+[A-Z]?"  # I-862, EOIR-26, G-28
    r"|[0-9]+ (?:C\.F\.R\.|CFR|U\.S\.C\.|USC) (?:§+ ?)?[0-9][0-9a-z]*(?:[.-][0-9]+)*(?:\([0-9a-z]+\))*"
    rf"|[0-9]+(?:\([0-9a-z]+\))+){_END}"  # 287(g)
)
_NUMBER = r"[$€£]?[0-9]+(?:[.,:/-][0-9]+)*%?"

URL = re.compile(_URL)
"""A web address, without the full stop or bracket that follows it in a sentence."""

PHONE = re.compile(_PHONE)
"""A phone number of seven digits or more with its separators: North American, or international after "+"."""

SPAN = re.compile(f"{_URL}|{_EMAIL}|{_PHONE}|{_CODE}|{_NUMBER}")
"""Anything that a line break, a new message or right-to-left text must not take apart."""
