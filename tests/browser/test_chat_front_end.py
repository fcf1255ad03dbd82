"""A chat front end from npm that speaks the REST contract of Rasa, on a page of another site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, Response, send_from_directory
from selenium.webdriver import Chrome
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.console import complaints, requested
from tests.web.fakes import FakeEngine

pytestmark = pytest.mark.browser

BUNDLE = Path(__file__).parent / "node_modules" / "deep-chat" / "dist"

# Properties are set when the element is defined and before it is shown: set earlier, it silently runs a demonstration;
# without a font of its own by the time it is shown, it loads one from Google.
PAGE = """<!doctype html><title>Partner</title><link rel="icon" href="data:,"><main></main>
<script type="module" src="/deepChat.bundle.js"></script>
<script type="module">
  await customElements.whenDefined("deep-chat");
  const chat = Object.assign(document.createElement("deep-chat"), { id: "chat" });
  chat.style.fontFamily = "sans-serif";
  chat.requestInterceptor = (details) => {
    details.body = { sender: "f3a9c5e1", message: details.body.messages.at(-1).text, metadata: { locale: "en" } };
    return details;
  };
  chat.responseInterceptor = (items) => items.flatMap(({ text, buttons = [] }) => [
    { text }, ...buttons.map(({ title, payload }) => ({ text: `${title} (${payload})` })),
  ]);
  chat.connect = { url: "%s/webhooks/rest/webhook", method: "POST" };
  document.querySelector("main").append(chat);
  window.ready = true;
</script>"""


def partner_site(target: Callable[[], str]) -> Flask:
    """Return the site of another organisation that talks to our server."""
    site = Flask(__name__)
    site.add_url_rule("/", view_func=lambda: Response(PAGE % target(), mimetype="text/html"))
    site.add_url_rule("/<path:name>", endpoint="file", view_func=lambda name: send_from_directory(BUNDLE, name))
    return site


def said(browser: Chrome, words: str) -> str:
    """Say something in the chat and wait for the answer to it."""
    before = browser.execute_script("return document.getElementById('chat').getMessages().length")
    browser.execute_script("document.getElementById('chat').submitUserMessage({text: arguments[0]})", words)
    WebDriverWait(browser, 10, 0.05).until(
        lambda driver: driver.execute_script("return document.getElementById('chat').getMessages().length") > before + 1
    )
    shown: str = browser.execute_script("return document.getElementById('chat').shadowRoot.textContent")
    return shown


def test_deep_chat_holds_a_conversation_by_the_rest_contract(
    browser: Chrome, serve: Callable[[Flask], str], site: Callable[..., str]
) -> None:
    if not BUNDLE.is_dir():
        pytest.skip("deep-chat is not installed: npm ci --ignore-scripts in tests/browser")
    ours: list[str] = []
    partner = serve(partner_site(lambda: ours[0]))
    engine = FakeEngine()
    ours.append(site(engine=engine, allowed_origins=frozenset({partner})))
    browser.get(partner)
    WebDriverWait(browser, 10, 0.05).until(lambda driver: driver.execute_script("return window.ready"))
    assert "Ask for a warrant." in said(browser, "ICE is at my door")
    assert "Must I sign? (/intent:signing)" in said(browser, "/intent:signing")
    assert [message.text for message in engine.asked] == ["ICE is at my door", "/intent:signing"]
    assert {message.address for message in engine.asked} == {"f3a9c5e1"}
    assert engine.asked[0].locale_hints == ("en",)
    assert complaints(browser) == []
    assert {address.split("/")[2] for address in requested(browser) if address.startswith("http")} == {
        partner.removeprefix("http://"),
        ours[0].removeprefix("http://"),
    }
