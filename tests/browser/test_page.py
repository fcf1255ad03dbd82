"""The page at / in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from app.core.message import Message
from app.core.reply import Block, Reply
from tests.browser.console import complaints, requested
from tests.web.fakes import FakeEngine

pytestmark = pytest.mark.browser

STORED = """
const done = arguments[arguments.length - 1];
Promise.all([indexedDB.databases(), caches.keys()]).then(([databases, kept]) => done(
  [document.cookie, localStorage.length, sessionStorage.length, databases.length, kept.length]));
"""


def wait_for(browser: Chrome, count: int) -> list[WebElement]:
    """Wait until so many replies are shown."""
    return WebDriverWait(browser, 10, 0.05).until(
        lambda driver: (found := driver.find_elements(By.CSS_SELECTOR, "#log .reply")) and len(found) == count and found
    )


def ask(browser: Chrome, text: str, *, reply: int = 1) -> str:
    field = browser.find_element(By.ID, "text")
    field.send_keys(text)
    browser.find_element(By.CSS_SELECTOR, ".send").click()
    return wait_for(browser, reply)[-1].text


def test_a_question_is_answered_without_a_reload(browser: Chrome, site: Callable[..., str]) -> None:
    engine = FakeEngine()
    origin = site(engine=engine)
    browser.get(origin)
    browser.execute_script("window.unloaded = false")
    pages = browser.execute_script("return history.length")
    shown = ask(browser, "ICE is at my door")
    assert "Keep the door closed." in shown
    assert "ICE is at my door" in browser.find_element(By.CSS_SELECTOR, ".question").text
    assert browser.execute_script("return window.unloaded") is False
    assert browser.find_element(By.ID, "text").get_property("value") == ""
    assert browser.find_element(By.CSS_SELECTOR, "#log a.phone").get_attribute("href") == "tel:+18443631423"
    assert browser.current_url == f"{origin}/"
    assert complaints(browser) == []
    addresses = requested(browser)
    assert f"{origin}/api/v1/messages" in addresses
    assert [address for address in addresses if not address.startswith(f"{origin}/") or "ICE" in address] == []
    assert browser.execute_async_script(STORED) == ["", 0, 0, 0, 0]
    assert browser.get_cookies() == []
    assert browser.execute_script("return history.length") == pages


def test_a_choice_is_tapped_and_the_conversation_goes_on(browser: Chrome, site: Callable[..., str]) -> None:
    engine = FakeEngine()
    browser.get(site(engine=engine))
    ask(browser, "ICE is at my door")
    browser.find_element(By.CSS_SELECTOR, "#choices button").click()
    wait_for(browser, 2)
    assert engine.asked[1].payload == "intent:signing"
    assert engine.asked[1].address == engine.asked[0].address
    assert [one.text.split()[-1] for one in browser.find_elements(By.CSS_SELECTOR, ".question")] == ["door", "sign?"]
    assert complaints(browser) == []


def test_a_language_can_be_changed_within_the_conversation(browser: Chrome, site: Callable[..., str]) -> None:
    engine = FakeEngine()
    browser.get(site(engine=engine))
    ask(browser, "ICE is at my door")
    browser.find_element(By.CSS_SELECTOR, "nav summary").click()
    browser.find_element(By.CSS_SELECTOR, "#languages a[lang=es]").click()
    wait_for(browser, 2)
    assert engine.asked[1].payload == "locale:es"


def test_enter_sends_and_shift_enter_begins_a_line(browser: Chrome, site: Callable[..., str]) -> None:
    engine = FakeEngine()
    browser.get(site(engine=engine))
    field = browser.find_element(By.ID, "text")
    field.send_keys("one", Keys.SHIFT + Keys.ENTER, Keys.NULL, "two", Keys.ENTER)
    wait_for(browser, 1)
    assert [message.text for message in engine.asked] == ["one\ntwo"]


def test_a_right_to_left_language_is_laid_out_right_to_left(browser: Chrome, site: Callable[..., str]) -> None:
    def says(_: Message) -> Reply:
        blocks = (Block("answer", "⟦ⵌ 1-844-363-1423⟧", locale="ar_XB", dir="rtl"), Block("notice", "English."))
        return Reply(blocks, locale="ar_XB", dir="rtl")

    browser.get(f"{site(engine=FakeEngine(says=says))}/ar-XB/")
    ask(browser, "x")
    direction = "return getComputedStyle(document.querySelector(arguments[0])).direction"
    assert browser.execute_script(direction, "body") == "rtl"
    assert browser.execute_script(direction, ".block.answer") == "rtl"
    assert browser.execute_script(direction, ".block.notice") == "ltr"
    assert browser.execute_script(direction, "a.phone") == "ltr"
    send, field = (browser.find_element(By.CSS_SELECTOR, name).rect for name in (".send", "#text"))
    assert send["x"] < field["x"]
    assert browser.find_element(By.ID, "exit").rect["x"] < 100
    assert complaints(browser) == []


@pytest.mark.parametrize("path", ["/", "/ar-XB/"])
def test_a_narrow_screen_shows_everything_and_every_target_is_large(
    browser: Chrome, site: Callable[..., str], path: str
) -> None:
    browser.get(site() + path)
    browser.set_window_size(500, 800)
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": True}
    )
    try:
        ask(browser, "ICE is at my door")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 320
        browser.find_element(By.CSS_SELECTOR, "nav summary").click()
        targets = browser.find_elements(By.CSS_SELECTOR, "button, .exit, .languages a, summary, textarea")
        assert len(targets) > 6
        assert [one.text for one in targets if min(one.size["width"], one.size["height"]) < 44] == []
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.set_window_size(900, 1000)


def test_in_trouble_the_page_says_what_matters_most(browser: Chrome, site: Callable[..., str]) -> None:
    def says(_: Message) -> Reply:
        raise RuntimeError

    browser.get(f"{site(engine=FakeEngine(says=says))}/es/")
    assert "No abra. Llame al 911." in ask(browser, "x")
    assert browser.find_element(By.ID, "text").get_property("value") == "x"


def test_markup_in_content_never_becomes_part_of_the_page(browser: Chrome, site: Callable[..., str]) -> None:
    def says(message: Message) -> Reply:
        text = "<img src=x onerror=\"document.title='broken'\"> <script>document.title='broken'</script> **bold**"
        return Reply((Block("answer", text + message.text),))

    browser.get(site(engine=FakeEngine(says=says)))
    ask(browser, "<b id=written>x</b>")
    assert browser.find_elements(By.CSS_SELECTOR, "#log img, #log script, #written") == []
    assert browser.find_element(By.CSS_SELECTOR, "#log strong").text == "bold"
    assert browser.title != "broken"


def test_html_from_elsewhere_is_refused_by_the_page_itself(browser: Chrome, site: Callable[..., str]) -> None:
    browser.get(site())
    refused = """
      try { document.body.innerHTML = "<b>x</b>"; return "written"; } catch (error) { return error.name; }
    """
    assert browser.execute_script(refused) == "TypeError"


def test_the_quick_exit_leaves_nothing_to_come_back_to(browser: Chrome, site: Callable[..., str]) -> None:
    neutral = site()
    browser.get(site(exit_url=f"{neutral}/healthz"))
    ask(browser, "ICE is at my door")
    browser.find_element(By.ID, "exit").click()
    WebDriverWait(browser, 10, 0.05).until(lambda driver: driver.current_url == f"{neutral}/healthz")
    browser.back()
    assert "ICE" not in browser.page_source


def test_without_scripts_the_form_does_it_all(browser_without_scripts: Chrome, site: Callable[..., str]) -> None:
    browser, engine = browser_without_scripts, FakeEngine()
    origin = site(engine=engine)
    browser.get(origin)
    assert "Keep the door closed." in ask(browser, "ICE is at my door")
    browser.find_element(By.CSS_SELECTOR, "#choices button").click()
    WebDriverWait(browser, 10, 0.05).until(lambda _: len(engine.asked) == 2)
    assert engine.asked[1].payload == "intent:signing"
    assert engine.asked[1].address == engine.asked[0].address
    assert browser.current_url == f"{origin}/"
