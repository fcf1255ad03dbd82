"""A reply as JSON: what the API answers with, the page shows and the OpenAPI document describes.

These are plain dataclasses: what we say ourselves needs no validation, and orjson writes them in a tenth of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.core.entry import Status
from app.core.locale import Direction
from app.core.reply import Block, BlockKind, Cited, Outcome, Reply
from app.localization.markup import to_html


def tag_of(locale: str) -> str:
    """Return the language tag of a locale id: "zh-Hans" for "zh_Hans"."""
    return locale.replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOut:
    """Where a statement comes from."""

    title: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockOut:
    """One piece of a reply. `text`: a small Markdown subset; `html`: the same, already cleaned for showing."""

    kind: BlockKind
    text: str
    html: str
    lang: Annotated[str, Field(description="Language tag of this piece; it can differ from the reply's.")]
    dir: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOut:
    """Something the person can pick next: send `payload` back as `choice`."""

    payload: str
    label: Annotated[str, Field(description="Up to about 20 characters, for a button.")]
    title: Annotated[str, Field(description="The whole question; empty if the label says it all.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOut:
    """One reply. `locale`: the reader's; `served`: what the answer is written in; `status`: how far it was checked."""

    blocks: list[BlockOut]
    choices: list[ChoiceOut]
    locale: str
    dir: Direction
    served: str
    fallback: bool
    status: Status | Literal[""]
    sources: list[SourceOut]
    reviewed_on: date | None
    intent: str
    outcome: Outcome


def sources_out(sources: tuple[Cited, ...]) -> list[SourceOut]:
    """Return sources as JSON shows them."""
    return [SourceOut(title=one.title, publisher=one.publisher, url=one.url) for one in sources]


def block_out(block: Block) -> BlockOut:
    """Return a block as JSON shows it."""
    return BlockOut(
        kind=block.kind, text=block.text, html=to_html(block.text), lang=tag_of(block.locale), dir=block.dir
    )


def reply_out(reply: Reply) -> ReplyOut:
    """Return a reply as JSON shows it."""
    return ReplyOut(
        blocks=[block_out(block) for block in reply.blocks],
        choices=[ChoiceOut(payload=one.payload, label=one.label, title=one.title) for one in reply.choices],
        locale=tag_of(reply.locale),
        dir=reply.dir,
        served=tag_of(reply.served),
        fallback=reply.fallback,
        status=reply.status,
        sources=sources_out(reply.sources),
        reviewed_on=reply.reviewed_on,
        intent=reply.intent,
        outcome=reply.outcome,
    )
