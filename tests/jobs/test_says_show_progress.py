"""What the page on progress says of pools, of tqdm alone and of the bar."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing import get_context
from threading import Event
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest

from snippets.jobs import show_progress
from tests.jobs.conftest import Job
from tests.jobs.test_show_progress import READ, files

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def test_map_gives_nothing_while_the_first_is_slow() -> None:
    """The other 39 are done; `as_completed` gives them."""
    slow, got = Event(), Event()

    def task(number: int) -> int:
        assert number or slow.wait(60)
        return number

    def read() -> None:
        next(results)
        got.set()

    with ThreadPoolExecutor(4) as pool, ThreadPoolExecutor(1) as reader:
        results = pool.map(task, range(40))
        reader.submit(read)
        asked = [pool.submit(task, number) for number in range(1, 40)]
        asked.append(pool.submit(slow.wait, 60))
        came = []
        for future in as_completed(asked, timeout=60):
            came.append(future)
            if len(came) == 39:
                assert not got.is_set()
                slow.set()
        assert got.wait(60)

    assert len(came) == 40
    assert came[-1] is asked[-1]


def test_without_disable_tqdm_draws_into_a_log(job: Job) -> None:
    """Each redrawing stands there; with `disable=None` there is nothing."""
    text = "from time import sleep\nfrom tqdm import tqdm\n"
    text += "for _ in tqdm(range(100), {}): sleep(0.01)\n"

    loud = job.start_text("show_progress_tqdm", text.format("mininterval=0.1")).finish()
    still = job.start_text("show_progress_tqdm", text.format("disable=None")).finish()

    assert loud.err.count("it/s]") > 2
    assert still.err == ""


def test_process_map_warns_and_ends_at_the_first_exception(job: Job) -> None:
    """Above a thousand items it asks for a chunk size."""
    text = (
        "import sys\nfrom tqdm.contrib.concurrent import process_map\n"
        "if __name__ == '__main__':\n"
        "    some = range(int(sys.argv[1]))\n"
        "    print(len(process_map(abs, some, max_workers=2, disable=True)))\n"
        "    process_map(int, ['1', 'two', '3'], max_workers=1, disable=True)\n"
    )

    few, many = (
        job.start_text("show_progress_tqdm", text, number).finish() for number in (1000, 1001)
    )

    assert (few.out, many.out) == ("1000\n", "1001\n")
    assert "is not set" not in few.err
    assert "Iterable length 1001 > 1000 but `chunksize` is not set" in many.err
    assert few.err.splitlines()[-1].startswith("ValueError: invalid literal")
    assert few.code == 1


def test_its_own_lock_is_one_for_processes_too(job: Job) -> None:
    """Unless it was given one before the first bar."""
    text = (
        "from threading import RLock\nfrom tqdm import tqdm\n{}"
        "tqdm(range(3), disable=True)\n"
        "print(type(tqdm.get_lock()).__name__)\n"
    )

    own, given = (
        job.start_text("show_progress_tqdm", text.format(line)).finish()
        for line in ("", "tqdm.set_lock(RLock())\n")
    )

    assert (own.out, given.out) == ("TqdmDefaultWriteLock\n", "RLock\n")


def test_a_call_of_tell_is_not_a_message(job: Job) -> None:
    """However often it is called, there are no more messages than looks."""
    files(job, "one")
    edits = {
        READ: f"    for _ in range(100_000):\n        tell(0)\n{READ}",
        "            pipe.send((far, 0, None))\n": "            pipe.send((far, 0, None))\n"
        '            os.write(2, b"sent")\n',
    }
    begun = monotonic()

    done = job.run("show_progress", "names.txt", edits=edits)

    assert done.out == "1 done, 0 failed, 0 left\n3 words\n"
    assert 1 <= done.err.count("sent") <= 10 * (monotonic() - begun) + 1


def test_sizes_of_one_count_names(job: Job) -> None:
    """Where work tells nothing on its way."""
    files(job, *(f"{n}" for n in range(10)))
    edits = {
        "getsize(n) if isfile(n) else 0": "1",
        "            tell(sum(map(len, lines)))  # so much more is done\n": "",
        "LOOK = 0.1": "LOOK = 0",
    }

    done = job.run("show_progress", "names.txt", "--workers", 1, edits=edits)

    shares = [line.split()[-2] for line in done.err.splitlines()]
    assert shares == [f"{ten}%" for ten in range(10, 101, 10)]


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_number_for_each_worker_needs_no_lock(method: str) -> None:
    """Each raises its own, and the sum is whole."""
    context: Any = get_context(method)
    numbers = [context.Value("Q", lock=False) for _ in range(3)]
    team = [context.Process(target=count, args=(number, 10_000)) for number in numbers]
    for process in team:
        process.start()
    for process in team:
        process.join(120)

    assert sum(number.value for number in numbers) == 30_000


def count(number: Any, times: int) -> None:
    """Raise a number so many times."""
    for _ in range(times):
        number.value += 1


class Wire:
    """One end of a pipe that a test fills, and what was sent into it."""

    def __init__(self) -> None:
        self.sent, self.told = list[Any](), list[Any]()

    def __enter__(self) -> None:
        """As a connection does, which ends with the block."""

    def __exit__(self, *_: object) -> None:
        pass

    def send(self, what: object) -> None:
        self.sent.append(what)

    def poll(self) -> bool:
        return bool(self.told)

    def recv(self) -> Any:
        return self.told.pop(0)

    def close(self) -> None:
        pass


class Still:
    """A process that goes on, and never is one."""

    pid, sentinel = None, -1

    def __init__(self, **_: object) -> None:
        pass

    def start(self) -> None:
        pass

    def is_alive(self) -> bool:
        return True


def test_the_bar_has_what_is_done_and_what_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each file the last that its worker told, until its end; of a pipe what came out of it."""
    tells = iter([[], [(2, 0, None), (3, 0, None)], [(6, 1, "")], [], [(4, 1, "odd")]] * 2)
    wires, moves = list[Wire](), list[int]()

    def made() -> tuple[Wire, Wire]:
        wires.append(Wire())
        return wires[-1], Wire()

    def wait(*_: object, timeout: float) -> None:
        wires[-1].told += next(tells)

    monkeypatch.setattr(show_progress, "Process", Still)
    monkeypatch.setattr(show_progress, "Pipe", made)
    monkeypatch.setattr(show_progress, "wait", wait)
    bar = SimpleNamespace(move=moves.append)
    for sizes in ({"a": 7, "b": 5}, {"a": 0, "b": 0}):
        ends = show_progress.Ends()
        show_progress.work_on(sizes, 1, bar, ends)
        assert ends == {"a": (6, 1, ""), "b": (4, 1, "odd")}

    assert moves == [0, 3, 7, 7, 12, 0, 3, 6, 6, 10]
    assert [wire.sent for wire in wires] == [["a", "b"]] * 2


def test_a_worker_tells_at_once_and_then_at_each_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is done so far."""
    now, wire = [0.0], Wire()

    def work(_: str, tell: Callable[[int], None]) -> int:
        for now[0] in (0.0, 0.05, 0.1, 0.15, 0.3):
            tell(10)
        return 7

    monkeypatch.setattr(show_progress, "work", work)
    monkeypatch.setattr(show_progress, "monotonic", lambda: now[0])

    assert show_progress.attempt("a", wire) == (50, 7, "")  # type: ignore[arg-type]
    assert wire.sent == [(10, 0, None), (30, 0, None), (50, 0, None)]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What a bar sees of its system: a clock, and the standard error of a test."""
    seen = SimpleNamespace(now=100.0, columns=40, tty=True, wrote=[])
    calls = SimpleNamespace(
        isatty=lambda number: seen.tty and number == 2,
        get_terminal_size=lambda _: SimpleNamespace(columns=seen.columns),
        write=lambda number, data: seen.wrote.append((number, data.decode())),
    )
    monkeypatch.setattr(show_progress, "os", calls)
    monkeypatch.setattr(show_progress, "monotonic", lambda: seen.now)
    return seen


def moved(
    screen: SimpleNamespace, bar: show_progress.Bar, now: float, done: int, last: bool = False
) -> str:
    """What is written when the bar is moved at that time."""
    screen.now = 100.0 + now
    bar.move(done, last) if last else bar.move(done)
    wrote = [line for number, line in screen.wrote if number == 2]
    assert len(wrote) == len(screen.wrote) <= 1
    screen.wrote.clear()
    return "".join(wrote)


def test_the_line_is_drawn_at_each_look(screen: SimpleNamespace) -> None:
    """Not between two; the time that is left is that of the pace so far."""
    bar = show_progress.Bar(100)

    assert moved(screen, bar, 0, 0) == f"\r[{'-' * 30}]   0% ?"
    assert moved(screen, bar, 0.05, 1) == ""
    assert moved(screen, bar, 0.5, 10) == "\r[##----------------------]  10% 0:00:04"
    assert moved(screen, bar, 0.5 + show_progress.LOOK, 10).endswith(" 10% 0:00:05")
    assert moved(screen, bar, 20, 50).endswith(" 50% 0:00:20")
    assert moved(screen, bar, 20.01, 60) == ""
    assert moved(screen, bar, 20.01, 60, last=True).endswith(" 60% 0:00:13\n")
    assert moved(screen, bar, 30, 100).endswith("] 100% 0:00:00")
    assert moved(screen, bar, 40, 110).endswith("] 100% 0:00:00")  # the file grew


def test_the_pace_is_that_of_the_last_fifty_looks(screen: SimpleNamespace) -> None:
    """What was slow long ago is forgotten."""
    bar = show_progress.Bar(1000)
    lines = [moved(screen, bar, 100 + second, 10 * second) for second in range(81)]

    assert lines[50].endswith(" 50% 0:00:50")
    assert lines[80].endswith(" 80% 0:00:20")


def test_a_terminal_of_no_width_has_eighty_columns(screen: SimpleNamespace) -> None:
    """So some say that do not know."""
    screen.columns = 0

    assert len(moved(screen, show_progress.Bar(100), 1, 10)) == len("\r") + 79


def test_a_file_gets_a_line_when_there_is_a_tenth_more(screen: SimpleNamespace) -> None:
    """Or, where nobody knows of how much, each time that it has doubled, and at the end."""
    screen.tty = False
    known, not_known = show_progress.Bar(100), show_progress.Bar(None)

    lines = [moved(screen, known, second, done) for second, done in enumerate((0, 9, 10, 19, 31))]
    assert lines == ["", "", f"[##{'-' * 23}]  10% 0:00:18\n", "", lines[4]]
    assert lines[4].startswith("[#######-----")
    lines = [moved(screen, not_known, second, done) for second, done in enumerate((1, 2, 3, 4))]
    assert lines == ["1 done\n", "2 done\n", "", "4 done\n"]
    assert moved(screen, not_known, 5, 4, last=True) == "4 done\n"


def test_without_a_standard_error_nothing_is_drawn(
    screen: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file may have its number."""
    monkeypatch.setattr(sys, "stderr", None)

    assert moved(screen, show_progress.Bar(100), 1, 50, last=True) == ""
