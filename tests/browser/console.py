"""What a browser logged since it was last asked."""

from __future__ import annotations

import json
from typing import Any

from selenium.webdriver import Chrome


def logged(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """Return what was logged and forget it. `kind`: "browser" is the console, "performance" the network."""
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


def requested(browser: Chrome) -> list[str]:
    """Return every address that was asked for."""
    events = [json.loads(entry["message"])["message"] for entry in logged(browser, "performance")]
    return [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]


def complaints(browser: Chrome) -> list[str]:
    """Return what stands in the console as a warning or an error."""
    return [entry["message"] for entry in logged(browser, "browser") if entry["level"] in {"SEVERE", "WARNING"}]
