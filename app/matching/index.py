"""The index: everything that matching knows, built once, saved as raw arrays and JSON, shared by mapping."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.errors import IndexMissingError
from app.matching.calibration import Calibration
from app.matching.decision import Thresholds
from app.matching.exact import ExactKeys
from app.matching.language import LanguageModel
from app.matching.model import LinearModel
from app.matching.places import Gazetteer, gazetteer_of
from app.matching.spelling import Vocabulary, build_vocabulary

FORMAT = 1
"""Version of the saved form, and of everything that changes the meaning of a saved index: folding, hashing."""

_META = "index.json"
_ARRAYS = {
    "weights": np.int8, "row_scale": np.float32, "idf": np.float32, "bias": np.float32,
    "exact_keys": np.uint64, "exact_places": np.int16, "language": np.float32,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Index:
    """What a matcher needs.

    `hash`: of the documents it was built from; `urgent`: ids of urgent intents;
    `exact`: folded utterances; `vocabularies`: locale -> words; `rules`: locale -> urgent rules as written.
    """

    hash: str
    model: LinearModel
    calibration: Calibration
    thresholds: Thresholds
    urgent: tuple[str, ...]
    exact: ExactKeys
    vocabularies: Mapping[str, Vocabulary]
    language: LanguageModel
    places: Gazetteer
    rules: Mapping[str, Mapping[str, Any]]

    def save(self, folder: Path) -> None:
        """Write the index beside `folder`, then swap it in by renaming, so that no reader meets half of it."""
        fresh = folder.with_name(f"{folder.name}.new-{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        sums = {name: _write_array(fresh / f"{name}.npy", array) for name, array in self._arrays().items()}
        meta = json.dumps({**self._meta(), "format": FORMAT, "sums": sums}, ensure_ascii=False)
        (fresh / _META).write_text(meta, "utf-8")
        old = folder.with_name(f"{folder.name}.old-{os.getpid()}")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        shutil.rmtree(old, ignore_errors=True)

    @classmethod
    def load(cls, folder: Path, *, expected_hash: str = "") -> Index:
        """Map a saved index into memory. `expected_hash`: of the documents it must belong to, "" for any.

        Raises IndexMissingError if it is absent, damaged, of another format or of other documents.
        """
        try:
            meta = json.loads((folder / _META).read_text("utf-8"))
            if meta["format"] != FORMAT or (expected_hash and meta["hash"] != expected_hash):
                raise IndexMissingError("the index belongs to other content or another version")
            arrays = {
                name: _read_array(folder / f"{name}.npy", meta["sums"][name], kind) for name, kind in _ARRAYS.items()
            }
            return _assemble(meta, arrays)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexMissingError(f"no usable index in {folder.name}") from error

    def _arrays(self) -> dict[str, NDArray[Any]]:
        model = self.model
        return {
            "weights": model.weights, "row_scale": model.row_scale, "idf": model.idf, "bias": model.bias,
            "exact_keys": self.exact.keys, "exact_places": self.exact.places, "language": self.language.table,
        }  # fmt: skip

    def _meta(self) -> dict[str, Any]:
        return {
            "hash": self.hash,
            "classes": self.model.classes,
            "calibration": asdict(self.calibration),
            "thresholds": asdict(self.thresholds),
            "urgent": self.urgent,
            "exact_names": self.exact.names,
            "vocabularies": {locale: dict(one.counts) for locale, one in self.vocabularies.items()},
            "locales": self.language.locales,
            "scripts": self.language.scripts,
            "place_names": self.places.names,
            "within": self.places.within,
            "rules": self.rules,
        }


def _assemble(meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Index:
    model = LinearModel(
        tuple(meta["classes"]), **{name: arrays[name] for name in ("weights", "row_scale", "idf", "bias")}
    )
    if model.weights.shape != (len(model.idf), len(model.classes)):
        raise ValueError("weights of another shape")
    thresholds = {field.name: float(meta["thresholds"][field.name]) for field in fields(Thresholds)}
    calibration = meta["calibration"]
    return Index(
        hash=meta["hash"],
        model=model,
        calibration=Calibration(tuple(calibration["coefficients"]), calibration["intercept"], calibration["sharpness"]),
        thresholds=Thresholds(**thresholds),
        urgent=tuple(meta["urgent"]),
        exact=ExactKeys(tuple(meta["exact_names"]), arrays["exact_keys"], arrays["exact_places"]),
        vocabularies={locale: build_vocabulary(counts) for locale, counts in meta["vocabularies"].items()},
        language=LanguageModel(
            tuple(meta["locales"]), arrays["language"], {one: tuple(some) for one, some in meta["scripts"].items()}
        ),
        places=gazetteer_of({name: tuple(some) for name, some in meta["place_names"].items()}, meta["within"]),
        rules=meta["rules"],
    )


def _write_array(path: Path, array: NDArray[Any]) -> str:
    np.save(path, array, allow_pickle=False)
    return _sum_of(path)


def _read_array(path: Path, expected: str, kind: type) -> NDArray[Any]:
    if _sum_of(path) != expected:
        raise ValueError(f"{path.name} is damaged")
    # A plain view of the mapping: indexing numpy's own memmap class costs several microseconds a call.
    array: NDArray[Any] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    if array.dtype != kind:
        raise ValueError(f"{path.name} holds another type")
    return array


def _sum_of(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()
