from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from werkzeug.serving import WSGIRequestHandler, make_server

from app.web.application import create_application
from tests.browser.console import logged
from tests.web.fakes import services_of

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en",
    "--window-size=900,1000",
)


class SilentHandler(WSGIRequestHandler):
    """Serves without an access log."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ANN401 - as werkzeug has it
        """Say nothing."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of this machine; gives its origin."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=SilentHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """Return a function that serves an application until the end of the test."""
    with ExitStack() as open_servers:
        yield lambda app: open_servers.enter_context(serving(app))


@pytest.fixture
def site(serve: Callable[[Flask], str]) -> Callable[..., str]:
    """Return a function that serves our application with some services changed."""
    return lambda **changes: serve(create_application(services_of(public_url="", **changes)))


@contextmanager
def chromium(profile: Path, *, scripts: bool = True) -> Iterator[Chrome]:
    """Start a browser with a new profile."""
    if not CHROMIUM or not DRIVER:
        pytest.skip("no Chromium with its chromedriver here: apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="module")
def shared_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def browser(shared_browser: Chrome) -> Chrome:
    """Return a browser that has forgotten what earlier tests logged."""
    shared_browser.get("about:blank")
    for kind in ("browser", "performance"):
        logged(shared_browser, kind)
    return shared_browser


@pytest.fixture
def browser_without_scripts(tmp_path: Path) -> Iterator[Chrome]:
    with chromium(tmp_path / "profile", scripts=False) as driver:
        yield driver
