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


def test_what_led_to_an_error_is_shown(changed: Changed) -> None:
    """What was logged before it stands above it."""
    fails = '    if image == "dog.png":\n        raise ValueError(image)\n'
    ended = changed("processes/log_pool", (LOGS, fails + LOGS))

    logged, _, rest = ended.stderr.partition("\n")
    assert (ended.returncode, logged) == (1, "cat.png is converted")
    assert "ValueError: dog.png" in rest


def test_after_an_error_the_rest_is_dropped(changed: Changed) -> None:
    """What no worker has begun is cancelled."""
    ended = changed("processes/log_pool", ("\nWORKERS = 2\n", f"\nWORKERS = 2\n{NOTED}"))

    assert ended.stdout.startswith("drops the rest: True\n")
