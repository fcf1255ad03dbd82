from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.matching.features import BUCKETS, grams


def test_the_hash_is_the_same_in_every_process_and_for_all_time() -> None:
    found = grams("ice at door")
    assert found.buckets.sum() == 2025760  # another number makes every saved index unreadable: raise index.FORMAT
    assert found.split == 42
    assert found.counts.sum() == 51


def test_word_features_do_not_depend_on_where_words_stand() -> None:
    first, second = grams("warrant needed"), grams("is a warrant needed here")
    assert set(first.buckets[first.split :].tolist()) <= set(second.buckets[second.split :].tolist())


def test_repeats_are_counted() -> None:
    once, thrice = grams("no"), grams("no no no")
    shared = np.isin(thrice.buckets, once.buckets)
    assert thrice.counts[shared].max() >= 3


@given(st.text(st.characters(codec=None), max_size=2000))
def test_any_text_has_sorted_unique_buckets_within_range(text: str) -> None:
    found = grams(text)
    assert (np.diff(found.buckets) > 0).all()
    assert len(found.buckets) == len(found.counts)
    assert found.buckets[0] >= 0
    assert found.buckets[-1] < BUCKETS
