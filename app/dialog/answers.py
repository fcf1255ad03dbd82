"""An entry as a reply: the text, its label and date, notices, and where to go next."""

from __future__ import annotations

from dataclasses import replace

from app.core.entry import LocalizedEntry
from app.core.intent import Intent
from app.core.reply import Block, Choice, Cited, Reply
from app.dialog.menus import human_reply, intent_choices, topics_menu
from app.dialog.turn import Done, Turn, settled
from app.localization.markup import to_plain
from app.localization.sms import split

_FOLLOW_UPS = 4
_PAGE_SEGMENTS = 4
_PAGE_CHARACTERS = 1200


def answer(turn: Turn, intent_id: str, *, confidence: float = 1.0) -> Done:
    """Answer with the entry of this intent; with a person to talk to if it has none yet."""
    intent = turn.snapshot.intents[intent_id]
    if not intent.covered:
        return neighbour(turn, intent_id)
    entry = turn.snapshot.entry(
        intent.answer or intent.id, place=place_for(turn, intent), locale=turn.locale.id, today=turn.today
    )
    if entry is None:
        return unanswered(turn, intent_id)
    reply = _framed(turn, intent, entry)
    trail = [known for known in turn.session.trail if known != intent_id] + [intent_id]
    return settled(turn, replace(reply, confidence=confidence), trail=trail, more=(entry.id, 0))


def place_for(turn: Turn, intent: Intent) -> str:
    """Return the place that this intent's answer depends on, "" if it depends on none or none is known."""
    return turn.session.place if intent.place != "none" else ""


def _framed(turn: Turn, intent: Intent, entry: LocalizedEntry) -> Reply:
    served = turn.locale if entry.locale == turn.locale.id else None
    locale, direction = entry.locale, served.dir if served else "ltr"
    body = Block("answer", f"**{entry.title}**\n\n{entry.full}", entry.short, locale=locale, dir=direction)
    return Reply(
        (*_before(turn, intent, entry), body, *_after(turn, entry)),
        locale=turn.locale.id,
        dir=turn.locale.dir,
        choices=_next(turn, intent),
        intent=intent.id,
        entry=entry.id,
        place=entry.place,
        served=entry.locale,
        fallback=entry.fallback,
        status=entry.status,
        sources=tuple(Cited(source.title, source.publisher, source.url) for source in entry.sources),
        reviewed_on=entry.reviewed_on,
    )


def _before(turn: Turn, intent: Intent, entry: LocalizedEntry) -> tuple[Block, ...]:
    """Return what must be read first: changed laws, another language, for which place this holds."""
    blocks = [turn.wording.block("notice", notice) for notice in entry.notices]
    if entry.fallback:
        blocks.append(turn.wording.only_english(stale=entry.status == "stale"))
    place = place_for(turn, intent)
    if place and not entry.place:
        blocks.append(turn.wording.no_local_answer(turn.snapshot.place_name(place, turn.locale.id)))
    elif entry.place:
        blocks.append(turn.wording.local_answer(turn.snapshot.place_name(entry.place, turn.locale.id)))
    return tuple(blocks)


def _after(turn: Turn, entry: LocalizedEntry) -> tuple[Block, ...]:
    """Return the small print: how far checked, when, and how to read on."""
    label = turn.wording.label(entry.status)
    whole = " ".join(part for part in (label, turn.wording.reviewed(entry.reviewed_on)) if part)
    # A text message repeats only what a reader must know: the date stands in the answers that change.
    brief = " ".join(part for part in (label, turn.wording.more_line()) if part)
    return (turn.wording.block("notice", whole, brief),)


def _next(turn: Turn, intent: Intent) -> tuple[Choice, ...]:
    choices = intent_choices(turn, intent.follow_ups[:_FOLLOW_UPS])
    return (*choices, turn.wording.menu_choice())


def unanswered(turn: Turn, intent_id: str = "") -> Done:
    """Say that there is no checked answer; offer the nearest questions and a person."""
    topic = turn.snapshot.intents[intent_id].topic if intent_id else ""
    near = intent_choices(turn, turn.snapshot.intents_of(topic))[:_FOLLOW_UPS] if topic else ()
    done = topics_menu(turn)
    choices = (*near, *done.reply.choices) if near else done.reply.choices
    reply = replace(
        done.reply, blocks=(turn.wording.fallback(),), choices=choices, outcome="fallback", intent=intent_id
    )
    return settled(turn, reply)


def neighbour(turn: Turn, intent_id: str) -> Done:
    """Say that this neighbouring matter is not covered, and where to go."""
    reply = replace(human_reply(turn, turn.wording.neighbour()), outcome="fallback", intent=intent_id)
    return settled(turn, reply)


def more(turn: Turn) -> Done:
    """Read on in the last answer, a page at a time where the channel is brief, whole elsewhere."""
    entry_id, page = turn.session.more
    intent_id = turn.session.trail[-1] if turn.session.trail else ""
    intent = turn.snapshot.intents.get(intent_id)
    if not entry_id or intent is None:
        return settled(turn, replace(_nothing(turn), outcome="command"))
    entry = turn.snapshot.entry(entry_id, place=place_for(turn, intent), locale=turn.locale.id, today=turn.today)
    pages = _pages(turn, entry) if entry else ()
    if entry is None or page >= len(pages):
        return settled(turn, replace(_nothing(turn), outcome="command"))
    last = page + 1 == len(pages)
    block = Block("more", pages[page], locale=entry.locale, dir=turn.locale.dir if not entry.fallback else "ltr")
    hint = () if last else (turn.wording.block("notice", turn.wording.more_line()),)
    choices = _next(turn, intent) if last else (turn.wording.more_choice(), *_next(turn, intent))
    reply = Reply(
        (block, *hint), locale=turn.locale.id, dir=turn.locale.dir, choices=choices, outcome="command",
        intent=intent_id, entry=entry_id, served=entry.locale, fallback=entry.fallback, status=entry.status,
    )  # fmt: skip
    return settled(turn, reply, more=(entry_id, page + 1))


def _pages(turn: Turn, entry: LocalizedEntry) -> tuple[str, ...]:
    """Cut the full answer into pages that fit the channel."""
    abilities = turn.message.capabilities
    if not abilities.brief:
        return (entry.full,)
    plain = to_plain(entry.full)
    if abilities.segments:
        return tuple(split(plain, abilities.page_units or _PAGE_SEGMENTS))
    return tuple(split(plain, abilities.page_units or _PAGE_CHARACTERS, unit="characters"))


def back(turn: Turn) -> Done:
    """Show the answer before the last one again."""
    earlier = turn.session.trail[:-1]
    if not earlier:
        return topics_menu(turn)
    trimmed = turn.with_session(replace(turn.session, trail=earlier[:-1]))
    return answer(trimmed, earlier[-1])


def _nothing(turn: Turn) -> Reply:
    return Reply(
        (turn.wording.nothing_more(),),
        locale=turn.locale.id,
        dir=turn.locale.dir,
        choices=(turn.wording.menu_choice(),),
        served=turn.locale.id,
    )
