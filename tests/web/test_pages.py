"""The page as a browser without JavaScript uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import app.web
from app.channels.tokens import SessionTokens
from app.core.message import Message
from app.core.reply import Block, Choice, Cited, Reply
from app.core.session import Session
from tests.web.fakes import CARRIED, LOCALES, FakeEngine

ORIGINAL = {"Help & Rights <Line>", "ⵌ 911.", *(locale.endonym for locale in LOCALES)}
"""What a page shows as it is in every language: names, and the emergency text, which has its own file."""

STATIC = Path(app.web.__file__).parent / "static"


class Page(HTMLParser):
    """What a browser would find in a page: elements with their attributes, and the text in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.found if name == tag and wanted.items() <= attrs.items()]

    def fields(self) -> dict[str, str]:
        """Return what the form sends if only the text is filled in."""
        return {one["name"]: one["value"] for one in self.all("input")}


def page_of(client: FlaskClient, path: str = "/", **headers: str) -> Page:
    return Page(client.get(path, headers={name.replace("_", "-"): told for name, told in headers.items()}).text)


def test_a_question_is_asked_and_answered_by_the_form_alone(client: FlaskClient, engine: FakeEngine) -> None:
    page = page_of(client)
    (form,) = page.all("form")
    assert form["method"] == "post"
    answered = Page(client.post(form["action"], data=page.fields() | {"text": "ICE is at my door"}).text)
    assert "ICE is at my door" in answered.text
    assert "Keep the door closed." in answered.text
    assert "Know your rights" in answered.text
    assert [(message.text, message.channel) for message in engine.asked] == [("ICE is at my door", "web")]


def test_the_next_question_goes_on_with_the_conversation(client: FlaskClient, engine: FakeEngine) -> None:
    first = Page(client.post("/", data=page_of(client).fields() | {"text": "one"}).text)
    second = Page(client.post("/", data=first.fields() | {"text": "two"}).text)
    assert [message.session for message in engine.asked] == [Session(), CARRIED]
    assert "two" in second.text
    assert "one" not in re.findall(r"\bone\b", second.text)


def test_a_choice_is_sent_without_what_stands_in_the_text(client: FlaskClient, engine: FakeEngine) -> None:
    first = Page(client.post("/", data={"text": "one"}).text)
    (choice,) = first.all("button", value="intent:signing")
    client.post("/", data=first.fields() | {"text": "half a sentence", choice["name"]: choice["value"]})
    assert (engine.asked[1].payload, engine.asked[1].text) == ("intent:signing", "")


def test_the_page_and_the_api_share_their_conversations(client: FlaskClient, engine: FakeEngine) -> None:
    fields = Page(client.post("/", data={"text": "one"}).text).fields()
    client.post("/api/v1/messages", json={"text": "two", "session": fields["session"]})
    assert [(message.channel, message.session) for message in engine.asked] == [("web", Session()), ("web", CARRIED)]


@pytest.mark.parametrize(
    "forged", ["somebody", SessionTokens("another-secret-0123456789-abcdef").sign(CARRIED), "x" * 9_000]
)
def test_a_forged_token_begins_a_new_conversation(client: FlaskClient, engine: FakeEngine, forged: str) -> None:
    assert client.post("/", data={"text": "x", "session": forged}).status_code == 200
    assert engine.asked[0].session == Session()


@pytest.mark.parametrize(
    "written", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</div><form>", "{{ 7*7 }}"]
)
def test_what_a_person_writes_is_shown_as_text(client: FlaskClient, written: str) -> None:
    page = Page(client.post("/", data={"text": written}).text)
    assert written in page.text
    assert page.all("img") == []
    assert len(page.all("form")) == 1
    assert [one["src"] for one in page.all("script")] == ["/static/page.js"]


def test_what_the_content_says_is_cleaned(client_with: Callable[..., FlaskClient]) -> None:
    def says(_: Message) -> Reply:
        text = "<script>alert(1)</script> [x](javascript:alert(1)) **b**"
        cited = Cited("<b>title", "p", "javascript:alert(1)")
        return Reply((Block("answer", text),), sources=(cited,), choices=(Choice('menu"><b>', "<i>x"),))

    html = client_with(engine=FakeEngine(says=says)).post("/", data={"text": "x"}).text
    page = Page(html)
    assert len(page.all("script")) == 1
    assert not [one for one in page.all("a") if "javascript" in one.get("href", "")]
    assert page.all("i") == page.all("b") == []
    assert page.all("strong")


def test_a_text_that_is_too_long_is_refused_politely(client: FlaskClient, engine: FakeEngine) -> None:
    response = client.post("/", data={"text": "x" * 4_001})
    assert response.status_code == 413
    assert "too long" in response.text
    assert not engine.asked


def test_silence_is_a_page_without_an_answer(client_with: Callable[..., FlaskClient]) -> None:
    client = client_with(engine=FakeEngine(says=lambda _: Reply((), outcome="silent")))
    assert client.post("/", data={"text": "STOP"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "accepted", "lang", "direction"),
    [
        pytest.param("/", "", "en", "ltr", id="default"),
        pytest.param("/", "es-MX,en;q=0.5", "es", "ltr", id="browser"),
        pytest.param("/", "mam", "es", "ltr", id="parent-of-a-referred-language"),
        pytest.param("/", "xx, *;q=0.1", "en", "ltr", id="unknown"),
        pytest.param("/es/", "en", "es", "ltr", id="path"),
        pytest.param("/ar-XB/", "en", "ar-XB", "rtl", id="right-to-left"),
    ],
)
def test_the_page_is_in_the_language_of_its_path_or_of_the_browser(
    client: FlaskClient, path: str, accepted: str, lang: str, direction: str
) -> None:
    page = page_of(client, path, Accept_Language=accepted)
    assert page.all("html") == [{"lang": lang, "dir": direction}]


def test_a_language_in_the_path_is_what_the_person_chose(client: FlaskClient, engine: FakeEngine) -> None:
    client.post("/es/", data={"text": "x"})
    client.post("/", data={"text": "x"}, headers={"Accept-Language": "es-MX,en;q=0.5"})
    assert [(message.locale_asked, message.locale_hints) for message in engine.asked] == [
        ("es", ()),
        ("", ("es-MX", "en")),
    ]


def test_the_page_follows_the_language_of_the_reply(client_with: Callable[..., FlaskClient]) -> None:
    client = client_with(engine=FakeEngine(says=lambda _: Reply((Block("text", "Hola", locale="es"),), locale="es")))
    for path, action in (("/ar-XB/", "/es/"), ("/", "/")):
        page = Page(client.post(path, data={"text": "español"}).text)
        assert page.all("html")[0]["lang"] == "es"
        assert page.all("form")[0]["action"] == action


@pytest.mark.parametrize("path", ["/mam/", "/xx/", "/ES/", "/zh/"])
def test_a_language_that_is_not_served_has_no_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_string_of_the_pages_goes_through_the_catalog(client: FlaskClient) -> None:
    for response in (client.get("/ar-XB/"), client.post("/ar-XB/nope"), client.get("/ar-XB/nope")):
        page = Page(response.text.partition("<main>")[2])
        for words in filter(str.strip, re.sub(r"⟦.*?⟧", "", page.text, flags=re.DOTALL).split("\n")):
            assert words.strip(" ·") in ORIGINAL


def test_each_block_says_its_own_language_and_direction(client_with: Callable[..., FlaskClient]) -> None:
    blocks = (Block("notice", "ⵌ", locale="ar_XB", dir="rtl"), Block("answer", "English", locale="en"))
    client = client_with(engine=FakeEngine(says=lambda _: Reply(blocks, locale="ar_XB", dir="rtl")))
    page = Page(client.post("/ar-XB/", data={"text": "x"}).text)
    shown = [(one["lang"], one["dir"]) for one in page.all("div") if one.get("class", "").startswith("block")]
    assert shown == [("ar-XB", "rtl"), ("en", "ltr")]


def test_phone_numbers_are_links_that_read_left_to_right(client: FlaskClient) -> None:
    page = Page(client.post("/ar-XB/", data={"text": "x"}).text)
    assert page.all("a", href="tel:+18443631423")[0] == {"href": "tel:+18443631423", "dir": "ltr", "class": "phone"}


def test_the_conversation_is_a_log_that_is_read_out(client: FlaskClient) -> None:
    (log,) = page_of(client).all("section", role="log")
    assert log["aria-live"] == "polite"
    assert log["aria-label"]
    assert page_of(client).all("label", **{"for": "text"})


def test_the_quick_exit_is_a_plain_link(client_with: Callable[..., FlaskClient]) -> None:
    (link,) = page_of(client_with(exit_url="https://weather.example/")).all("a", id="exit")
    assert (link["href"], link["rel"]) == ("https://weather.example/", "noreferrer noopener")


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs_inline(client: FlaskClient) -> None:
    for html in (client.get("/").text, client.post("/", data={"text": "x"}).text, client.get("/nope").text):
        page = Page(html)
        loaded = [attrs.get("src") or attrs["href"] for tag, attrs in page.found if tag in {"script", "link", "img"}]
        assert loaded
        assert all(address.startswith("/static/") for address in loaded)
        assert not [name for _, attrs in page.found for name in attrs if name.startswith("on") or name == "style"]
        assert "<style" not in html


def test_the_module_writes_no_markup_and_stores_nothing() -> None:
    source = (STATIC / "page.js").read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "localStorage",
        "cookie",
        "indexedDB",
    ):
        assert word not in source.replace("no cookie", "")
    assert re.findall(r"https?://\S+", source) == []


def test_the_style_has_no_left_and_no_right() -> None:
    source = (STATIC / "page.css").read_text(encoding="utf-8")
    assert not re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right|width|height)\s*:", source
    )
    assert "url(" not in source


def test_without_the_api_the_page_still_has_its_form(client_with: Callable[..., FlaskClient]) -> None:
    page = page_of(client_with(channels=()))
    assert page.all("form")[0]["data-api"] == ""
