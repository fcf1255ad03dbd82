"""What is remembered of a conversation, for minutes: nothing of it says who or what was written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Session:
    """State of one conversation, kept under a keyed hash and dropped when it expires.

    `locale`: chosen or settled, "" if none yet; `sticky`: it was chosen, so that detection only offers others;
    `place`: last place named; `menu`: payloads of the numbered choices last shown; `trail`: intents answered, latest
    last, for BACK; `more`: (entry, page) still to be read; `met`: the first-contact line was shown;
    `stopped`: the person asked us to stop.
    """

    locale: str = ""
    sticky: bool = False
    place: str = ""
    menu: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    more: tuple[str, int] = ("", 0)
    met: bool = False
    stopped: bool = False
    awaiting: str = ""
