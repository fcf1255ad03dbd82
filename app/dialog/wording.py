"""Every sentence that the bot says of its own, worded through the `messages` catalog of one locale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.entry import Status
from app.core.locale import Locale
from app.core.reply import Block, BlockKind, Choice
from app.dialog.choices import payload
from app.localization.catalogs import Catalog


@dataclass(frozen=True, slots=True)
class Wording:
    """The bot's own words in one locale. `organisation`: who runs the line, as residents should read it."""

    catalog: Catalog
    organisation: str

    @property
    def locale(self) -> Locale:
        """The locale that these words are in."""
        return self.catalog.locale

    def block(self, kind: BlockKind, text: str, short: str = "") -> Block:
        """Return one block in this locale."""
        return Block(kind, text, short, locale=self.locale.id, dir=self.locale.dir)

    def first_contact(self) -> Block:
        """Who we are, on the first message of a conversation."""
        t = self.catalog.gettext
        # Translators: first line that a person gets. Keep it under 150 characters. {organisation} is a name.
        whole = t(
            "{organisation}: automatic answers about your rights. "
            "Not a lawyer, not the government. For another language, write its name."
        )
        # Translators: the same for text messages; STOP and HELP stay in English, phone companies require them.
        brief = t(
            "{organisation}: automatic rights info. Not a lawyer, not the government. "
            "LANGUAGE = other languages. STOP = no more texts. HELP = help. Msg & data rates may apply."
        )
        return self.block("greeting", self._named(whole), self._named(brief))

    def _named(self, text: str) -> str:
        return text.replace("{organisation}", self.organisation)

    def label(self, status: Status) -> str:
        """One line that says how far an answer has been checked; "" once it was reviewed."""
        t = self.catalog.gettext
        if status == "draft":
            if self.locale.id == "en":
                return t("Draft: not yet approved by a human reviewer.")
            # Translators: shown under every answer whose translation nobody has checked yet. One short line.
            return t("Draft translation, not yet checked by a person. Write ENGLISH for the original.")
        if status == "stale":
            return t("The English answer changed after this translation was made. Write ENGLISH for the newest.")
        return ""

    def reviewed(self, when: date) -> str:
        """When the answer was last checked against its sources."""
        return self.catalog.gettext("Facts checked: {date}.").replace("{date}", self.catalog.date(when))

    def only_english(self, *, stale: bool) -> Block:
        """Say that the answer below is in English, and why."""
        t = self.catalog.gettext
        if stale:
            return self.block(
                "notice", t("This answer changed. The translation is being updated. Here it is in English:")
            )
        return self.block("notice", t("This answer is not yet in your language. Here it is in English:"))

    def no_local_answer(self, place: str) -> Block:
        """Say that the national answer is all there is for this place."""
        text = self.catalog.gettext(
            "We have no checked local answer for {place}. This is the rule for the whole country; "
            "local rules can differ. A local legal aid group can tell you."
        )
        return self.block("notice", text.replace("{place}", place))

    def local_answer(self, place: str) -> Block:
        """Say for which place the answer holds."""
        return self.block("notice", self.catalog.gettext("For {place}:").replace("{place}", place))

    def clarify(self) -> Block:
        """Ask which of the choices below is meant."""
        return self.block("text", self.catalog.gettext("Which of these do you mean?"))

    def which_place(self) -> Block:
        """Ask which of several places with one name is meant."""
        return self.block("text", self.catalog.gettext("Which place do you mean?"))

    def fallback(self) -> Block:
        """Say honestly that there is no checked answer."""
        t = self.catalog.gettext
        return self.block(
            "text",
            t("I do not have a checked answer to that, and I will not guess. Choose a topic, or talk to a person:"),
            # Translators: the same for text messages, as short as you can.
            t("I have no checked answer to that. Choose a topic, or talk to a person:"),
        )

    def neighbour(self) -> Block:
        """Say that the matter is outside what this service covers."""
        text = self.catalog.gettext("This service does not cover that. A legal aid group can help:")
        return self.block("text", text)

    def human(self, lines: tuple[str, ...]) -> Block:
        """Say how to reach a person. `lines`: one a resource, already with its number."""
        head = self.catalog.gettext("To talk to a person:")
        return self.block("text", "\n".join((head, *(f"- {line}" for line in lines))), "\n".join((head, *lines)))

    def danger(self, phone: str) -> str:
        """One line for danger to life."""
        return self.catalog.gettext("Danger to life: call {phone}.").replace("{phone}", phone)

    def menu(self) -> Block:
        """Head of the list of topics."""
        return self.block("menu", self.catalog.gettext("What is it about?"))

    def topic(self, title: str) -> Block:
        """Head of the list of questions of one topic."""
        return self.block("menu", f"**{title}**", title)

    def choose_language(self) -> Block:
        """Head of the list of languages."""
        return self.block("menu", self.catalog.gettext("Choose your language, or write its name:"))

    def language_set(self) -> Block:
        """Confirm a change of language, in the new language."""
        return self.block("text", self.catalog.gettext("You get answers in English. Write your question."))

    def offer(self, other: Catalog) -> Choice:
        """A choice that switches to another language, worded in that language."""
        return Choice(payload("locale", other.locale.id), other.locale.endonym, other.locale.endonym)

    def offer_line(self, other: Catalog) -> Block:
        """One line, in the other language, that says how to switch to it."""
        # Translators: replace ENGLISH by the name of your language in capitals, as people would type it.
        text = other.gettext("English? Write ENGLISH.")
        return Block("notice", text, locale=other.locale.id, dir=other.locale.dir)

    def more_choice(self) -> Choice:
        """The choice that reads on."""
        return Choice(payload("more"), self.catalog.pgettext("button", "More"))

    def none_choice(self) -> Choice:
        """The choice for "none of these"."""
        return Choice(payload("none"), self.catalog.pgettext("button", "None of these"))

    def menu_choice(self) -> Choice:
        """The choice that shows all topics."""
        return Choice(payload("menu"), self.catalog.pgettext("button", "All topics"))

    def human_choice(self) -> Choice:
        """The choice that tells how to reach a person."""
        return Choice(payload("human"), self.catalog.pgettext("button", "A person"))

    def more_line(self) -> str:
        """How to read on where nothing can be tapped."""
        return self.catalog.gettext("Reply MORE for the whole answer.")

    def nothing_more(self) -> Block:
        """Answer to MORE or BACK with nothing there."""
        return self.block("text", self.catalog.gettext("There is nothing more to show. Write your question."))
