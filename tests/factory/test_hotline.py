from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.core.errors import IndexMissingError, SettingsError, StoreError
from app.factory.application import application_of, channel_options
from app.factory.hotline import Hotline, build_hotline
from app.factory.paths import Paths
from tests.installations import Installation


def test_every_door_answers(hotline: Hotline) -> None:
    client = application_of(hotline).test_client()
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (200, {"status": "ready", "publication": 1, "refused": 0})
    told = client.post("/api/v1/messages", json={"text": "ICE is at my door"})
    assert told.json is not None
    assert told.json["intent"] == "urgent-ice-at-door"
    assert b"ICE is at my door right now" in client.post("/", data={"text": "ICE is at my door"}).data


def test_without_a_token_the_sms_door_is_shut(own_installation: Installation) -> None:
    assert set(channel_options(own_installation.settings())) == {"web", "rest"}
    assert set(channel_options(own_installation.settings(twilio_auth_token="t" * 32))) == {"web", "rest", "twilio_sms"}


def test_without_an_index_there_is_no_hotline(own_installation: Installation) -> None:
    shutil.rmtree(own_installation.folder / "index")
    with pytest.raises(IndexMissingError):
        build_hotline(own_installation.settings())


def test_without_a_publication_there_is_no_hotline(own_installation: Installation) -> None:
    (own_installation.folder / "content.db").unlink()
    with pytest.raises(StoreError):
        build_hotline(own_installation.settings())


def test_a_folder_without_content_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="KYR_CONTENT"):
        Paths.of(Installation(tmp_path, tmp_path).settings())


def test_two_workers_share_what_they_remember(own_installation: Installation) -> None:
    first, second = (build_hotline(own_installation.settings()) for _ in range(2))
    try:
        client, other = (application_of(one).test_client() for one in (first, second))
        said = {"sender": "canary-someone", "message": "language"}
        assert client.post("/webhooks/rest/webhook", json=said).status_code == 200
        told = other.post("/webhooks/rest/webhook", json={**said, "message": "2"}).json
        assert told
        assert told[-1]["custom"]["locale"] == "es"
    finally:
        first.close()
        second.close()
