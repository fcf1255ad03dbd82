"""Finds the channels by walking this package, so that a new channel is one new file."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

import app.channels
from app.channels.base import Channel, Surroundings
from app.core.errors import SettingsError


def find_channels() -> dict[str, type[Channel]]:
    """Return every channel class by name. Raises `RuntimeError` if two share a name or a path."""
    found: dict[str, type[Channel]] = {}
    for module in pkgutil.iter_modules(app.channels.__path__):
        for kind in _channels_of(f"{app.channels.__name__}.{module.name}"):
            if kind.name in found or any(kind.path == other.path for other in found.values()):
                raise RuntimeError(f"two channels are called {kind.name!r} or share {kind.path!r}")
            found[kind.name] = kind
    return found


def _channels_of(module_name: str) -> list[type[Channel]]:
    module = importlib.import_module(module_name)
    classes = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == module_name]
    return [kind for kind in classes if issubclass(kind, Channel) and not inspect.isabstract(kind)]


def enable_channels(configured: Mapping[str, Mapping[str, Any]], surroundings: Surroundings) -> tuple[Channel, ...]:
    """Return the channels that are configured, ready to serve.

    `configured`: name of the channel to its options; a channel that is not named stays shut. Raises `SettingsError`
    that lists every fault at once, and no value of any option.
    """
    known, enabled, faults = find_channels(), [], []
    for name, values in configured.items():
        if name not in known:
            faults.append(f"channels.{name}: there is no such channel; known are {', '.join(sorted(known))}")
            continue
        try:
            kind = known[name]
            enabled.append(kind.create(kind.options.model_validate(dict(values)), surroundings))
        except ValidationError as error:
            faults.extend(_faults_of(name, error))
        except SettingsError as error:
            faults.append(f"channels.{name}: {error}")
    if faults:
        raise SettingsError("\n".join(faults))
    return tuple(enabled)


def _faults_of(name: str, error: ValidationError) -> list[str]:
    return [
        f"channels.{name}.{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
        for fault in error.errors(include_input=False, include_url=False, include_context=False)
    ]
