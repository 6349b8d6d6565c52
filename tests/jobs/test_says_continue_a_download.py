"""What the page on a download that broke off says of parts and of whole files."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import MagicMock

import pytest

from snippets.jobs import continue_download
from snippets.jobs.continue_download import Target

REPLY = {"ETag": '"one"', "Content-Range": "bytes 4-9/10"}


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """A file of which four bytes have come."""
    made = Target(tmp_path, "http://a")
    made.begin('"one"')
    made.part.write_bytes(b"0123")
    return made


def answers(monkeypatch: pytest.MonkeyPatch, reply: dict[str, str], chunk: bytes) -> None:
    """Whoever asks gets this part."""
    answer = MagicMock(status=206, length=len(chunk), headers=reply)
    answer.__enter__.return_value = answer
    answer.read1.side_effect = [chunk, b""]
    monkeypatch.setattr(continue_download, "urlopen", MagicMock(return_value=answer))


def test_the_part_that_was_asked_for_makes_it_whole(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the answer that the next test spoils."""
    answers(monkeypatch, REPLY, b"456789")

    continue_download.fetch("http://a", target)

    assert target.path.read_bytes() == b"0123456789"


@pytest.mark.parametrize(
    ("reply", "chunk"),
    [
        ({"Content-Range": "bytes 4-9/*"}, b"456789"),
        ({"Content-Range": ""}, b"456789"),
        ({"Content-Range": "bytes 5-9/10"}, b"56789"),
        ({"Content-Range": "bytes 0-9/10"}, b"0123456789"),
        ({"ETag": '"two"'}, b"456789"),
    ],
)
def test_of_a_part_that_was_not_asked_for_nothing_stays(
    target: Target, monkeypatch: pytest.MonkeyPatch, reply: dict[str, str], chunk: bytes
) -> None:
    """Also where the server does not say how large the whole is; the next try begins anew."""
    answers(monkeypatch, REPLY | reply, chunk)

    with pytest.raises(OSError, match="not the part that was asked for"):
        continue_download.fetch("http://a", target)

    assert (target.size(), target.tag(), target.path.exists()) == (0, "", False)


def test_of_a_file_that_is_whole_nothing_went_wrong(target: Target, tmp_path: Path) -> None:
    """It is told in no words, and nobody is asked."""
    target.part.write_bytes(b"0123456789")
    target.finish()

    assert continue_download.attempt("http://a", tmp_path) == ""
