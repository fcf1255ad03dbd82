"""Commands and choices carried out: everything that is not a question in the person's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.core.reply import Block, Reply
from app.core.session import Session
from app.dialog import answers, courtesy
from app.dialog.actions import ACTIONS
from app.dialog.choices import Picked, parse_payload
from app.dialog.commands import Command, menu_number
from app.dialog.menus import human_reply, languages_menu, topic_menu, topics_menu
from app.dialog.turn import Done, Turn, plain_reply, settled
from app.localization.catalogs import Catalogs

LOCAL_RULES = "sanctuary-my-place"
"""The intent that a place without a question asks for."""


def picked_of(turn_text: str, payload: str, session: Session) -> Picked | None:
    """Return the choice that a message makes: a tapped one, one written as "/kind:key", or a number of the menu."""
    if payload:
        return parse_payload(payload)
    text = turn_text.strip()
    if text.startswith("/"):
        return parse_payload(text)
    number = menu_number(text)
    if number is not None and 1 <= number <= len(session.menu):
        return parse_payload(session.menu[number - 1])
    return None


def carry_out(turn: Turn, picked: Picked, catalogs: Catalogs) -> Done:
    """Return what a choice leads to; an id that no longer exists leads to the topics."""
    if picked.kind == "intent":
        return ask(turn, picked.key, catalogs)
    if picked.kind == "topic":
        return topic_menu(turn, picked.key)
    if picked.kind == "place":
        return choose_place(turn, picked.key, catalogs)
    if picked.kind == "none":
        return answers.unanswered(turn)
    simple: Mapping[str, Callable[[], Done]] = {
        "menu": lambda: topics_menu(turn),
        "languages": lambda: languages_menu(turn, catalogs),
        "more": lambda: answers.more(turn),
        "back": lambda: answers.back(turn),
        "human": lambda: settled(turn, human_reply(turn)),
        "locale": lambda: switched(turn, catalogs),
    }
    return simple[picked.kind]()


def ask(turn: Turn, intent_id: str, catalogs: Catalogs, *, confidence: float = 1.0) -> Done:
    """Answer an intent, by its entry or its action."""
    intent = turn.snapshot.intents.get(intent_id)
    if intent is None:
        return topics_menu(turn)
    if intent.action:
        done = ACTIONS[intent.action](turn, catalogs)
        return replace(done, reply=replace(done.reply, intent=intent_id, confidence=confidence))
    return answers.answer(turn, intent_id, confidence=confidence)


def choose_place(turn: Turn, place: str, catalogs: Catalogs) -> Done:
    """Remember a place and answer what was asked about it."""
    if place not in turn.snapshot.places:
        return topics_menu(turn)
    intent = turn.session.awaiting or LOCAL_RULES
    return ask(turn.with_session(replace(turn.session, place=place)), intent, catalogs)


def switched(turn: Turn, catalogs: Catalogs) -> Done:
    """Confirm the language that the turn already is in, and show the last answer again in it."""
    head = turn.wording.language_set()
    if turn.session.trail:
        done = ask(turn, turn.session.trail[-1], catalogs)
        return replace(done, reply=replace(done.reply.led_by(head), outcome="command"))
    return topics_menu(turn, head)


def obey(turn: Turn, command: Command, catalogs: Catalogs) -> Done:
    """Carry out a command."""
    if command is Command.STOP:
        return _stop(turn)
    if command is Command.FORGET:
        done = _said(turn, courtesy.forgotten(turn.wording))
        return replace(done, forget=True)
    simple: Mapping[Command, Callable[[], Done]] = {
        Command.START: lambda: topics_menu(turn, turn.wording.first_contact()),
        Command.HELP: lambda: _helped(turn),
        Command.MENU: lambda: topics_menu(turn),
        Command.MORE: lambda: answers.more(turn),
        Command.BACK: lambda: answers.back(turn),
        Command.LANGUAGES: lambda: languages_menu(turn, catalogs),
    }
    return simple[command]()


def _stop(turn: Turn) -> Done:
    """Confirm once (47 CFR 64.1200(a)(12) allows one message), then be silent until something else is written."""
    silent = turn.session.stopped
    reply = replace(plain_reply(turn), outcome="silent" if silent else "command")
    blocks = () if silent else (courtesy.stopped(turn.wording),)
    return Done(replace(reply, blocks=blocks), Session(locale=turn.locale.id, sticky=True, met=True, stopped=True))


def _helped(turn: Turn) -> Done:
    block = courtesy.instructions(turn.wording)
    if turn.message.capabilities.brief:
        return _said(turn, block)
    return topics_menu(turn, block)


def _said(turn: Turn, block: Block) -> Done:
    reply: Reply = replace(plain_reply(turn).led_by(block), outcome="command")
    return settled(turn, reply)
