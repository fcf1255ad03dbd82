"""The engine: one message in, one reply out. Pure but for the session it is handed and the clock it is passed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from app.core.intent import Answer, Clarify, Decision, Ranking
from app.core.locale import Locale
from app.core.message import Message
from app.core.reply import Reply
from app.core.session import Session
from app.dialog import answers
from app.dialog.choices import Picked
from app.dialog.commands import Command, CommandBook, Recognised
from app.dialog.courtesy import empty
from app.dialog.emergency import EmergencyTexts
from app.dialog.menus import intent_choices, places_menu, topics_menu
from app.dialog.steering import ask, carry_out, obey, picked_of
from app.dialog.titles import TitleBook, Titled
from app.dialog.turn import Done, Turn, plain_reply, settled
from app.dialog.wording import Wording
from app.localization.catalogs import Catalogs
from app.localization.choice import CONFIDENT, LocaleChoice, choose
from app.matching.decision import Thresholds, decide
from app.store.snapshot import Snapshot

_log = logging.getLogger(__name__)

_SECOND_LANGUAGE = "es"
"""Shown beside the default on a first contact without any sign of a language: two thirds of the people in the
United States who speak English with difficulty speak Spanish (Census table B16001)."""


class SessionKeeper(Protocol):
    """Where conversations are remembered; `store.sessions.Sessions` is one."""

    def load(self, channel: str, address: str, now: float) -> Session:
        """Return the session of this address, a fresh one if there is none."""
        ...

    def save(self, channel: str, address: str, session: Session, now: float) -> None:
        """Remember the session."""
        ...

    def forget(self, channel: str, address: str) -> None:
        """Erase everything kept about this address."""
        ...


class Ranker(Protocol):
    """What finds intents; `matching.matcher.Matcher` is one."""

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds that were chosen with the index."""
        ...

    def rank(self, text: str, *, locale: str = "") -> Ranking:
        """Return what the text may mean."""
        ...


@dataclass(frozen=True, slots=True)
class Considered:
    """What was worked out about a message written in the person's own words."""

    ranking: Ranking
    decision: Decision
    choice: LocaleChoice


@dataclass(frozen=True)
class Engine:
    """The dialog. `snapshot` and `ranker` are asked anew for each message, so that a publication is live at once.

    `default_locale`: where nothing tells the language; `organisation`: who runs the line.
    """

    snapshot: Callable[[], Snapshot]
    ranker: Callable[[], Ranker]
    catalogs: Catalogs
    sessions: SessionKeeper
    emergency: EmergencyTexts
    commands: CommandBook
    titles: TitleBook
    organisation: str
    default_locale: str = "en"

    def answer(self, message: Message, *, now: float) -> Reply:
        """Return the reply to one message. `now`: seconds since the epoch. Never raises."""
        session = message.session or Session()
        try:
            if message.session is None:
                session = self.sessions.load(message.channel, message.address, now)
            done = self._converse(message, session, now)
            return self._remembered(message, session, done, now)
        except Exception as error:  # noqa: BLE001 - a resident must never meet silence or a stack trace
            # Only the kind of failure is told: a message or a traceback could hold what the person wrote.
            _log.error("answering failed: %s", type(error).__name__)
            reply = self.emergency.reply(self._locale_of_last_resort(message, session))
            return replace(reply, session=message.session)

    def consider(self, message: Message, session: Session) -> Considered:
        """Rank a message, decide what to do, and choose the locale of the reply."""
        ranker = self.ranker()
        ranking = ranker.rank(message.text, locale=session.locale)
        choice = self._choose(message, session, ranking)
        return Considered(ranking, decide(ranking, thresholds=ranker.thresholds), choice)

    def _choose(self, message: Message, session: Session, ranking: Ranking | None) -> LocaleChoice:
        return choose(
            self.catalogs.languages,
            asked=message.locale_asked,
            remembered=session.locale if session.sticky else "",
            detected=ranking.language if ranking else None,
            hints=message.locale_hints,
            default=session.locale or self.default_locale,
        )

    def _converse(self, message: Message, session: Session, now: float) -> Done:
        picked = picked_of(message.text, message.payload, session)
        if picked is not None:
            return self._follow(message, session, picked, now)
        named = self.commands.language(message.text)
        if named:
            return self._follow(message, session, Picked("locale", named), now)
        recognised = self.commands.find(message.text)
        if recognised is not None:
            return self._command(message, session, recognised, now)
        titled = self.titles.find(self.snapshot(), message.text)
        if titled is not None:
            return self._titled(message, session, titled, now)
        return self._question(message, session, now)

    def _titled(self, message: Message, session: Session, titled: Titled, now: float) -> Done:
        """Answer a title; its language counts as the person's if nothing better is known."""
        intent, locale = titled
        if not session.sticky and not message.locale_asked:
            session = replace(session, locale=locale, sticky=True)
        return self._follow(message, session, Picked("intent", intent), now)

    def _turn(self, message: Message, session: Session, locale: Locale, now: float) -> Turn:
        wording = Wording(self.catalogs.of(locale.id), self.organisation)
        today = datetime.fromtimestamp(now, UTC).date()
        return Turn(message, session, self.snapshot(), wording, today)

    def _follow(self, message: Message, session: Session, picked: Picked, now: float) -> Done:
        """Carry out a choice; choosing a language settles it for the conversation."""
        locale = self._choose(message, session, None).locale
        if picked.kind == "locale":
            chosen = self.catalogs.languages.find(picked.key)
            locale = chosen or locale
            session = replace(session, locale=locale.id, sticky=True)
        turn = self._turn(message, session, locale, now)
        return self._introduced(turn, carry_out(turn, picked, self.catalogs))

    def _command(self, message: Message, session: Session, recognised: Recognised, now: float) -> Done:
        locale = self._choose(message, session, None).locale
        if recognised.locale and not session.sticky and not message.locale_asked:
            locale = self.catalogs.of(recognised.locale).locale
            session = replace(session, locale=locale.id, sticky=True)
        turn = self._turn(message, session, locale, now)
        done = obey(turn, recognised.command, self.catalogs)
        if recognised.command in {Command.STOP, Command.START, Command.HELP, Command.FORGET}:
            return done
        return self._introduced(turn, done)

    def _question(self, message: Message, session: Session, now: float) -> Done:
        considered = self.consider(message, session)
        choice, ranking = considered.choice, considered.ranking
        session = replace(session, sticky=session.sticky or choice.why in {"asked", "detected"})
        turn = self._turn(message, session, choice.locale, now)
        if not message.text.strip():
            return self._introduced(turn, topics_menu(turn, empty(turn.wording)))
        if ranking.place is not None and len(ranking.place.candidates) == 1:
            turn = turn.with_session(replace(session, place=ranking.place.candidates[0]))
        done = self._decided(turn, considered)
        ranked = tuple(one.intent for one in ranking.top)
        reply = replace(done.reply, confidence=ranking.confidence, ranked=ranked)
        return self._offered(turn, choice, self._introduced(turn, replace(done, reply=reply)))

    def _decided(self, turn: Turn, considered: Considered) -> Done:
        decision, place = considered.decision, considered.ranking.place
        if isinstance(decision, Answer):
            intent = turn.snapshot.intents.get(decision.intent)
            if intent and intent.place != "none" and place is not None and len(place.candidates) > 1:
                return places_menu(turn, place.candidates, intent.id)
            return ask(turn, decision.intent, self.catalogs, confidence=decision.confidence)
        if isinstance(decision, Clarify):
            choices = intent_choices(turn, decision.intents)
            if choices:
                whole = (*choices, turn.wording.none_choice())
                reply = plain_reply(turn, choices=whole).led_by(turn.wording.clarify())
                return settled(turn, replace(reply, outcome="clarify"))
        return answers.unanswered(turn)

    def _introduced(self, turn: Turn, done: Done) -> Done:
        """Say on the first contact who we are: after an urgent answer, before anything else."""
        if turn.session.met:
            return done
        intent = turn.snapshot.intents.get(done.reply.intent)
        line = turn.wording.first_contact()
        urgent = intent is not None and intent.urgent
        reply = done.reply.followed_by(line) if urgent else done.reply.led_by(line)
        return replace(done, reply=reply)

    def _offered(self, turn: Turn, choice: LocaleChoice, done: Done) -> Done:
        """Offer another language: the one detected, or Spanish where nothing told the language."""
        offer = choice.offer
        if offer is None and choice.why == "default" and not turn.session.met:
            offer = self.catalogs.languages.find(_SECOND_LANGUAGE)
        if offer is None or offer.id == turn.locale.id or offer.tier != "live":
            return done
        other = self.catalogs.of(offer.id)
        choices = (*done.reply.choices, turn.wording.offer(other))
        reply = replace(done.reply, choices=choices).followed_by(turn.wording.offer_line(other))
        menu = tuple(one.payload for one in choices)
        return replace(done, reply=reply, session=replace(done.session, menu=menu))

    def _remembered(self, message: Message, before: Session, done: Done, now: float) -> Reply:
        """Keep the session where it belongs: in the reply, if the message brought it along, else in the store."""
        if message.session is not None:
            return replace(done.reply, session=Session() if done.forget else done.session)
        if done.forget:
            self.sessions.forget(message.channel, message.address)
        elif done.session != before:
            self.sessions.save(message.channel, message.address, done.session, now)
        return done.reply

    def _locale_of_last_resort(self, message: Message, session: Session) -> Locale | None:
        languages = self.catalogs.languages
        for tag in (message.locale_asked, session.locale, self._written_in(message.text), *message.locale_hints):
            found = languages.find(tag) if tag else None
            live = languages.live_for(found) if found else None
            if live is not None:
                return live
        return None

    def _written_in(self, text: str) -> str:
        """Return the locale that a text is surely written in, "" if that cannot be told."""
        try:
            guess = self.ranker().rank(text).language
        except Exception:  # noqa: BLE001 - the matcher may be what failed, and then its failure was told already
            return ""
        return guess.locale if guess.confidence >= CONFIDENT else ""
