"""A reply as one plain text for channels that show nothing but text: short forms, and choices as a numbered list."""

from __future__ import annotations

from collections.abc import Callable

from app.core.reply import Block, Reply
from app.localization.bidi import isolate
from app.localization.markup import to_plain


def plain_of(block: Block, *, brief: bool) -> str:
    """Return a block without markup, in its short form if `brief` and if it has one.

    Plain text has no `dir` to go by, so what must be read left to right in it is isolated.
    """
    return isolate(to_plain(block.short if brief and block.short else block.text), block.dir)


def fitted(reply: Reply, fits: Callable[[str], bool]) -> str:
    """Return the reply as brief text with as many choices as `fits` lets in.

    Choices go from the end, so that the numbers shown stay those that the dialog remembers. The answer itself is
    never cut: if it does not fit alone, it goes out whole without choices.
    """
    body = "\n\n".join(filter(None, (plain_of(block, brief=True) for block in reply.blocks)))
    lines = [f"{number} {isolate(choice.label, reply.dir)}" for number, choice in enumerate(reply.choices, start=1)]
    for count in range(len(lines), 0, -1):
        whole = "\n".join((body, "", *lines[:count])).strip()
        if fits(whole):
            return whole
    return body
