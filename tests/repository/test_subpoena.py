"""Whoever takes this server away finds nothing that a resident wrote, and no number or address of theirs."""

from __future__ import annotations

import base64
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote, urlencode

import orjson
import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from app.core.message import Message
from app.core.reply import Reply
from app.factory.application import application_of
from app.factory.hotline import Hotline
from tests.dialog.world import ToldRanker
from tests.installations import TWILIO_TOKEN, Installation
from tests.servers import Server, serving

CONVERSATIONS = 200
PUBLIC_URL = "http://127.0.0.1:8000"

STEMS = ("Canaryzq", "+155501429", "203.0.113.", "2001:db8:ca7:")
"""What every text, number and address of these conversations has in it; the last two are for documentation only."""


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody to be kept secret."""

    number: int

    @property
    def phone(self) -> str:
        return f"{STEMS[1]}{self.number:03d}"

    @property
    def address(self) -> str:
        return f"{STEMS[2]}{self.number % 250}" if self.number % 2 else f"{STEMS[3]}:{self.number:x}"

    @property
    def headers(self) -> dict[str, str]:
        """What a browser and the proxies in front of us tell."""
        return {
            "User-Agent": f"{STEMS[0]}Agent/{self.number}",
            "X-Forwarded-For": f"{self.address}, 10.0.0.1",
            "Forwarded": f'for="{self.address}"',
            "X-Real-IP": self.address,
            "Referer": f"https://example.org/{STEMS[0]}",
            "Cookie": f"id={STEMS[0]}{self.number}",
            "Accept-Language": f"es, {STEMS[0]};q=0.5",
        }

    def says(self) -> list[str]:
        """What they write: questions in both languages with their name in, a place, commands, nonsense."""
        name = f"{STEMS[0]}{self.number}"
        return [
            f"ICE is at my door my name is {name} call me {self.phone}",
            f"la policia de chicago tiene a mi hermano {name}",
            f"{name} {self.address}",
            ("more", "menu", "1", "español", "FORGET", "stop")[self.number % 6],
            f"{name}! " * 20,
        ]


def forms(stem: str) -> set[bytes]:
    """Return how a text may be written down: as it is, in hex, in base64 at any offset, in a URL, its digits alone."""
    raw = stem.casefold().encode()
    found = {raw, raw.hex().encode(), stem.encode().hex().encode(), quote(stem).casefold().encode()}
    digits = re.sub(r"\D", "", stem)
    if len(digits) > 8:
        found.add(digits.encode())
    return found


def encoded(stem: str) -> set[bytes]:
    """Return the base64 of a text within a longer one, whatever stands before and after it."""
    found = set()
    for variant in {stem, stem.casefold()}:
        for offset in range(3):
            whole = base64.b64encode(b"\0" * offset + variant.encode())
            start = (offset * 8 + 5) // 6
            found.add(whole[start : (offset + len(variant)) * 8 // 6])
    return found


def traces(folder: Path, *others: bytes) -> list[str]:
    """Return every file below `folder`, and every one of `others`, in which a resident left a trace."""
    plain = [form for stem in STEMS for form in forms(stem)]
    exact = [form for stem in STEMS for form in encoded(stem)]
    held = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    held |= {f"text {number}": text for number, text in enumerate(others)}
    return [
        f"{name}: {form!r}"
        for name, text in held.items()
        for lowered in [text.lower()]
        for form in (*(one for one in plain if one in lowered), *(one for one in exact if one in text))
    ]


@contextmanager
def logging_everything(path: Path) -> Iterator[None]:
    """Write the log of all libraries down, at its most talkative."""
    root, level = logging.getLogger(), logging.getLogger().level
    keeper = logging.FileHandler(path)
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(keeper)
        keeper.close()


def sms(client: FlaskClient, resident: Resident, text: str, *, number: int, signature: str = "") -> int:
    """Send a text message as Twilio does; `signature`: instead of the right one."""
    form = {
        "From": resident.phone,
        "To": "+12025550100",
        "Body": text,
        "MessageSid": f"SM{resident.number:026d}{number:06d}",
    }
    url = f"{PUBLIC_URL}/webhooks/twilio/sms"
    signed = signature or RequestValidator(TWILIO_TOKEN).compute_signature(url, form)
    headers = {**resident.headers, "X-Twilio-Signature": signed}
    return client.post("/webhooks/twilio/sms", data=form, headers=headers).status_code


def over_sms(client: FlaskClient, resident: Resident) -> None:
    for number, text in enumerate(resident.says()):
        assert sms(client, resident, text, number=number) == 200
        assert sms(client, resident, text, number=number) == 200


def over_api(client: FlaskClient, resident: Resident) -> None:
    session = None
    where = {"REMOTE_ADDR": resident.address}
    for text in resident.says():
        body = {"text": text, "session": session, "locale": None, "locales": [f"{STEMS[0]}"]}
        told = client.post("/api/v1/messages", json=body, headers=resident.headers, environ_base=where)
        assert told.status_code == 200
        session = told.json["session"] if told.json else None
        assert not traces(Path("no-folder"), str(session).encode())


def over_rest(client: FlaskClient, resident: Resident) -> None:
    for text in resident.says():
        body = {"sender": f"{STEMS[0]}{resident.number}", "message": text, "metadata": {"locale": "es", STEMS[0]: 1}}
        assert client.post("/webhooks/rest/webhook", json=body, headers=resident.headers).status_code == 200


def over_page(client: FlaskClient, resident: Resident) -> None:
    for text in resident.says():
        told = client.post("/es/" if resident.number % 2 else "/", data={"text": text}, headers=resident.headers)
        assert told.status_code == 200


DOORS: tuple[Callable[[FlaskClient, Resident], None], ...] = (over_sms, over_api, over_rest, over_page)


def mistakes(client: FlaskClient, resident: Resident) -> set[int]:
    """Do everything wrong that can be done; return the status codes."""
    name, where = f"{STEMS[0]}{resident.number}", {"REMOTE_ADDR": resident.address}

    def post(path: str, **sent: Any) -> int:  # noqa: ANN401 - as the client takes it
        return client.post(path, headers=resident.headers, environ_base=where, **sent).status_code

    api, rest = "/api/v1/messages", "/webhooks/rest/webhook"
    return {
        *(post(path, data=f'{{"text": "{name}'.encode(), content_type="application/json") for path in (api, rest)),
        *(post(path, data=f"{name}".encode() * 9000, content_type="application/json") for path in (api, rest, "/")),
        *(post(path, json={"text": name, name: resident.phone}) for path in (api, rest)),
        post(api, json={"text": name * 900}),
        post(api, json={"text": name, "session": f"{name}.{name}"}),
        post(api, data=name.encode(), content_type="text/plain"),
        post(f"/{name}", data={"text": name}),
        post(f"{api}?{urlencode({'q': resident.phone})}", json=[name]),
        client.get(f"/api/v1/entries/{name}?place={name}&locale={name}", headers=resident.headers).status_code,
        client.get(f"/api/v1/languages?%ff{name}", headers=resident.headers).status_code,
        client.put(api, data=name, headers=resident.headers).status_code,
        sms(client, resident, name, number=1, signature="forged"),
    }


@dataclass(frozen=True)
class Exploding:
    """An engine that fails with what the person wrote in its error."""

    def answer(self, message: Message, *, now: float) -> Reply:
        raise RuntimeError(f"{message.text} {message.address} {now}")


class BrokenRanker(ToldRanker):
    """A ranker that fails with what the person wrote in its error."""

    def rank(self, text: str, *, locale: str = "") -> NoReturn:
        raise ValueError(text + locale)


def test_after_every_kind_of_conversation_nothing_of_it_is_left(
    hotline: Hotline, own_installation: Installation, capfd: pytest.CaptureFixture[str]
) -> None:
    client = application_of(hotline).test_client()
    broken = replace(hotline.engine, ranker=BrokenRanker)
    with logging_everything(own_installation.folder / "everything.log"):
        for number in range(CONVERSATIONS):
            DOORS[number % len(DOORS)](client, Resident(number))
        for number in range(8):
            assert {400, 403, 404, 405, 413, 415, 422} <= mistakes(client, Resident(number))
        half = application_of(replace(hotline, engine=broken)).test_client()
        for number, door in enumerate(DOORS):
            door(half, Resident(CONVERSATIONS + number))
        exploded = application_of(replace(hotline, engine=Exploding())).test_client()  # type: ignore[arg-type] # on purpose
        assert exploded.post("/api/v1/messages", json={"text": f"{STEMS[0]}"}).status_code == 500
        assert exploded.post("/", data={"text": f"{STEMS[0]}"}).status_code == 500
        assert sms(exploded, Resident(999), f"{STEMS[0]}", number=1) == 500
        figures = client.get("/metrics").data
    assert b"kyr_messages_total" in figures
    printed = "".join(capfd.readouterr()).encode()
    log = (own_installation.folder / "everything.log").read_text(encoding="utf-8")
    assert "failed: RuntimeError" in log
    assert "answering failed: ValueError" in log
    assert not traces(own_installation.folder, figures, printed)
    hotline.counters.flush()
    hotline.close()
    assert not traces(own_installation.folder)
    with sqlite3.connect(own_installation.folder / "runtime.db") as db:
        assert db.execute("SELECT count(*) FROM sessions").fetchone()[0] > CONVERSATIONS // 4
        assert db.execute("SELECT count(*) FROM deliveries").fetchone()[0] > CONVERSATIONS // 2
    db.close()


def test_a_real_server_keeps_and_prints_nothing_either(own_installation: Installation, tmp_path: Path) -> None:
    printed = tmp_path / "printed.txt"
    with serving(own_installation, printed, KYR_TWILIO_AUTH_TOKEN=TWILIO_TOKEN) as server:
        for number in range(6):
            speak(server, Resident(number))
        figures = server.request("GET", "/metrics")[1]
        assert b"kyr_messages_total" in figures
        assert not traces(own_installation.folder, figures, printed.read_bytes())
    assert not traces(own_installation.folder, printed.read_bytes())
    assert (own_installation.folder / "runtime.db").stat().st_size > 0


def speak(server: Server, resident: Resident) -> None:
    """Hold a short conversation over every door of a server, and make some mistakes."""
    headers = {**resident.headers, "Content-Type": "application/json"}
    for text in resident.says():
        body = orjson.dumps({"text": text})
        assert server.request("POST", "/api/v1/messages", body, **headers)[0] == 200
    body = orjson.dumps({"sender": f"{STEMS[0]}{resident.number}", "message": resident.says()[0]})
    assert server.request("POST", "/webhooks/rest/webhook", body, **headers)[0] == 200
    assert server.request("POST", "/api/v1/messages", f"{STEMS[0]}".encode(), **headers)[0] == 400
    form = {"From": resident.phone, "Body": resident.says()[0], "MessageSid": f"SM{resident.number:032d}"}
    signed = RequestValidator(TWILIO_TOKEN).compute_signature(f"{PUBLIC_URL}/webhooks/twilio/sms", form)
    headers = {**resident.headers, "Content-Type": "application/x-www-form-urlencoded"}
    for signature, status in ((signed, 200), ("forged", 403)):
        sent = urlencode(form).encode()
        told = server.request("POST", "/webhooks/twilio/sms", sent, **{**headers, "X-Twilio-Signature": signature})
        assert told[0] == status
    assert server.request("POST", "/", urlencode({"text": resident.says()[0]}).encode(), **headers)[0] == 200
    assert server.request("GET", f"/{STEMS[0]}", **resident.headers)[0] == 404


WAYS: dict[str, Callable[[str], bytes]] = {
    "raw": str.encode,
    "capitals": lambda stem: stem.upper().encode(),
    "hex": lambda stem: stem.encode().hex().encode(),
    "url": lambda stem: quote(stem).encode(),
    "base64": lambda stem: base64.b64encode(f"x{stem}yz".encode()),
    "base64-of-lower": lambda stem: base64.b64encode(f"ab{stem.lower()}yz".encode()),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("stem", STEMS)
def test_the_search_finds_what_is_left_on_purpose(stem: str, way: Callable[[str], bytes], tmp_path: Path) -> None:
    assert not traces(tmp_path)
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "some.bin").write_bytes(b"\0\1" + way(stem) + b"\2")
    assert traces(tmp_path)
    assert traces(tmp_path / "deep" / "er" / "none", way(stem))


def test_the_search_finds_a_row_in_a_database_and_in_its_log(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "left.db")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE left_over (phone TEXT)")
    db.execute("INSERT INTO left_over VALUES (?)", (Resident(7).phone.removeprefix("+"),))
    db.commit()
    assert any("left.db-wal" in one for one in traces(tmp_path))
    db.close()
    assert any("left.db:" in one for one in traces(tmp_path))
