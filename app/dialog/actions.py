"""What a service intent does instead of answering with an entry; the names are those in intents/service.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.core.reply import Block
from app.dialog import courtesy
from app.dialog.menus import human_reply, languages_menu, topics_menu
from app.dialog.turn import Done, Turn, settled
from app.dialog.wording import Wording
from app.localization.catalogs import Catalogs

Action = Callable[[Turn, Catalogs], Done]


def _with_menu(word: Callable[[Wording], Block]) -> Action:
    """Return an action that says one thing and shows the topics below it."""

    def act(turn: Turn, _: Catalogs) -> Done:
        done = topics_menu(turn, word(turn.wording))
        return replace(done, reply=replace(done.reply, outcome="action"))

    return act


def _alone(word: Callable[[Wording], Block]) -> Action:
    """Return an action that says one thing, with the way to the topics as its only choice."""

    def act(turn: Turn, _: Catalogs) -> Done:
        done = topics_menu(turn)
        reply = replace(
            done.reply, blocks=(word(turn.wording),), choices=(turn.wording.menu_choice(),), outcome="action"
        )
        return settled(turn, reply)

    return act


def _human(turn: Turn, _: Catalogs) -> Done:
    return settled(turn, human_reply(turn))


def _menu(turn: Turn, _: Catalogs) -> Done:
    return topics_menu(turn)


ACTIONS: Mapping[str, Action] = {
    "greeting": _with_menu(courtesy.greeting),
    "thanks": _alone(courtesy.thanks),
    "goodbye": _alone(courtesy.goodbye),
    "menu": _menu,
    "languages": languages_menu,
    "human": _human,
    "about": _alone(courtesy.about),
    "privacy": _alone(courtesy.privacy),
}
"""Action name to what it does. A definition that names another action is refused when content is read."""
