"""The small Markdown subset of our texts: paragraphs, "- " bullets, bold and links; as plain text and as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.localization.spans import PHONE, URL

# Line breaks stay line breaks: an author who breaks a line means it. Raw HTML is never parsed.
_MARKDOWN: Final = MarkdownIt("zero", {"html": False, "breaks": True}).enable(["list", "emphasis", "link", "newline"])

_TAGS: Final = {"p", "ul", "ol", "li", "strong", "a", "br"}
_ATTRIBUTES: Final = {"a": {"href", "rel", "referrerpolicy", "dir", "class"}, "ol": {"start"}}
_SCHEMES: Final = {"https", "http", "tel", "mailto"}
_AREA_AND_NUMBER: Final = 10
_LINKED: Final = re.compile(f"(?P<phone>{PHONE.pattern})|(?P<url>{URL.pattern})")


@lru_cache(maxsize=1024)
def to_plain(markdown: str) -> str:
    r"""Return the text for channels without markup: links as "text: address", bullets as "- ", no bold marks.

    Blank lines stay where they are. Texts are ours, never a resident's, so that remembering the last ones is safe.

    >>> to_plain("**Stay calm.**\n\n- Get [a card](https://example.org/card).")
    'Stay calm.\n\n- Get a card: https://example.org/card.'
    """
    lines: list[str] = []
    last = 0
    for prefix, inline in _lines(_parsed(markdown)):
        first, after = inline.map or (last, last)
        lines += [""] * (bool(lines) and first > last)
        lines.append(prefix + _inline_text(inline.children or ()))
        last = after
    return "\n".join(lines)


@lru_cache(maxsize=1024)
def to_html(markdown: str) -> str:
    """Return clean HTML: only p, ul, ol, li, strong, br and a.

    Phone numbers become telephone links (`dir="ltr" class="phone"`), bare addresses links; neither sends a referrer,
    since the page someone read is nobody else's business. 911 and other short numbers stay text: a thumb can slip.
    """
    tokens = _parsed(markdown)
    for token in tokens:
        if token.children:
            token.children = list(_with_links(token.children))
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None).strip()


def _parsed(markdown: str) -> list[Token]:
    """Return the tokens of a text. A single "*" or "_" is no mark of ours and stays what it is ("5*3*2")."""
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        for child in token.children or ():
            if child.type in {"em_open", "em_close"}:
                child.type, child.tag, child.nesting, child.content = "text", "", 0, child.markup
    return tokens


def _lines(tokens: Iterable[Token]) -> Iterator[tuple[str, Token]]:
    """Yield every piece of text with what stands before it: indent and bullet, or number."""
    depth, mark = -1, ""
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            depth -= 1
        elif token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "inline":
            yield "  " * max(depth, 0) + mark, token
            mark = ""


def _inline_text(children: Sequence[Token]) -> str:
    parts: list[str] = []
    opened: list[tuple[int, str]] = []
    for token in children:
        if token.type == "link_open":
            opened.append((len(parts), str(token.attrs.get("href", ""))))
        elif token.type == "link_close":
            start, address = opened.pop()
            parts[start:] = [_named("".join(parts[start:]), address)]
        else:
            parts.append("\n" if token.type in {"softbreak", "hardbreak"} else token.content)
    return "".join(parts)


def _named(text: str, address: str) -> str:
    """Return a link in words; one that already shows its number or address needs none beside it."""
    shown = address.removeprefix("tel:").removeprefix("https://")
    if shown in text or (address.startswith("tel:") and PHONE.search(text)):
        return text
    return f"{text.rstrip(': ')}: {shown if address.startswith('tel:') else address}"


def _with_links(children: Iterable[Token]) -> Iterator[Token]:
    inside = 0
    for token in children:
        inside += token.nesting * token.type.startswith("link_")
        if token.type == "link_open":
            _guard(token)
        if token.type == "text" and not inside:
            yield from _linked(token.content)
        else:
            yield token


def _linked(text: str) -> Iterator[Token]:
    """Yield a text as tokens, with its phone numbers and addresses as links."""
    position = 0
    for match in _LINKED.finditer(text):
        yield Token("text", "", 0, content=text[position : match.start()])
        yield _guard(Token("link_open", "a", 1, attrs={"href": _address(match)}))
        yield Token("text", "", 0, content=match[0])
        yield Token("link_close", "a", -1)
        position = match.end()
    yield Token("text", "", 0, content=text[position:])


def _address(match: re.Match[str]) -> str:
    if match["phone"]:
        return telephone_address(match[0])
    return match[0] if match[0].startswith("http") else f"https://{match[0]}"


def telephone_address(phone: str) -> str:
    """Return the "tel:" address (RFC 3966) of a number as people write it; one of ten digits is North American.

    >>> telephone_address("(844) 363-1423")
    'tel:+18443631423'
    """
    digits = re.sub(r"[^0-9]", "", phone)
    if len(digits) == _AREA_AND_NUMBER and "+" not in phone:
        return f"tel:+1{digits}"
    return f"tel:+{digits}" if "+" in phone or len(digits) > _AREA_AND_NUMBER else f"tel:{digits}"


def _guard(link: Token) -> Token:
    """Set what a link needs: direction and class for a number, no referrer and no opener for a page."""
    address = str(link.attrs.get("href", ""))
    if address.startswith("tel:"):
        link.attrs |= {"dir": "ltr", "class": "phone"}
    elif address.startswith(("http:", "https:")):
        link.attrs |= {"rel": "noopener noreferrer external", "referrerpolicy": "no-referrer"}
    return link
