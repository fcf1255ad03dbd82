"""What the bot says about itself, and small talk: the replies of the service intents and of the steering commands."""

from __future__ import annotations

from app.core.reply import Block
from app.dialog.wording import Wording


def greeting(wording: Wording) -> Block:
    """Answer "hello"."""
    return wording.block("text", wording.catalog.gettext("Hello. Write your question in your own words."))


def thanks(wording: Wording) -> Block:
    """Answer "thank you"."""
    return wording.block(
        "text", wording.catalog.gettext("You are welcome. Stay safe. You can write again at any time.")
    )


def goodbye(wording: Wording) -> Block:
    """Answer "goodbye"."""
    return wording.block("text", wording.catalog.gettext("Take care. You can write again at any time."))


def about(wording: Wording) -> Block:
    """Answer "who are you"."""
    t = wording.catalog.gettext
    whole = t(
        "This is {organisation}. It is an automatic service: a program picks answers that people wrote and dated, "
        "with their sources. It is not ICE, not the police and not the government. It is not a lawyer, and this is "
        "general information, not legal advice. For your own case, talk to a lawyer."
    )
    brief = t(
        "{organisation}: an automatic service, not ICE, not the police, not the government. "
        "General information, not legal advice."
    )
    name = wording.organisation
    return wording.block("text", whole.replace("{organisation}", name), brief.replace("{organisation}", name))


def privacy(wording: Wording) -> Block:
    """Answer "do you keep my number"."""
    t = wording.catalog.gettext
    whole = t(
        "We do not keep your messages, your name or your number. For about half an hour we remember your language, "
        "the place you named and the last menu, under a code and not under your number. Write FORGET to erase that "
        "at once. But phone companies and apps like WhatsApp keep their own records of messages, and we cannot change "
        "that. The web page is more private. Do not send names, addresses or papers."
    )
    brief = t(
        "We keep no messages, names or numbers. FORGET erases the rest. "
        "But phone companies and apps keep their own records. Do not send names or addresses."
    )
    return wording.block("text", whole, brief)


def stopped(wording: Wording) -> Block:
    """Confirm STOP: one message, then silence."""
    text = wording.catalog.gettext("{organisation}: you get no more messages. Write START to use this line again.")
    return wording.block("text", text.replace("{organisation}", wording.organisation))


def forgotten(wording: Wording) -> Block:
    """Confirm FORGET."""
    return wording.block("text", wording.catalog.gettext("Erased. We remember nothing of this conversation."))


def instructions(wording: Wording) -> Block:
    """Answer HELP: who runs this, what it does, how to stop."""
    t = wording.catalog.gettext
    whole = t(
        "{organisation}: automatic answers about your rights with ICE and police. Write your question in your own "
        "words. MENU shows all topics, LANGUAGE other languages, BACK the answer before, FORGET erases this "
        "conversation, STOP ends it."
    )
    brief = t(
        "{organisation}: automatic rights info. Write your question, or MENU, MORE, BACK, LANGUAGE, FORGET. "
        "STOP = no more texts. Msg & data rates may apply."
    )
    name = wording.organisation
    return wording.block("text", whole.replace("{organisation}", name), brief.replace("{organisation}", name))


def empty(wording: Wording) -> Block:
    """Answer a message without any text."""
    return wording.block(
        "text", wording.catalog.gettext("I can only read text. Write your question in a few words, or choose a topic:")
    )
