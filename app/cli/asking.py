"""`kyr ask` and `kyr chat`: talk to the bot in the terminal, through the same engine as everybody."""

from __future__ import annotations

import time
from dataclasses import asdict

import click

from app.cli.common import development_settings, json_option, print_json
from app.core.message import Capabilities, Message
from app.core.reply import Reply
from app.factory.hotline import Hotline, build_hotline
from app.localization.markup import to_plain
from app.matching.explain import explain

_SMS = Capabilities(brief=True, segments=True, choices=False)


def _shown(reply: Reply, *, brief: bool) -> str:
    lines = []
    for block in reply.blocks:
        lines += [block.short if brief and block.short else to_plain(block.text), ""]
    lines += [f"  {number}  {choice.title or choice.label}" for number, choice in enumerate(reply.choices, 1)]
    return "\n".join(lines)


def _message(text: str, channel: str, locale: str, address: str) -> Message:
    abilities = _SMS if channel == "sms" else Capabilities()
    return Message(text, channel, address, locale_asked=locale, capabilities=abilities)


@click.command()
@click.argument("text")
@click.option("--locale", default="", help="Answer in this language (es, zh-Hant …), whatever the text looks like.")
@click.option("--channel", type=click.Choice(["web", "sms"]), default="web", show_default=True)
@click.option("--explain", "explained", is_flag=True, help="Show how the message was understood.")
@json_option
def ask(text: str, locale: str, channel: str, explained: bool, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    r"""Ask one question, as the first message of a conversation.

    \b
    Examples:
      kyr ask "la migra esta en mi puerta"
      kyr ask --explain "cousin in jail has a hold"
      kyr ask --channel sms --json "can they come in my house"
    """
    hotline = build_hotline(development_settings())
    reply = hotline.engine.answer(_message(text, channel, locale, "terminal"), now=time.time())
    hotline.sessions.forget(channel, "terminal")
    if as_json:
        print_json(asdict(reply) | ({"explain": explain(hotline.matchers.current(), text)} if explained else {}))
        return
    if explained:
        print_json(explain(hotline.matchers.current(), text))
    click.echo(_shown(reply, brief=channel == "sms"))


@click.command()
@click.option("--locale", default="", help="Start in this language.")
@click.option("--channel", type=click.Choice(["web", "sms"]), default="web", show_default=True)
def chat(locale: str, channel: str) -> None:
    r"""Hold a conversation in the terminal. An empty line ends it.

    \b
    Example:
      kyr chat --channel sms
    """
    hotline = build_hotline(development_settings())
    try:
        while text := click.prompt("you", default="", show_default=False, prompt_suffix="> "):
            _say(hotline, _message(text, channel, locale, "terminal"), brief=channel == "sms")
            locale = ""
    except click.Abort:
        click.echo()
    finally:
        hotline.sessions.forget(channel, "terminal")


def _say(hotline: Hotline, message: Message, *, brief: bool) -> None:
    reply = hotline.engine.answer(message, now=time.time())
    click.echo(_shown(reply, brief=brief))
    click.echo()
