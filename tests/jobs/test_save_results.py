"""One file that several programs change: `jobs/save_results`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from shelf import find
from snippets.jobs import save_results
from tests.jobs.conftest import Job, not_before, ticking

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

READ = '    with open(name, "rb") as file:\n'
#: Saved after each file, and not every two seconds.
OFTEN = {"SAVE = 2.0": "SAVE = 0.0", "            sleep(0.05)": "            sleep(0.001)"}
#: A clock that every look puts on.
CLOCK = """\
from time import sleep as rest

now = [0.0]


def monotonic() -> float:
    return now[0]


def sleep(_: float) -> None:
    now[0] += 0.5
    rest(0.001)


"""
REPLACED = "        part.replace(path)\n"
RAISES = {
    READ: "    class Odd(Exception):\n"
    "        def __init__(self, a: int, b: int) -> None:\n"
    '            super().__init__("odd")\n'
    '    if name == "interrupt":\n        raise KeyboardInterrupt\n'
    '    if name == "exit":\n        raise SystemExit(3)\n'
    f'    if name == "odd":\n        raise Odd(1, 2)\n{READ}'
}


def files(job: Job, *names: str, to: str = "names.txt") -> str:
    """The list of names, and a file for each that is not lost."""
    for name in names:
        if "lost" not in name:
            (job.folder / name).write_text("a b c\n")
    (job.folder / to).write_text("\n".join(names))
    return to


def results(job: Job, name: str = "words.json") -> dict[str, int]:
    """What stands in the file."""
    found: dict[str, int] = json.loads((job.folder / name).read_bytes())
    return found


@pytest.mark.parametrize("workers", [1, 6])
def test_the_same_file_whatever_the_number_of_workers(job: Job, workers: int) -> None:
    """What stands in the list twice is done once, and what failed is listed in its order."""
    names = [f"{n:03}" for n in range(120)]
    files(job, "z-lost", *names, "a-lost", "000")

    done = job.run("save_results", "names.txt", "words.json", "--workers", workers)

    missing = "FileNotFoundError: [Errno 2] No such file or directory"
    assert done.out.splitlines() == [
        "120 done, 2 failed, 0 left",
        f"z-lost: {missing}: 'z-lost'",
        f"a-lost: {missing}: 'a-lost'",
    ]
    assert (done.code, done.err) == (1, "")
    assert results(job) == dict.fromkeys(names, 3)
    text = json.dumps(results(job), indent=0, sort_keys=True)  # a line for each, in their order
    assert (job.folder / "words.json").read_text() == text
    log = (job.folder / "words.json.log").read_text().splitlines()
    assert sorted(log)[:2] == ["000: 3", "001: 3"]
    assert len(log) == 122
    assert not (job.folder / "words.json.tmp").exists()


def test_four_programs_lose_nothing(job: Job) -> None:
    """Each saves after each file, and the file has all results of all."""
    lists = [files(job, *(f"{k}-{n:03}" for n in range(60)), to=f"{k}.txt") for k in "abcd"]
    source = find("jobs/save_results").source
    for old, new in OFTEN.items():
        source = source.replace(old, new)
    (job.folder / "seen.py").write_text(source)
    text = (
        "import subprocess, sys\n"
        "words = [sys.executable, 'seen.py', 'words.json', '--workers', '1']\n"
        "team = [subprocess.Popen([*words[:2], name, *words[2:]]) for name in sys.argv[1:]]\n"
        "print([one.wait(100) for one in team])\n"
    )

    done = job.start_text("save_results", text, *lists).finish()

    assert done.out == "60 done, 0 failed, 0 left\n" * 4 + "[0, 0, 0, 0]\n"
    assert results(job) == {f"{k}-{n:03}": 3 for k in "abcd" for n in range(60)}
    log = (job.folder / "words.json.log").read_text().splitlines()
    assert sorted(log) == sorted(f"{name}: 3" for name in results(job))


def test_whatever_a_task_raises_costs_its_file(job: Job) -> None:
    """Also what is no Exception."""
    files(job, "fine", "odd", "interrupt", "exit")

    done = job.run("save_results", "names.txt", "words.json", edits=RAISES)

    assert done.out.splitlines() == [
        "1 done, 3 failed, 0 left",
        "odd: Odd: odd",
        "interrupt: KeyboardInterrupt",
        "exit: SystemExit: 3",
    ]
    assert results(job) == {"fine": 3}


def test_killed_before_the_new_file_is_in_place(job: Job) -> None:
    """The old content is whole, the lock is free at once, and the next run sweeps."""
    (job.folder / "words.json").write_text('{"old": 1}')
    files(job, "a")
    edits = {REPLACED: f"        os.kill(os.getpid(), signal.SIGKILL)\n{REPLACED}"}

    killed = job.run("save_results", "names.txt", "words.json", edits=edits)

    assert killed.code == -signal.SIGKILL
    assert results(job) == {"old": 1}
    assert (job.folder / "words.json.tmp").exists()
    again = job.run(
        "save_results", files(job), "words.json", edits={"PATIENCE = 30.0": "PATIENCE = 0.0"}
    )
    assert (again.out, again.code) == ("0 done, 0 failed, 0 left\n", 0)
    assert not (job.folder / "words.json.tmp").exists()
    done = job.run("save_results", files(job, "a"), "words.json")
    assert (done.code, results(job)) == (0, {"a": 3, "old": 1})


def test_a_lock_that_is_not_given_back_ends_the_wait(job: Job) -> None:
    """The error is the last thing printed, and nothing is changed."""
    files(job, "a")
    holder = job.start_text(
        "save_results",
        "import sys, time\nfrom filelock import FileLock\n"
        "with FileLock('words.json.lock'):\n"
        "    print('held', flush=True)\n    time.sleep(600)\n",
    )
    holder.said("held")

    done = job.run(
        "save_results", "names.txt", "words.json", edits={"PATIENCE = 30.0": "PATIENCE = 0.3"}
    )
    holder.send(signal.SIGKILL)
    holder.process.wait(30)
    free = job.run(
        "save_results", "names.txt", "words.json", edits={"PATIENCE = 30.0": "PATIENCE = 0.3"}
    )

    assert "Timeout" in done.err.splitlines()[-1]
    assert done.code == 1
    assert (free.out, free.code) == ("1 done, 0 failed, 0 left\n", 0)


def test_mode_and_link_stay(job: Job) -> None:
    """The file behind the link is changed, and keeps its mode; the log has that of a new file."""
    (job.folder / "real").mkdir()
    real = job.folder / "real" / "words.json"
    real.write_text("{}")
    real.chmod(0o640)
    (job.folder / "words.json").symlink_to("real/words.json")

    parsed = "    args = parser.parse_args()\n"
    edits = {parsed: f"{parsed}    print(args.workers)\n    os.umask(0)\n"}

    done = job.run("save_results", files(job, "a"), "words.json", edits=edits)

    assert done.out == "4\n1 done, 0 failed, 0 left\n"
    assert (job.folder / "words.json").is_symlink()
    assert json.loads(real.read_bytes()) == {"a": 3}
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.with_name("words.json.log").stat().st_mode & 0o777 == 0o666
    assert not (job.folder / "words.json.lock").exists()
    assert (job.folder / "real" / "words.json.lock").exists()


@pytest.mark.parametrize("at", [1, 2])
def test_a_disk_that_is_full_spoils_nothing(job: Job, at: int) -> None:
    """The old file stays whole, what was not saved is left, and the error is shown."""
    (job.folder / "words.json").write_text('{"old": 1}')
    files(job, "a", "b")
    full = '            raise OSError(28, "No space left on device")\n'
    line = "            file.writelines(text)\n" if at == 1 else "            file.flush()\n"

    done = job.run("save_results", "names.txt", "words.json", edits={line: line + full})

    assert done.out == "0 done, 0 failed, 2 left\n"
    assert done.err.splitlines()[-1] == "OSError: [Errno 28] No space left on device"
    assert done.code == 1
    assert results(job) == {"old": 1}
    assert not (job.folder / "words.json.tmp").exists()


def test_a_small_disk(job: Job, tmp_path: Path) -> None:
    """The same with a real one of half a megabyte."""
    script = tmp_path / "small.sh"
    script.write_text(
        "mount -t tmpfs -o size=512k none small || exit 77\n"
        "echo '{\"old\": 1}' > small/words.json\n"
        '"$@"; code=$?\n'
        "cat small/words.json\nls small\nexit $code\n"
    )
    (job.folder / "small").mkdir()
    names = [f"{n:05}-{'x' * 150}" for n in range(3000)]
    (job.folder / "names.txt").write_text("\n".join(names))
    (job.folder / "save_results.py").write_text(
        find("jobs/save_results").source.replace("return work(name), ", "return 3, ")
    )
    text = (
        "import subprocess, sys\n"
        f"words = ['unshare', '-m', 'sh', {str(script)!r}, sys.executable, 'small.py',\n"
        "    'names.txt', 'small/words.json', '--workers', '1']\n"
        "sys.exit(subprocess.run(words).returncode)\n"
    )
    shutil.copy(job.folder / "save_results.py", job.folder / "small.py")
    if subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        pytest.skip("no mount namespace here")

    done = job.start_text("save_results", text).finish()

    if done.code == 77:
        pytest.skip("nothing can be mounted here")
    lines = done.out.splitlines()
    assert lines[0].endswith(" left")
    assert lines[1] == '{"old": 1}' or lines[1].startswith("{")
    assert "No space left on device" in done.err or "no space for" in done.err
    assert done.code == 1
    assert "words.json.tmp" not in lines


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("times", [1, 2])
def test_a_signal_saves_what_is_done(job: Job, number: int, times: int) -> None:
    """And the next run does the rest."""
    files(job, "a", "busy", "c")
    edits = {
        READ: '    if name == "busy":\n        os.write(2, b"busy")\n'
        f"        stop.wait(600)\n{READ}"
    }
    edits |= not_before("sent")
    run = job.start("save_results", "names.txt", "words.json", "--workers", 1, edits=edits)
    run.said("busy")

    for _ in range(times):
        run.send_all(number)
    (job.folder / "sent").touch()
    done = run.finish(30)

    assert done.code == 128 + number
    assert "Traceback" not in done.err
    if times == 1:
        assert done.out == "1 done, 0 failed, 2 left\n"
        assert results(job) == {"a": 3}
    again = job.run("save_results", "names.txt", "words.json")
    assert (again.out, again.code) == ("3 done, 0 failed, 0 left\n", 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("saves", [False, True], ids=["hangs", "saves"])
def test_a_second_signal_waits_for_a_saving_alone(job: Job, number: int, saves: bool) -> None:
    """A thread that hangs would hold the exit; the file is saved first, if that is under way."""
    files(job, "a")
    at = REPLACED if saves else READ
    blank = " " * (len(at) - len(at.lstrip()))
    wait = f'{blank}os.write(2, b"busy")\n{blank}while not os.path.exists("go"): sleep(0.01)\n'
    edits = ticking() | {
        at: f"{wait}{at}",
        "        caught.append(number)\n": (
            '        caught.append(number)\n        os.write(2, b"heard")\n'
        ),
    }
    run = job.start("save_results", "names.txt", "words.json", edits=edits)
    run.said("busy")

    run.send(number)
    run.said("heard")
    run.send(number)
    if saves:
        run.said("heardheard")
        (job.folder / "go").touch()
    done = run.finish(60)

    assert done.out == ("1 done, 0 failed, 0 left\n" if saves else "")
    assert done.code == 128 + number


def test_what_is_done_when_all_stop_is_saved(job: Job) -> None:
    """As what was done before."""
    files(job, "busy", "c")
    words = "    return words\n"
    edits = {words: f'    os.write(2, b"busy")\n    stop.wait(600)\n{words}'}
    run = job.start("save_results", "names.txt", "words.json", "--workers", 1, edits=edits)
    run.said("busy")

    run.send(signal.SIGINT)

    assert run.finish(60).out == "1 done, 0 failed, 1 left\n"
    assert results(job) == {"busy": 3}


def test_it_saves_every_two_seconds(job: Job) -> None:
    """By a clock that goes on by half a second at each look."""
    files(job, "a")
    edits = {
        "from time import monotonic, sleep\n": CLOCK,
        "        new = ends.copy()\n": (
            '        new = ends.copy()\n        os.write(2, f"{now[0]} ".encode())\n'
        ),
        READ: f"    while now[0] < 6: rest(0.001)\n{READ}",
    }

    done = job.run("save_results", "names.txt", "words.json", edits=edits)

    assert done.err.split()[:2] == ["2.5", "5.0"]


@pytest.mark.parametrize("full", [False, True])
def test_file_and_folder_are_written_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    """In this order, and both are closed; where nothing can be made that is the error."""
    out, seen, fsync = tmp_path / "words.json", list[bool](), os.fsync

    def noted(file: int) -> None:
        seen.append(os.path.isdir(f"/proc/self/fd/{file}"))
        fsync(file)

    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", noted)
    if full:
        monkeypatch.setattr(Path, "open", no_room)
        with pytest.raises(OSError, match="No space left"):
            save_results.replace(out, ["{}"])
        return
    before = len(os.listdir("/proc/self/fd"))
    save_results.replace(out, ["{", "}"])
    save_results.append(out, "")
    assert len(os.listdir("/proc/self/fd")) == before
    assert (out.read_text(), seen) == ("{}\n", [False, True])


def test_run_again_it_does_what_failed(job: Job) -> None:
    """What is in the file is not done again, and counts as done."""
    first = job.run("save_results", files(job, "a", "lost", "b"), "words.json")
    for name in ("a", "b"):
        (job.folder / name).unlink()

    second = job.run("save_results", "names.txt", "words.json")

    assert (first.out, first.code) == (second.out, second.code)
    assert results(job) == {"a": 3, "b": 3}


def test_an_error_in_main_ends_it(job: Job) -> None:
    """The threads are told, the exception is the last thing printed, what is done is saved."""
    files(job, *(f"{n:03}" for n in range(9)))
    loop = "        while any(thread.is_alive() for thread in team):\n"
    edits = {loop: f'        raise ValueError("of main")\n{loop}'}
    edits[READ] = f'    if name == "008":\n        stop.wait(600)\n{READ}'

    done = job.run("save_results", "names.txt", "words.json", edits=edits)

    assert done.err.splitlines()[-1] == "ValueError: of main"
    assert done.code == 1
    assert done.out.startswith(f"{len(results(job))} done")


def test_a_thread_that_dies_ends_all(job: Job) -> None:
    """As where the log cannot be written; the others are told, and the rest is left."""
    files(job, "busy", *(f"{n:03}" for n in range(9)))
    edits = {"        if os.write(file, data) < len(data):\n": "        if True:\n"}
    edits[READ] = f'    if name == "busy":\n        stop.wait(600)\n{READ}'

    done = job.run("save_results", "names.txt", "words.json", "--workers", 2, edits=edits)

    assert done.out == "0 done, 0 failed, 10 left\n"
    assert "OSError: no space for the whole line" in done.err
    assert done.code == 1


def test_no_file_and_wrong_calls(job: Job) -> None:
    """An empty list is a report with zeros; a folder that is not there is made."""
    none = job.run("save_results", files(job), "words.json")
    wrong = [
        job.run("save_results", *words)
        for words in (("names.txt", "words.json", "--workers", 0), ("no", "words.json"))
    ]
    nowhere = job.run("save_results", "names.txt", "no/folder/words.json")

    assert (none.out, none.code, none.err) == ("0 done, 0 failed, 0 left\n", 0, "")
    assert [(one.code, one.out) for one in wrong] == [(2, ""), (2, "")]
    assert nowhere.code == 0


def test_names_are_printed_safely(job: Job) -> None:
    """A name that is no UTF-8, or that moves the cursor, is escaped; so it is in the log."""
    names = [b"caf\xe9", b"red\x1b[31m"]
    (job.folder / "names.txt").write_bytes(b"\n".join([*names, b"fine\xe9"]))
    (job.folder / os.fsdecode(b"fine\xe9")).write_text("a b c")

    done = job.run("save_results", "names.txt", "words.json")
    again = job.run("save_results", "names.txt", "words.json")

    assert [line.partition(": ")[0] for line in done.out.splitlines()[1:]] == [
        "caf\\udce9",
        "red\\x1b[31m",
    ]
    assert (again.out, again.code) == (done.out, done.code)
