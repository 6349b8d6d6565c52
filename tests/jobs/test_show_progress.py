"""A bar over many workers, on a terminal and in a file: `jobs/show_progress`."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path

import pytest

from shelf import find
from snippets.jobs.show_progress import drawn
from tests.jobs.conftest import Job, not_before

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

#: The program of this file; test_show_progress_tqdm.py asks its twin the same.
each_program = pytest.mark.parametrize("program", ["show_progress"])
READ = '    with open(name, "rb") as file:\n'
KILLS = {READ: f'    if "kill" in name:\n        os.kill(os.getpid(), 9)\n{READ}'}
RAISES = {
    READ: "    class Odd(Exception):\n"
    "        def __init__(self, a: int, b: int) -> None:\n"
    '            super().__init__("odd")\n'
    '    if name == "interrupt":\n        raise KeyboardInterrupt\n'
    '    if name == "exit":\n        raise SystemExit(3)\n'
    f'    if name == "odd":\n        raise Odd(1, 2)\n{READ}'
}
#: A program on a terminal of 60 columns: what it drew, what it printed, and how it ended.
ON_A_TERMINAL = """\
import fcntl, json, os, pty, struct, subprocess, sys, termios

ours, theirs = pty.openpty()
size = struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0)
fcntl.ioctl(theirs, termios.TIOCSWINSZ, size)
words = [sys.executable, *sys.argv[2:]]
drew = b""
with open("printed", "wb") as printed:
    with subprocess.Popen(words, stdout=printed, stderr=theirs) as program:
        os.close(theirs)
        try:
            while some := os.read(ours, 65536):
                drew += some
        except OSError:
            pass  # all of its ends are closed
        code = program.wait(60)
print(json.dumps([drew.decode(), open("printed").read(), code]))
"""


def files(job: Job, *names: str, text: str = "a b c\n") -> str:
    """The list of names, and a file for each that is not lost."""
    for name in names:
        if "lost" not in name:
            (job.folder / name).write_text(text)
    (job.folder / "names.txt").write_text("\n".join(names))
    return "names.txt"


def on_a_terminal(
    job: Job, program: str, edits: dict[str, str] | None = None, columns: int = 60
) -> tuple[str, str, int]:
    """What a program draws there, what it prints, and its exit status."""
    source = find(f"jobs/{program}").source
    for old, new in (edits or {}).items():
        assert old in source, old
        source = source.replace(old, new)
    (job.folder / "seen.py").write_text(source)
    done = job.start_text(program, ON_A_TERMINAL, columns, "seen.py", "names.txt").finish()
    assert done.code == 0, done.err
    drew, printed, code = json.loads(done.out)
    return drew, printed, code


@pytest.mark.parametrize(
    ("done", "total", "seconds", "width", "line"),
    [
        (0, 0, None, 40, f"[{'#' * 31}] 100% ?"),
        (0, 10, None, 40, f"[{'-' * 31}]   0% ?"),
        (5, 10, 61.4, 20, "[##---]  50% 0:01:01"),
        (10, 10, 0, 40, f"[{'#' * 25}] 100% 0:00:00"),
        (12, 10, 0, 40, f"[{'#' * 25}] 100% 0:00:00"),
        (999, 1000, 3, 40, f"[{'#' * 24}-]  99% 0:00:03"),
        (1, 10, 360_000, 40, f"[##{'-' * 21}]  10% 100:00:00"),
        (1, 10, 9, 12, " 10% 0:00:09"),
        (1, 10, 9, 5, " 10% "),
        (1, 10, 9, 0, ""),
        (1234567, None, None, 40, "1,234,567 done"),
    ],
)
def test_a_line_is_drawn_from_four_numbers(
    done: int, total: int | None, seconds: float | None, width: int, line: str
) -> None:
    """None of nothing, too much, hours, and a narrow place."""
    assert drawn(done, total, seconds, width) == line
    assert len(line) <= width


@each_program
@pytest.mark.parametrize("workers", [1, 4])
def test_the_same_report_whatever_the_number_of_workers(
    job: Job, program: str, workers: int
) -> None:
    """What failed is listed in the order of the names; what stands there twice is done once."""
    names = [f"{n:03}" for n in range(150)]
    files(job, "z-lost", *names, "a-lost", "000")

    done = job.run(program, "names.txt", "--workers", workers)

    missing = "FileNotFoundError: [Errno 2] No such file or directory"
    assert done.out.splitlines() == [
        "150 done, 2 failed, 0 left",
        "450 words",
        f"z-lost: {missing}: 'z-lost'",
        f"a-lost: {missing}: 'a-lost'",
    ]
    assert done.code == 1
    assert "Traceback" not in done.err


@each_program
def test_whatever_a_task_raises_costs_its_file(job: Job, program: str) -> None:
    """Also what is no Exception, and what cannot be rebuilt from its pickle."""
    files(job, "fine", "odd", "interrupt", "exit")

    done = job.run(program, "names.txt", edits=RAISES)

    assert done.out.splitlines() == [
        "1 done, 3 failed, 0 left",
        "3 words",
        "odd: Odd: odd",
        "interrupt: KeyboardInterrupt",
        "exit: SystemExit: 3",
    ]
    assert done.code == 1


@pytest.mark.parametrize("workers", [1, 3])
def test_a_file_that_kills_its_worker_costs_itself(job: Job, workers: int) -> None:
    """All others are counted, and the bar comes to its end."""
    names = [f"{n:03}" for n in range(60)]
    files(job, *names[:20], "kill-1", "kill-2", *names[20:], "kill-3")

    done = job.run("show_progress", "names.txt", "--workers", workers, edits=KILLS)

    assert done.out.splitlines() == [
        "60 done, 3 failed, 0 left",
        "180 words",
        *(f"kill-{n}: crashed" for n in (1, 2, 3)),
    ]
    assert done.err.splitlines()[-1].endswith("100% 0:00:00")
    assert done.code == 1


def test_what_a_crashed_worker_had_told_is_no_result(job: Job) -> None:
    """It was how far it had come; a name that is lost has no share in the whole."""
    files(job, "fine", "kill", "lost")
    tell = "            tell(sum(map(len, lines)))"
    edits = {
        tell: f'{tell}\n            if name == "kill":\n                os.kill(os.getpid(), 9)'
    }

    done = job.run("show_progress", "names.txt", edits=edits)

    assert done.out.splitlines()[:3] == [
        "1 done, 2 failed, 0 left",
        "3 words",
        "kill: crashed",
    ]
    assert done.err.splitlines()[-1].endswith("100% 0:00:00")


def test_a_worker_that_is_dead_before_it_has_a_name_costs_that(job: Job) -> None:
    """As one that dies at work."""
    files(job, "a", "b")
    start = "                    team[-1].process.start()\n"
    first = "    signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    edits = {start: f"{start}                    team[-1].process.join()\n"}

    done = job.run("show_progress", "names.txt", edits=edits | {first: f"    os.abort()\n{first}"})

    assert done.out.splitlines() == [
        "0 done, 2 failed, 0 left",
        "0 words",
        "a: crashed",
        "b: crashed",
    ]
    assert done.code == 1


def test_the_program_holds_one_end_of_each_pipe(job: Job) -> None:
    """With both it would wait for the rest of what a worker was sending when it died."""
    files(job, "a", "b", "c")
    look = "            for worker in list(team):\n"
    count = "sum(p.is_socket() for p in Path('/proc/self/fd').iterdir())"

    done = job.run(
        "show_progress",
        "names.txt",
        "--workers",
        2,
        edits={look: f"            print({count}, 'sockets')\n{look}"},
    )

    assert {*done.out.splitlines()[:-2]} == {"2 sockets"}


def test_work_may_not_start_processes_of_multiprocessing(job: Job) -> None:
    """They would be left behind by a worker that is killed."""
    files(job, "a")

    done = job.run("show_progress", "names.txt", edits={READ: f"    Process().start()\n{READ}"})

    assert done.out.splitlines()[2].startswith("a: AssertionError: daemonic processes")


def test_a_pipe_gets_a_line_for_each_tenth(job: Job) -> None:
    """At most, and none that is drawn over."""
    files(job, *(f"{n:03}" for n in range(100)))

    run = job.start("show_progress", "names.txt", edits={"LOOK = 0.1": "LOOK = 0"})
    lines = run.finish().err.splitlines()

    assert 1 <= len(lines) <= 10
    assert [line.split()[-2] for line in lines] == sorted(
        {line.split()[-2] for line in lines}, key=lambda word: int(word.rstrip("%"))
    )
    assert lines[-1].split()[-2] == "100%"
    assert b"\r" not in run.err.read_bytes()


def test_a_terminal_gets_one_line_drawn_again(job: Job) -> None:
    """As wide as the terminal less one, and its end is that of the line."""
    files(job, *(f"{n:03}" for n in range(50)))

    drew, printed, code = on_a_terminal(job, "show_progress")

    assert (printed, code) == ("50 done, 0 failed, 0 left\n150 words\n", 0)
    assert drew.count("\n") == 1
    assert drew.endswith("100% 0:00:00\r\n")
    assert {len(line) for line in drew.strip().split("\r")} == {59}


def test_the_bar_moves_within_a_file(job: Job) -> None:
    """While the one file is under way there are lines between nothing and all."""
    files(job, "one", text="a b c\n" * 60_000)
    tell = "            tell(sum(map(len, lines)))"
    waits = {tell: f"{tell}\n            wait([], timeout=0.15)\n           "}

    drew, printed, _ = on_a_terminal(job, "show_progress", waits)

    assert printed.splitlines()[1] == "180000 words"
    shares = {int(share) for share in re.findall(r"(\d+)%", drew)}
    assert shares - {0, 100}


def test_of_nothing_nobody_knows_how_long_it_takes(job: Job) -> None:
    """The bar of an empty list is full at once."""
    files(job)

    drew, _, code = on_a_terminal(job, "show_progress")

    assert (drew, code) == (f"\r[{'#' * 50}] 100% ?\r\n", 0)


def test_after_an_error_the_line_is_whole(job: Job) -> None:
    """The error begins a line of its own, and is the last thing printed."""
    files(job, "a", "b")
    edits = {
        "            bar.move(settled + sum(w.told[0] for w in team))\n": (
            '            bar.move(3)\n            raise ValueError("of main")\n'
        )
    }

    drew, printed, code = on_a_terminal(job, "show_progress", edits)

    plain = re.sub(r"\x1b\[[\d;]*m", "", drew)  # newer Pythons colour it
    bar, _, error = plain.partition("\r\nTraceback")
    assert bar.rpartition("\r")[2].startswith("[")
    assert error.splitlines()[-1] == "ValueError: of main"
    assert printed.splitlines()[0].endswith("left")
    assert code == 1


def test_a_pipe_among_the_files_has_no_share(job: Job) -> None:
    """Nobody knows how much will come: no percentage, and what came is counted."""
    files(job, "a", "b")
    (job.folder / "a").unlink()
    os.mkfifo(job.folder / "a")
    run = job.start("show_progress", "names.txt")

    with open(job.folder / "a", "w") as pipe:
        pipe.write("x y\n" * 100)
    done = run.finish()

    assert done.out == "2 done, 0 failed, 0 left\n203 words\n"
    assert "%" not in done.err
    assert done.err.splitlines()[-1] == "406 done"


@each_program
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("times", [1, 2])
def test_a_signal_ends_it(job: Job, program: str, number: int, times: int) -> None:
    """The report is short, no worker stays, and the code is that of the signal."""
    files(job, "a", "busy", "c")
    waits = "signal.pause()" if program == "show_progress" else "stop.wait(600)"
    edits = {READ: f'    if name == "busy":\n        os.write(2, b"busy")\n        {waits}\n{READ}'}
    edits |= not_before("sent")
    run = job.start(program, "names.txt", "--workers", 1, edits=edits)
    run.said("busy")

    for _ in range(times):
        run.send_all(number)
    (job.folder / "sent").touch()
    done = run.finish(30)

    assert done.code == 128 + number
    assert "Traceback" not in done.err
    if times == 1 or program == "show_progress":  # whose way out is short
        assert done.out.splitlines() == ["1 done, 0 failed, 2 left", "3 words"]


def test_all_workers_have_ended_when_it_reports(job: Job) -> None:
    """They are killed in the middle of their files, and waited for."""
    files(job, "busy-1", "busy-2")
    start, report = "team[-1].process.start()\n", '        print(f"{done} done'
    edits = {
        READ: f'    os.write(2, b"busy")\n    signal.pause()\n{READ}',
        "caught: list[int] = []": "caught: list[int] = []; pids = []",
        start: f"{start}                    pids.append(team[-1].process.pid)\n",
        report: f'        print(len(pids), [n for n in pids if exists(f"/proc/{{n}}")])\n{report}',
    }
    run = job.start("show_progress", "names.txt", "--workers", 2, edits=edits)
    run.said("busybusy")

    run.send(signal.SIGTERM)

    assert run.finish(30).out.splitlines()[0] == "2 []"


def test_workers_end_when_the_program_is_killed(job: Job) -> None:
    """Even in the middle of a file that never ends."""
    files(job, "busy-1", "busy-2")
    edits = {READ: f'    os.write(2, b"busy")\n    signal.pause()\n{READ}'}
    run = job.start("show_progress", "names.txt", "--workers", 2, edits=edits)
    run.said("busybusy")

    run.send(signal.SIGKILL)

    assert run.finish(30).code == -signal.SIGKILL


@each_program
def test_no_file_and_wrong_calls(job: Job, program: str) -> None:
    """An empty list is a report with zeros; where nobody says it would be four that work."""
    parsed = "    args = parser.parse_args()\n"
    none = job.run(program, files(job), edits={parsed: f"{parsed}    print(args.workers)\n"})
    wrong = [job.run(program, *words) for words in (("names.txt", "--workers", 0), ("no",))]

    assert (none.out, none.code) == ("4\n0 done, 0 failed, 0 left\n0 words\n", 0)
    assert [(one.code, one.out) for one in wrong] == [(2, ""), (2, "")]
    assert none.err == ""


@each_program
def test_names_are_printed_safely(job: Job, program: str) -> None:
    """A name that is no UTF-8, or that moves the cursor, is escaped."""
    (job.folder / "names.txt").write_bytes(b"caf\xe9\nred\x1b[31m\n")

    done = job.run(program, "names.txt")

    assert [line.partition(": ")[0] for line in done.out.splitlines()[2:]] == [
        "caf\\udce9",
        "red\\x1b[31m",
    ]


def test_nobody_listens_to_the_bar(job: Job, tmp_path: Path) -> None:
    """Without a standard error, or with one whose reader has gone, the work goes on."""
    files(job, *(f"{n:03}" for n in range(50)))
    program = 'exec "$0" show_progress.py names.txt 2>&-'
    (job.folder / "show_progress.py").write_text(find("jobs/show_progress").source)
    text = (
        "import os, subprocess, sys\n"
        "ours, theirs = os.pipe()\nos.close(ours)\n"
        f"words = ['sh', '-c', {program!r}, sys.executable]\n"
        "print(subprocess.run(words).returncode)\n"
        "words = [sys.executable, 'seen.py', 'names.txt']\n"
        "print(subprocess.run(words, stderr=theirs).returncode)\n"
    )
    (job.folder / "seen.py").write_text(find("jobs/show_progress").source)
    text = text.replace("show_progress.py names", "seen.py names")

    done = job.start_text("show_progress", text).finish()

    report = "50 done, 0 failed, 0 left\n150 words\n"
    assert sorted(done.out.splitlines()) == sorted((report * 2 + "0\n0\n").splitlines())
