"""Lists to choose from: topics, the questions of a topic, languages, places, people to talk to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.core.reply import Block, Choice, Reply
from app.dialog.choices import payload
from app.dialog.turn import Done, Turn, plain_reply, settled
from app.dialog.wording import Wording
from app.localization.catalogs import Catalogs
from app.store.snapshot import Snapshot

HUMANS = ("uwd-migrawatch", "immigrationlawhelp")
"""Resources offered when somebody wants a person: a hotline first, then the directory of legal help."""

EMERGENCY = "emergency-911"


def intent_choice(turn: Turn, intent: str) -> Choice:
    """Return the choice that asks for `intent`, worded as its entry is."""
    locale = turn.locale.id
    return Choice(payload("intent", intent), turn.snapshot.label(intent, locale), turn.snapshot.title(intent, locale))


def intent_choices(turn: Turn, intents: Iterable[str]) -> tuple[Choice, ...]:
    """Return choices for those of `intents` that have an answer, each once."""
    return tuple(intent_choice(turn, intent) for intent in dict.fromkeys(intents) if turn.snapshot.has_entry(intent))


def topic_choices(turn: Turn) -> tuple[Choice, ...]:
    """Return one choice for each topic that has an answer."""
    locale = turn.locale.id
    titles = ((topic, turn.snapshot.topic_title(topic, locale)) for topic in turn.snapshot.answerable_topics)
    return tuple(Choice(payload("topic", topic), title, title) for topic, title in titles)


def topics_menu(turn: Turn, *lead: Block) -> Done:
    """Show all topics."""
    choices = (*topic_choices(turn), turn.wording.human_choice())
    reply = plain_reply(turn, choices=choices).led_by(*lead, turn.wording.menu())
    return settled(turn, replace(reply, outcome="menu"))


def topic_menu(turn: Turn, topic: str) -> Done:
    """Show the questions of one topic; all topics if there is no such one."""
    choices = intent_choices(turn, turn.snapshot.intents_of(topic))
    if not choices:
        return topics_menu(turn)
    title = turn.snapshot.topic_title(topic, turn.locale.id)
    reply = plain_reply(turn, choices=(*choices, turn.wording.menu_choice())).led_by(turn.wording.topic(title))
    return settled(turn, replace(reply, outcome="menu"))


def languages_menu(turn: Turn, catalogs: Catalogs) -> Done:
    """Show every live language by its own name."""
    choices = tuple(
        Choice(payload("locale", locale.id), locale.endonym, f"{locale.endonym} ({locale.english})")
        for locale in catalogs.languages.live
    )
    reply = plain_reply(turn, choices=choices).led_by(turn.wording.choose_language())
    return settled(turn, replace(reply, outcome="menu"))


def places_menu(turn: Turn, places: Iterable[str], intent: str) -> Done:
    """Ask which of several places with one name is meant, and remember what was asked."""
    choices = tuple(
        Choice(payload("place", place), name, name)
        for place, name in ((one, turn.snapshot.place_name(one, turn.locale.id)) for one in places)
    )
    reply = replace(plain_reply(turn, choices=choices).led_by(turn.wording.which_place()), outcome="clarify")
    done = settled(turn, reply)
    return replace(done, session=replace(done.session, awaiting=intent))


def human_lines(snapshot: Snapshot, wording: Wording) -> tuple[str, ...]:
    """Return one line for each way to reach a person, and one for danger to life."""
    lines = []
    for key in HUMANS:
        resource = snapshot.resource(key)
        if resource is not None:
            does, _, _ = snapshot.text(f"resource:{key}:does", wording.locale.id)
            lines.append(f"{resource.name}: {resource.phone or resource.url}. {does}".strip())
    emergency = snapshot.resource(EMERGENCY)
    if emergency is not None:
        lines.append(wording.danger(emergency.phone))
    return tuple(lines)


def human_reply(turn: Turn, *lead: Block) -> Reply:
    """Say how to reach a person."""
    block = turn.wording.human(human_lines(turn.snapshot, turn.wording))
    choices = (turn.wording.menu_choice(),)
    return replace(plain_reply(turn, choices=choices).led_by(*lead, block), outcome="action")
