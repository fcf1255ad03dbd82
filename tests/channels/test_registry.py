from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import app.channels
from app.channels.base import Channel
from app.channels.registry import enable_channels, find_channels
from app.core.errors import SettingsError
from tests.channels.fakes import SECRET, SURROUNDINGS

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - only tests use it


def test_every_channel_is_found_by_walking_the_package() -> None:
    assert set(find_channels()) == {"rest", "twilio_sms", "web"}


@pytest.mark.parametrize("kind", find_channels().values(), ids=list(find_channels()))
def test_a_channel_is_one_file_that_imports_no_other_channel(kind: type[Channel]) -> None:
    source = Path(inspect.getfile(kind)).read_text(encoding="utf-8")
    others = {other.__module__ for other in find_channels().values()} - {kind.__module__}
    assert not [name for name in others if name in source]
    assert kind.path.startswith("/")
    assert inspect.getdoc(kind)


def test_only_configured_channels_are_enabled() -> None:
    enabled = enable_channels({"rest": {}, "twilio_sms": {"auth_token": TOKEN}}, SURROUNDINGS)
    assert [channel.name for channel in enabled] == ["rest", "twilio_sms"]


@pytest.mark.parametrize(
    ("configured", "told"),
    [
        pytest.param({"pigeon": {}}, "channels.pigeon: there is no such channel", id="unknown-channel"),
        pytest.param({"rest": {"tokn": "x"}}, "channels.rest.tokn", id="misspelt-option"),
        pytest.param({"twilio_sms": {}}, "channels.twilio_sms.auth_token: Field required", id="no-token"),
        pytest.param({"twilio_sms": {"auth_token": ""}}, "channels.twilio_sms.auth_token", id="empty-token"),
        pytest.param(
            {"twilio_sms": {"auth_token": "short-secret"}}, "channels.twilio_sms.auth_token", id="short-token"
        ),
        pytest.param({"twilio_sms": {"auth_token": TOKEN, "segments": 99}}, "channels.twilio_sms.segments", id="range"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(configured: dict[str, dict[str, object]], told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        enable_channels(configured, SURROUNDINGS)
    assert told in str(caught.value)
    assert "short-secret" not in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        enable_channels({"pigeon": {}, "rest": {"no": 1}, "twilio_sms": {}}, SURROUNDINGS)
    assert len(str(caught.value).splitlines()) == 3


def test_text_messages_need_the_public_url() -> None:
    nowhere = type(SURROUNDINGS)(public_url="", secret_key=SECRET)
    with pytest.raises(SettingsError, match="public URL"):
        enable_channels({"twilio_sms": {"auth_token": TOKEN}}, nowhere)


def test_secrets_do_not_show_in_a_repr() -> None:
    options = find_channels()["twilio_sms"].options.model_validate({"auth_token": TOKEN})
    assert TOKEN not in repr(options)
    assert SECRET not in repr(SURROUNDINGS)


def test_two_channels_with_one_path_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Path(inspect.getfile(find_channels()["rest"])).read_text(encoding="utf-8").replace('"rest"', '"rest2"')
    (tmp_path / "rest_copy.py").write_text(copy, encoding="utf-8")
    monkeypatch.setattr(app.channels, "__path__", [*app.channels.__path__, str(tmp_path)])
    with pytest.raises(RuntimeError, match="share"):
        find_channels()
