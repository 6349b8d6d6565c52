from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.processes.conftest import Changed

#: Behind the constants: other numbers, and what is looked at from there.
HEAD = "caught: list[int] = []\n"
#: A crash is noticed before the next task is submitted.
ONE_BY_ONE = (
    "        for image in images:\n",
    "        for image in images:\n            wait(tasks)\n",
)
TOLD = "    tasks: list[Future[str]] = []\n", "    tasks = []\n    print('a pool of', workers)\n"
#: The first task has SIGTERM sent, and ends when the parent has looked twice since.
SENT = """
    if image == "0":
        os.kill(os.getppid(), signal.SIGTERM)
        while not os.path.exists("go"):
            time.sleep(0.01)
    print(image, flush=True)
"""
LOOKS = """
import time
IMAGES, WORKERS, real, looks = [*"0123456789"], 1, wait, []

def wait(tasks, timeout):
    if caught:
        looks.append(timeout)
    if len(looks) == 3:
        open("go", "w").close()
    return real(tasks, timeout)
"""
NOTED = """
IMAGES = ["cat.png"]

class ProcessPoolExecutor(ProcessPoolExecutor):
    def shutdown(self, wait=True, **more):
        print("waits:", wait)
        super().shutdown(wait, **more)
"""


def test_a_crash_before_all_is_submitted(changed: Changed) -> None:
    """The pool takes nothing more, and what it did not take is done in the next one."""
    ended = changed("processes/crash_contained", (HEAD, HEAD + "WORKERS = 2\n"), ONE_BY_ONE)

    assert ended.stdout.splitlines() == ["cat.jpg", "dog.jpg", "huge.jpg", "owl.jpg"]
    assert (ended.returncode, ended.stderr) == (0, "")


def test_after_the_task_that_crashes_there_are_many_workers_again(changed: Changed) -> None:
    """Alone in its pool it is found out, and told with what the pool says."""
    ended = changed(
        "processes/crash_contained",
        (HEAD, HEAD + "WORKERS = 2\n"),
        ONE_BY_ONE,
        TOLD,
        ('image == "huge.png" and workers > 1', 'image == "dog.png"'),
    )

    pools = ["a pool of 2", "a pool of 1", "a pool of 2"]
    assert ended.stdout.splitlines() == [*pools, "cat.jpg", "None", "huge.jpg", "owl.jpg"]
    # in which quotes depends on whether the pool knows its status by then
    assert re.search("'dog.png': [\"']lost with its worker: ", ended.stderr)
    assert "worker: None" not in ended.stderr
    assert ended.returncode == 1


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGTERM")
def test_a_signal_drops_what_has_not_begun(changed: Changed) -> None:
    """It is heard while a task runs; what waits is cancelled, and the status tells of it."""
    ended = changed(
        "processes/crash_contained",
        (HEAD, HEAD + LOOKS),
        ("    return image.replace(", SENT + "    return image.replace("),
    )

    assert 1 <= len(ended.stdout.splitlines()) < 10
    assert (ended.returncode, ended.stderr) == (143, "")


def test_a_pool_is_told_that_no_more_comes_and_waited_for(changed: Changed) -> None:
    """A pool to which more may come does not look at all its workers."""
    ended = changed("processes/crash_contained", (HEAD, HEAD + NOTED))

    assert ended.stdout == "waits: False\nwaits: True\ncat.jpg\n"
