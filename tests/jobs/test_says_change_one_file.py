"""What the page on one file says of locks, of replacing and of lines."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from shelf import find
from snippets.jobs import save_results
from tests.jobs.conftest import Job
from tests.jobs.test_save_results import READ, files, results

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

TRY = """\
import fcntl, sys
with open(sys.argv[2], "r+") as file:
    try:
        getattr(fcntl, sys.argv[1])(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        print("free")
    except OSError:
        print("held")
"""
#: A child that has the parent's file, and waits until it is told to end.
FORKED = """\
import fcntl, os, sys
file = open("data", "w")
fcntl.flock(file, fcntl.LOCK_EX)
ours, theirs = os.pipe()
if not os.fork():
    os.close(theirs)
    os.read(ours, 1)
    os._exit(0)
os.close(ours)
file.close()
other = open("data")
try:
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    print("free")
except BlockingIOError:
    print("held")
os.close(theirs)
os.wait()
fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
print("free")
"""


def asked(call: str, path: Path) -> str:
    """Whether another program could have the lock."""
    words = [sys.executable, "-c", TRY, call, str(path)]
    return subprocess.run(words, stdout=subprocess.PIPE, timeout=60, check=True).stdout.decode()


def test_a_lock_on_the_data_file_is_held_by_two(tmp_path: Path) -> None:
    """Since a replaced file is another one; a lock file beside it stays the same."""
    data = tmp_path / "data"
    data.touch()
    with data.open() as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        (tmp_path / "new").touch()
        (tmp_path / "new").replace(data)

        assert asked("flock", data) == "free\n"


def test_lockf_is_gone_with_any_close(tmp_path: Path) -> None:
    """Of the same file in the same process; a `flock` is not."""
    data = tmp_path / "data"
    for call, ends in (("lockf", "free\n"), ("flock", "held\n")):
        data.touch()
        with data.open("r+") as file:
            getattr(fcntl, call)(file, fcntl.LOCK_EX)
            assert asked(call, data) == "held\n"
            with data.open():
                pass
            assert asked(call, data) == ends


def test_a_forked_child_holds_the_lock(job: Job) -> None:
    """After its parent has closed the file, and until it ends."""
    done = job.start_text("save_results", FORKED).finish()

    assert done.out.split() == ["held", "free"]


def test_mkstemp_and_replace_change_mode_and_link(tmp_path: Path) -> None:
    """The rights are those of a temporary file, and the link is a plain file."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    real.chmod(0o644)
    link.symlink_to("real")
    for path in (real, link):
        handle, name = tempfile.mkstemp(dir=tmp_path)
        os.close(handle)
        os.replace(name, path)

    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert not link.is_symlink()


def test_another_disk_is_refused(tmp_path: Path) -> None:
    """A name can be given within one file system."""
    with tempfile.NamedTemporaryFile(dir="/dev/shm", delete=False) as file:
        new = Path(file.name)
    try:
        if new.stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("/dev/shm is on the disk of the test here")
        with pytest.raises(OSError, match=r"\[Errno 18\] Invalid cross-device link"):
            new.replace(tmp_path / "data")
    finally:
        new.unlink()


def test_print_writes_twice(tmp_path: Path) -> None:
    """The line, and its end; a buffer hands over what fills it."""
    calls: list[str] = []

    class Told:
        def write(self, text: str) -> int:
            calls.append(text)
            return len(text)

    print("line", file=Told())

    assert calls == ["line", "\n"]
    with (tmp_path / "log").open("a") as log:
        log.write("short" + "\n")
        assert (tmp_path / "log").read_text() == ""
        log.flush()
        assert (tmp_path / "log").read_text() == "short\n"
        log.write("x" * 1_000_000)
        assert not (tmp_path / "log").read_text().endswith("\n")


def test_killed_while_it_works_it_loses_what_was_not_saved(job: Job) -> None:
    """What was saved stays, and the next run does the rest."""
    files(job, "a", "b", "c")
    edits = {
        "SAVE = 2.0": "SAVE = 600.0",
        READ: f"    if name == 'c':\n        os.kill(os.getpid(), signal.SIGKILL)\n{READ}",
    }

    killed = job.run("save_results", "names.txt", "words.json", "--workers", 1, edits=edits)
    assert killed.code == -9
    assert not (job.folder / "words.json").exists()
    again = job.run("save_results", "names.txt", "words.json")

    assert (again.out, again.code) == ("3 done, 0 failed, 0 left\n", 0)
    assert results(job) == {"a": 3, "b": 3, "c": 3}


def test_two_programs_with_one_list(job: Job) -> None:
    """Both do it, and the file has it once."""
    files(job, *(f"{n:03}" for n in range(20)))
    edits = {READ: f"    sleep(0.01)  # so that both are at work\n{READ}"}
    first = job.start("save_results", "names.txt", "words.json", edits=edits)
    first.until(lambda: (job.folder / "words.json.log").exists())
    second = job.start_text(
        "save_results", (job.folder / "save_results.py").read_text(), "names.txt", "words.json"
    )

    assert first.finish().out == second.finish().out == "20 done, 0 failed, 0 left\n"
    assert results(job) == {f"{n:03}": 3 for n in range(20)}


def test_threads_of_one_program_lose_nothing(job: Job) -> None:
    """Whoever lifts `save` out may call it from several."""
    (job.folder / "seen.py").write_text(find("jobs/save_results").source)
    text = (
        "from pathlib import Path\nfrom threading import Thread\nfrom seen import save\n"
        "def several(place):\n"
        "    for n in range(25):\n        save(Path('words.json'), {f'{place}-{n}': n})\n"
        "team = [Thread(target=several, args=(place,)) for place in range(4)]\n"
        "for thread in team: thread.start()\n"
        "for thread in team: thread.join()\n"
    )

    done = job.start_text("save_results", text).finish()

    assert (done.err, done.code) == ("", 0)
    assert len(results(job)) == 100


def test_a_file_is_closed_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows renames no file that is open."""
    out, still_open, rename = tmp_path / "words.json", list[str](), Path.replace

    def noted(part: Path, target: Path) -> Path:
        held = [os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()]
        still_open.extend(name for name in held if name == os.path.realpath(part))
        return rename(part, target)

    monkeypatch.setattr(Path, "replace", noted)
    save_results.replace(out, ["{", "}"])

    assert (out.read_text(), still_open) == ("{}", [])


def test_what_is_in_hand_at_an_error_in_main_is_saved(job: Job) -> None:
    """The threads are waited for before the last saving."""
    files(job, "busy", "c")
    loop, words = "        while any(thread.is_alive() for thread in team):\n", "    return words\n"
    edits = {
        "stop, saving = Event()": "taken, stop, saving = Event(), Event()",
        loop: f'        taken.wait()\n        raise ValueError("of main")\n{loop}',
        words: "    taken.set()\n    stop.wait(600); Event().wait(0.5)\n"  # main would have saved
        f"{words}",
    }

    done = job.run("save_results", "names.txt", "words.json", "--workers", 1, edits=edits)

    assert done.out == "1 done, 0 failed, 1 left\n"
    assert results(job) == {"busy": 3}
