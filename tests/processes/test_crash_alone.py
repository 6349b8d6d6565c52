from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


def test_the_last_one_may_crash_too(changed: Changed) -> None:
    """Nobody else holds the end that it would write to, and so its reader does not wait."""
    images = '"damaged.png", "dog.png"', '"dog.png", "damaged.png"'
    ended = changed("processes/crash_alone", images)

    assert ended.stdout.endswith("damaged.png is lost, exit code 70\n")
    assert (ended.returncode, ended.stderr) == (0, "")
