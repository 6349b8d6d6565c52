"""One large file is read in pieces, and each of its lines once."""

from __future__ import annotations

import itertools
import signal
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shelf import find
from snippets.jobs import large_file
from tests.jobs.conftest import Job, ticking

#: Lines of many lengths, an empty one and a long one among them.
TEXTS = {
    "as usual": b"".join(b"x" * (n % 13) + b"\n" for n in range(200)),
    "no end of line at the end": b"a\nbb\nccc",
    "one long line": b"y" * 5000 + b"\n",
    "a long line in the middle": b"a\n" + b"y" * 500 + b"\nb\n",
    "empty lines": b"\n" * 50,
    "nothing": b"",
}
KEY = "line.split()[2].decode()"
MAIN = 'if __name__ == "__main__":\n'


def asked(text: str, workers: int = 2) -> str:
    """The program with a file that it makes for itself, and what stands before its call."""
    source = find("jobs/large_file").source.replace('# stage = "large_log"\n', "")
    call = ["large_file.py", "f", "--workers", str(workers), "--piece", "40"]
    made = f"    Path('f').write_text({text!r})\n    sys.argv = {call!r}\n"
    return source.replace(MAIN, MAIN + made)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 500, 10_000])
def test_each_line_is_in_one_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes, size: int
) -> None:
    """Whole, wherever a cut falls; a piece has at most one line too many."""
    path = tmp_path / "text"
    path.write_bytes(text)
    monkeypatch.setattr(large_file, "key", lambda line: line)

    at = large_file.cuts(path, size)
    pieces = [large_file.work(path, *ends)[0] for ends in itertools.pairwise(at)]

    lines = text.splitlines(keepends=True)
    assert sum(pieces, Counter()) == Counter(lines)
    longest = max(map(len, lines), default=0)
    assert all(0 < sum(map(len, piece.elements())) <= size + longest for piece in pieces)
    assert len(pieces) * (size + longest) >= len(text)


def test_a_file_that_got_shorter_meanwhile_ends(tmp_path: Path) -> None:
    """The loop does not wait for what is no longer there."""
    path = tmp_path / "text"
    path.write_bytes(b"GET / 200 1\nGET / 404 1\n")

    assert large_file.work(path, 12, 100) == (Counter({"404": 1}), [])


def test_a_piece_is_large_and_fits_into_memory() -> None:
    """Many pieces in a large file, and few messages for it."""
    assert 2**20 <= large_file.PIECE <= 2**28


def test_other_processes_read_it(printed: Callable[[str], str]) -> None:
    """None of the lines is counted in the one that the user has started."""
    source = asked("a line\n" * 100).replace(KEY, "f'process {__import__(\"os\").getpid()}'")
    end = "    sys.exit(1 if"
    source = source.replace(end, f"    print(__import__('os').getpid())\n{end}")

    *seen, own = printed(source).splitlines()

    assert sum(int(line.split()[0]) for line in seen) == 100
    assert not [line for line in seen if line.endswith(f"process {own}")]


@pytest.mark.parametrize("workers", [1, 8])
def test_the_counts_do_not_depend_on_the_workers(
    printed: Callable[[str], str], workers: int
) -> None:
    """Nor on the pieces."""
    words = [f"GET /{n} {n % 3} 1" for n in range(300)]

    said = printed(asked("\n".join(words), workers))

    assert sorted(said.splitlines()) == ["100 0", "100 1", "100 2"]


def test_the_workers_have_ended_when_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are waited for; the smallest piece has one byte."""
    path = tmp_path / "text"
    path.write_bytes(b"GET / 200 1\n")
    ended = []

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait, cancel_futures=cancel_futures)
            ended.append(wait)

    monkeypatch.setattr(large_file, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(sys, "argv", ["large_file.py", str(path), "--piece", "1"])
    monkeypatch.setattr(large_file, "set_up", lambda: None)
    with pytest.raises(SystemExit):
        large_file.main()

    assert ended[0]


@pytest.mark.parametrize("piece", ["0", "-5"])
def test_a_piece_without_a_byte_is_refused(monkeypatch: pytest.MonkeyPatch, piece: str) -> None:
    """With a negative one the cuts would never come to the end of the file."""
    monkeypatch.setattr(sys, "argv", ["large_file.py", "text", f"--piece={piece}"])

    with pytest.raises(SystemExit) as refused:
        large_file.main()

    assert refused.value.code == 2


def test_a_wrong_line_costs_that_line(tmp_path: Path) -> None:
    """Where it was, and why, is told; a piece in which nearly all are wrong ends the run."""
    path = tmp_path / "text"
    path.write_bytes(b"GET / 200 1\nnonsense\nGET / 200 2\n")

    assert large_file.work(path, 0, 33) == (
        Counter({"200": 2}),
        ["byte 12: IndexError('list index out of range')"],
    )

    path.write_bytes(b"nonsense\n" * large_file.MOST + b"GET / 200 1\n")
    assert len(large_file.work(path, 0, 10_000)[1]) == large_file.MOST
    path.write_bytes(b"nonsense\n" * (large_file.MOST + 1))
    with pytest.raises(IndexError):
        large_file.work(path, 0, 10_000)


def test_ctrl_c_is_no_wrong_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends the work."""
    path = tmp_path / "text"
    path.write_bytes(b"a\n")

    def pressed(line: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(large_file, "key", pressed)
    with pytest.raises(KeyboardInterrupt):
        large_file.work(path, 0, 2)


#: A piece is in hand until there is a file `go`; told is when all that waited has been dropped.
TOLD = "threading.Thread(target=tell, args=[pool._pending_work_items]).start()"
HELD = """

def held() -> None:
    while not Path("go").exists():
        time.sleep(0.01)


def tell(waiting: dict) -> None:
    while sum(not item.future.cancelled() for item in waiting.copy().values()) > 10:
        time.sleep(0.01)
    print("dropped", flush=True)
"""


@pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("group", [False, True])
def test_a_signal_ends_it_with_what_is_in_hand(
    job: Job, number: signal.Signals, group: bool
) -> None:
    """Pieces that wait are not begun, those in hand are finished, and no process stays."""
    key, drop = "line.split()[2].decode()\n", "pool.shutdown(cancel_futures=True)\n"
    edits = {
        key: "(Path(line.split()[0].decode()).touch(), held(), line)[-1].decode()\n" + HELD,
        "timeout=0.5": "timeout=0.001",  # main is past its first wait
        drop: f"{TOLD}\n{' ' * 8}{drop}",
        "import sys\n": "import sys\nimport threading\nimport time\n",
    }
    (job.folder / "text").write_text("".join(f"piece{n:03} x y\n" for n in range(100)))

    run = job.start("large_file", "text", "--workers", 2, "--piece", 13, edits=edits)
    run.until(lambda: len(list(job.folder.glob("piece*"))) >= 2)
    (run.send_all if group else run.send)(number)
    run.said("dropped")
    (job.folder / "go").touch()
    done = run.finish(60)

    assert done.code == 128 + number
    assert len(list(job.folder.glob("piece*"))) < 20


@pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_work_that_never_ends(job: Job, number: signal.Signals) -> None:
    """And the workers with it."""
    edits = {
        "line.split()[2].decode()\n": "(Path(line.decode().strip()).touch(), signal.pause())[1]\n"
    } | ticking()
    (job.folder / "text").write_text("piece1\npiece2\n")

    run = job.start("large_file", "text", "--workers", 2, "--piece", 1, edits=edits)
    run.until(lambda: len(list(job.folder.glob("piece*"))) == 2)
    run.send(number)
    run.said("stopping")
    run.send(number)
    done = run.finish(60)

    assert done.code == 128 + number
    assert "Traceback" not in done.err


@pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")
def test_a_worker_that_a_signal_ends_changes_no_status(job: Job) -> None:
    """It may come before a worker ignores it."""
    edits = {
        "line.split()[2].decode()\n": "(Path('begun').touch(), signal.pause())[1]\n",
        "    signal.signal(signal.SIGINT, signal.SIG_IGN)\n": "    pass\n",
    }
    (job.folder / "text").write_text("piece1\npiece2\n")

    run = job.start("large_file", "text", "--workers", 1, "--piece", 7, edits=edits)
    run.until(lambda: (job.folder / "begun").exists())
    run.send_all(signal.SIGTERM)
    done = run.finish(60)

    assert done.code == 128 + signal.SIGTERM
    assert "stopping" in done.err


#: The second piece is handed over when the pool has broken.
LATE = """caught = list[int]()


def late(at, pool):
    yield at[:2]
    while not pool._broken:
        time.sleep(0.01)
    yield at[1:]
"""


@pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")
def test_a_pool_that_a_signal_breaks_changes_no_status(job: Job) -> None:
    """Nor does it while pieces are still handed over."""
    edits = {
        "line.split()[2].decode()\n": "(Path('begun').touch(), signal.pause())[1]\n",
        "caught = list[int]()\n": LATE,
        "in pairwise(at)": "in late(at, pool)",
        "import sys\n": "import sys\nimport time\n",
    }
    (job.folder / "text").write_text("piece1\npiece2\n")

    run = job.start("large_file", "text", "--workers", 1, "--piece", 1, edits=edits)
    run.until(lambda: (job.folder / "begun").exists())
    run.send_all(signal.SIGTERM)
    done = run.finish(60)

    assert (done.code, done.out) == (128 + signal.SIGTERM, "")
    assert "Traceback" not in done.err
