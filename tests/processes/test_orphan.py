from collections.abc import Callable

import pytest

from recorder import find

BROKEN = find("processes/orphan_broken")


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
def test_a_daemon_is_an_orphan_too(printed: Callable[[str], str]) -> None:
    """A worker that is a daemon goes on as well when its parent is killed."""
    daemon = BROKEN.shown.replace("args=(line,))", "args=(line,), daemon=True)")

    assert printed(daemon).endswith("the worker is still at work\n")
