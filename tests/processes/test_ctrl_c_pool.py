from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGINT")
def test_the_status_tells_of_an_image_that_was_not_dropped(changed: Changed) -> None:
    """A pool that cancels nothing has all of them converted before it ends."""
    ended = changed(
        "processes/ctrl_c_pool",
        ("cancel_futures=True", "cancel_futures=False"),
        ("1 if image else 10", "0 if image else 10"),
    )

    assert (ended.stdout, ended.returncode) == ("the last image is cancelled: False\n", 1)
