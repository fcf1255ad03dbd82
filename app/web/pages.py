"""The web chat page: it works without JavaScript, and with it without reloading. Nothing is stored in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, g, render_template, request, url_for
from werkzeug.routing import BaseConverter

from app.channels.payloads import MAX_TEXT
from app.channels.replies import ReplyOut, reply_out
from app.channels.tokens import SessionTokens
from app.channels.webchat import CAPABILITIES, NAME, language_hints
from app.core.errors import BadRequestError
from app.core.locale import Locale
from app.core.message import Message
from app.core.session import Session
from app.localization.catalogs import Catalog
from app.web.doors import Doors
from app.web.services import Services
from app.web.webhook import Reception


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows.

    `asked`: tag of the language in the path, "" on the start page; `written`: what the person wrote last, for this one
    response; `session`: token that continues the conversation, "" before it begins.
    """

    locale: Locale
    asked: str = ""
    session: str = field(default="", repr=False)
    written: str = field(default="", repr=False)
    reply: ReplyOut | None = None


@dataclass(frozen=True)
class Pages:
    """Makes the pages. The conversation so far is never in them but for its last exchange."""

    services: Services
    reception: Reception
    tokens: SessionTokens

    def show(self, tag: str = "") -> Response:
        """Return the page in the language of its path, else in the one that the browser asks for."""
        return self._chat(View(self._locale_of(tag), asked=tag))

    def ask(self, tag: str = "") -> Response:
        """Answer the form and return the page with the exchange, in the language of the reply."""
        written = request.form.get("text", "")
        if len(written) > MAX_TEXT:
            raise BadRequestError("text_too_long", f"A message may have {MAX_TEXT} characters.", status=413)
        picked = request.form.get("choice", "")
        reply = self.reception.converse(
            Message(
                text="" if picked else written,
                channel=NAME,
                address="",
                session=self.tokens.find(request.form.get("session", "")) or Session(),
                locale_asked=tag,
                locale_hints=language_hints(request),
                payload=picked,
                capabilities=CAPABILITIES,
            )
        )
        shown = reply_out(reply)
        view = View(
            self._locale_of(shown.locale),
            # Somebody who changed the language in words has left the language of the path.
            asked=shown.locale if tag else "",
            session=self.tokens.sign(reply.session or Session()),
            written="" if picked else written.strip(),
            reply=shown,
        )
        return self._chat(view)

    def error(self, status: int) -> Response:
        """Return the page that says that something failed, with what matters most if somebody is at the door."""
        tag = request.path.strip("/").partition("/")[0]
        known = {locale.tag for locale in self.services.catalogs.languages.live}
        view = View(self._locale_of(tag if tag in known else ""))
        return self._page("error.html", view, status=status)

    def _chat(self, view: View) -> Response:
        response = self._page("chat.html", view)
        if not view.asked:
            response.vary.add("Accept-Language")
        return response

    def _page(self, template: str, view: View, status: int = 200) -> Response:
        catalogs = self.services.catalogs
        g.catalog = catalogs.of(view.locale.id)
        emergency = self.services.emergency.reply(view.locale)
        html = render_template(
            template,
            view=view,
            status=status,
            emergency=emergency.blocks,
            languages=catalogs.languages.live,
            organisation=self.services.organisation,
            exit_url=self.services.exit_url,
            max_text=MAX_TEXT,
            api_path=next((url_for(one.name) for one in self.services.channels if one.name == NAME), ""),
        )
        return Response(html, status=status, mimetype="text/html")

    def _locale_of(self, tag: str) -> Locale:
        """Return the live locale for a tag; without one, the first that the browser asks for, else the default."""
        languages = self.services.catalogs.languages
        for wanted in (tag,) if tag else (*language_hints(request), self.services.default_locale):
            found = languages.find(wanted)
            live = languages.live_for(found) if found else None
            if live is not None:
                return live
        return languages.get(self.services.default_locale)


def open_pages(doors: Doors, pages: Pages) -> None:
    """Open the doors that people use."""
    tags = [locale.tag for locale in pages.services.catalogs.languages.live]
    doors.app.url_map.converters["language"] = _converter(tags)
    for rule, suffix in (("/", ""), ("/<language:tag>/", ".language")):
        doors.add(rule, pages.show, endpoint=f"page{suffix}")
        doors.add(rule, pages.ask, endpoint=f"page.ask{suffix}", method="POST")


def _converter(tags: Sequence[str]) -> type[BaseConverter]:
    """Return a converter that matches the tags of the served languages and nothing else."""

    class LanguageConverter(BaseConverter):
        regex = "|".join(sorted(tags, key=len, reverse=True))

    return LanguageConverter


def install_gettext(app: Flask) -> None:
    """Word the templates through the catalog of the page's language, which each page sets before it is rendered."""

    def catalog() -> Catalog:
        current: Catalog = g.catalog
        return current

    app.jinja_env.add_extension("jinja2.ext.i18n")
    # jinja2 adds this method with the extension, so that its type is not known.
    install: Any = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    # Not the new style: it formats every string with "%", so that a translator's "50 %" would fail the page.
    install(
        lambda message: catalog().gettext(message),
        lambda singular, plural, number: catalog().ngettext(singular, plural, number),
        newstyle=False,
        pgettext=lambda context, message: catalog().pgettext(context, message),
    )
