"""Requests as real front ends and platforms send them, one folder a channel, each with the messages that are in it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.channels.base import Surroundings
from app.channels.registry import enable_channels, find_channels
from tests.channels.fakes import PUBLIC_URL, SECRET, request_of

HERE = Path(__file__).parent
NEEDED: dict[str, dict[str, str]] = {"twilio_sms": {"auth_token": "0123456789abcdef0123456789abcdef"}}
SAMPLES = sorted(HERE.glob("*/*.toml"))


@pytest.mark.parametrize("name", find_channels())
def test_every_channel_has_samples(name: str) -> None:
    assert [path for path in SAMPLES if path.parent.name == name]


@pytest.mark.parametrize("path", SAMPLES, ids=[f"{path.parent.name}-{path.stem}" for path in SAMPLES])
def test_a_sample_is_read_as_it_is_meant(path: Path) -> None:
    sample: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    name = path.parent.name
    surroundings = Surroundings(public_url=PUBLIC_URL, secret_key=SECRET)
    (channel,) = enable_channels({name: NEEDED.get(name, {})}, surroundings)
    raw = sample["body"].encode()
    messages = channel.parse(request_of(channel.path, raw, content_type=sample["content_type"]), raw)
    assert len(messages) == len(sample["messages"])
    for message, wanted in zip(messages, sample["messages"], strict=True):
        found = {field: getattr(message, field) for field in wanted}
        assert found == wanted | ({"locale_hints": tuple(wanted["locale_hints"])} if "locale_hints" in wanted else {})
        assert message.channel == name
        assert message.address or message.session is not None
