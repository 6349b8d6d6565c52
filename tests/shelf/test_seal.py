"""A record says whether it is as it was written."""

from __future__ import annotations

import pytest

from shelf.seal import OPEN, is_whole, sealed

RECORD = f'{{"a": 1, {OPEN}, "b": [2, 3]}}\n'


def test_what_was_sealed_is_whole() -> None:
    """Sealed again it is the same; without a seal it is not."""
    once = sealed(RECORD)

    assert is_whole(once) and sealed(once) == once
    assert not is_whole(RECORD)
    assert not is_whole(RECORD.replace(OPEN, '"c": 4'))


@pytest.mark.parametrize(
    ("old", "new"), [("2, 3", "3, 2"), ('"a"', '"c"'), ('seal": "', 'seal": "0')]
)
def test_what_was_changed_is_not(old: str, new: str) -> None:
    """Neither a value, nor a name, nor the seal."""
    once = sealed(RECORD)

    assert once.replace(old, new) != once
    assert not is_whole(once.replace(old, new))


def test_a_second_seal_is_none_of_ours() -> None:
    """Two branches that were put together hold two."""
    assert not is_whole(sealed(RECORD) * 2)
    with pytest.raises(ValueError):
        sealed(sealed(RECORD) * 2)
