from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


#: The pool says how it was shut down.
NOTED = """
class ProcessPoolExecutor(ProcessPoolExecutor):
    def shutdown(self, wait=True, *, cancel_futures=False):
        print("drops the rest:", cancel_futures)
        super().shutdown(wait, cancel_futures=cancel_futures)

"""
LOGS = '    logging.info("%s is converted", image)\n'


def test_a_record_that_is_missing_is_told(changed: Changed) -> None:
    """All others are shown, and the status is 1."""
    silent = '    if image == "image 07":\n        return\n'
    ended = changed("processes/rotate_log", (LOGS, silent + LOGS))

    assert ended.stdout.endswith("records: 23 of 24\n")
    assert ended.stderr.count(" is converted\n") == 23
    assert ended.returncode == 1


def test_after_an_error_the_rest_is_dropped(changed: Changed) -> None:
    """What no worker has begun is cancelled."""
    ended = changed("processes/rotate_log", ("\nWORKERS = 2\n", f"\nWORKERS = 2\n{NOTED}"))

    assert ended.stdout.startswith("drops the rest: True\n")


def test_the_log_is_closed(changed: Changed) -> None:
    """Nobody leaves the file that was written last to the collector of garbage."""
    ended = changed("processes/rotate_log", options=("-W", "always::ResourceWarning"))

    assert "mode='a'" not in ended.stderr
