"""The first process of a container, in trees and in real groups: `jobs/enter_container`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from math import inf
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from shelf import ROOT
from snippets.jobs import enter_container
from snippets.jobs.enter_container import Limits, limits
from tests.jobs.conftest import Job
from tests.jobs.places import interpreter_for, own_group

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="control groups are Linux's")

PROGRAM = ROOT / "snippets" / "jobs" / "enter_container.py"
MB = 2**20
#: Says so, and does what it is told by the signal.
WAITS = "trap 'echo told; exit 3' INT TERM; echo ready; while :; do sleep 0.05; done"
DEAF = "trap '' INT TERM; echo ready; while :; do sleep 0.05; done"

needs_root = pytest.mark.skipif("os.geteuid() != 0", reason="namespaces need root here")


def tree(root: Path, files: dict[str, str]) -> Path:
    """A folder that looks like the files of a system."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{text}\n")
    return root


CG = "sys/fs/cgroup"
V2 = {
    "proc/self/cgroup": "0::/pod/job",
    f"{CG}/pod/job/cpu.max": "150000 100000",
    f"{CG}/pod/job/memory.max": "536870912",
    f"{CG}/pod/job/pids.max": "100",
}
V1 = {
    "proc/self/cgroup": "9:name=systemd:/\n4:memory:/a/b\n3:pids:/a\n2:cpu,cpuacct:/a/b",
    f"{CG}/cpu,cpuacct/a/b/cpu.cfs_quota_us": "150000",
    f"{CG}/cpu,cpuacct/a/b/cpu.cfs_period_us": "100000",
    f"{CG}/memory/a/b/memory.limit_in_bytes": "9223372036854771712",
    f"{CG}/memory/a/memory.limit_in_bytes": "536870912",
    f"{CG}/pids/a/pids.max": "100",
}


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (V2, (1.5, 512 * MB, 100)),
        (V1, (1.5, 512 * MB, 100)),
        ({**V1, f"{CG}/memory/a/memory.limit_in_bytes": "9223372036854771712"}, (1.5, inf, 100)),
        ({}, (inf, inf, inf)),
        ({"proc/self/cgroup": "0::/"}, (inf, inf, inf)),
        ({"proc/self/cgroup": "0::/", f"{CG}/cpu.max": "max 100000"}, (inf, inf, inf)),
        ({**V2, f"{CG}/pod/cpu.max": "50000 100000"}, (0.5, 512 * MB, 100)),
        ({**V2, f"{CG}/pod/cpu.max": "max 100000", f"{CG}/memory.max": "1048576"}, (1.5, MB, 100)),
        # the path is that of the host, and the container sees its own group as the root
        ({"proc/self/cgroup": "0::/../docker/x", f"{CG}/cpu.max": "200000 100000"}, (2, inf, inf)),
        ({"proc/self/cgroup": "2:cpu:/docker/x", f"{CG}/cpu/cpu.cfs_quota_us": "-1",
          f"{CG}/cpu/cpu.cfs_period_us": "100000"}, (inf, inf, inf)),
        ({"proc/self/cgroup": "0::/a\n3:pids:/b", f"{CG}/unified/a/cpu.max": "50000 100000",
          f"{CG}/pids/b/pids.max": "7"}, (0.5, inf, 7)),
        ({"proc/self/cgroup": "no line of ours", f"{CG}/cpu.max": "1 2 3"}, (inf, inf, inf)),
        ({"proc/self/cgroup": "0::/a:b", f"{CG}/a:b/cpu.max": "200000 100000"}, (2, inf, inf)),
        ({"proc/self/cgroup": "0::/", f"{CG}/cpu.max": "0 100000"}, (inf, inf, inf)),
        ({"proc/self/cgroup": "0::/", f"{CG}/cpu.max": "odd", f"{CG}/memory.max": ""},
         (inf, inf, inf)),
    ],
)  # fmt: skip
def test_the_tightest_limit_counts(
    tmp_path: Path, files: dict[str, str], wanted: tuple[float, float, float]
) -> None:
    """Of the group's own and those around it, in both versions of control groups."""
    found = limits(tree(tmp_path, files))

    assert (found.quota, found.memory, found.pids) == wanted
    assert found.shm == inf


@pytest.mark.parametrize(
    ("affinity", "quota", "workers", "cpus"),
    [(8, "150000", inf, 2), (8, "50000", inf, 1), (8, "max", 3, 3), (1, "400000", 3, 1),
     (8, "400000", inf, 4), (8, "max", inf, 8)],
)  # fmt: skip
def test_workers(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    affinity: int,
    quota: str,
    workers: float,
    cpus: int,
) -> None:
    """The least of affinity, the quota rounded up and what was asked for, and one at least."""
    ours = {0: set(range(affinity))}
    monkeypatch.setattr(enter_container.os, "sched_getaffinity", ours.__getitem__)
    files = {"proc/self/cgroup": "0::/", f"{CG}/cpu.max": f"{quota} 100000"}

    assert limits(tree(tmp_path, files), workers).cpus == cpus


def test_the_line() -> None:
    """As the page shows it, and without limits."""
    some, none = Limits(2, 1.5, 512 * MB, 64 * MB, 100), Limits(2, inf, inf, inf, inf)

    assert some.line() == "cpus 2 (quota 1.5), memory 512 MB, shm 64 MB, pids 100"
    assert none.line() == "cpus 2 (quota none), memory none, shm none, pids none"


def test_the_command_gets_its_numbers(job: Job) -> None:
    """Workers, memory for each, and the variable that Python itself reads."""
    tree(job.folder / "box", V2)
    words = 'echo "$WORKERS $PYTHON_CPU_COUNT $WORKER_MEMORY"; exit 7'

    done = job.run("enter_container", "--root", "box", "--workers", 1, "sh", "-c", words)

    assert done.out.splitlines() == [
        "cpus 1 (quota 1.5), memory 512 MB, shm none, pids 100",
        "1 1 268435456",
    ]
    assert (done.err, done.code) == ("", 7)


def test_how_a_command_ends(job: Job) -> None:
    """Its exit status is that of the program, a death by signal as a shell says it."""
    codes = [
        job.run("enter_container", "--root", "no", *words).code
        for words in (
            ("sh", "-c", 'test -z "${WORKER_MEMORY+set}"'),  # nobody knows how much there is
            ("sh", "-c", "kill -9 $$"),
            ("sh", "-c", "exit 3"),
        )
    ]
    calls = [(), ("no-such-command",), ("/",), ("--workers", 0, "true")]
    wrong = [job.run("enter_container", *words).code for words in calls]

    assert codes == [0, 137, 3]
    assert wrong == [2, 2, 2, 2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("whole", [True, False], ids=["terminal", "runtime"])
def test_a_signal_reaches_the_command_once(job: Job, number: int, whole: bool) -> None:
    """From a terminal or from the runtime: it is told, and may end in its own way."""
    run = job.start("enter_container", "sh", "-c", WAITS)
    run.said("ready")

    (run.send_all if whole else run.send)(number)
    done = run.finish(60)

    assert done.out.splitlines()[1:] == ["ready", "told"]
    assert done.err in ("", "Terminated\n")  # the shell's word for what it ran
    assert done.code == 128 + number


@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_a_deaf_command_is_killed(job: Job, twice: bool) -> None:
    """After GRACE, or at a second signal."""
    edits = {"GRACE = 8.0": "GRACE = 600.0" if twice else "GRACE = 0.5"}
    run = job.start("enter_container", "sh", "-c", DEAF, edits=edits)
    run.said("ready")

    run.send(signal.SIGTERM)
    if twice:
        run.send(signal.SIGINT)
    done = run.finish(60)

    assert done.code == 128 + signal.SIGTERM or (twice and done.code == 130)


def test_what_the_command_leaves_is_killed(job: Job) -> None:
    """A child in the background ends with it; `finish` finds nobody."""
    done = job.run("enter_container", "sh", "-c", "sleep 600 & exit 4")

    assert done.code == 4


def test_an_error_in_main_ends_the_command(job: Job) -> None:
    """The exception is the last thing printed."""
    look = "            sleep(0.02)  # between two looks\n"
    edits = {look: f'{look}            raise ValueError("of main")\n'}

    done = job.run("enter_container", "sh", "-c", DEAF, edits=edits)

    assert done.err.splitlines()[-1] == "ValueError: of main"
    assert done.code == 1


def test_after_an_error_the_command_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it is gone when the program goes on."""
    begun = list[subprocess.Popen[bytes]]()

    def popen(command: list[str], **more: Any) -> subprocess.Popen[bytes]:
        begun.append(subprocess.Popen(command, **more))
        return begun[-1]

    def fail(_: float) -> None:
        raise ValueError("of main")

    calls = SimpleNamespace(Popen=popen)
    monkeypatch.setattr(enter_container, "subprocess", calls)
    monkeypatch.setattr(enter_container, "sleep", fail)
    with pytest.raises(ValueError, match="of main"):
        enter_container.run(["sleep", "600"], {}, [])

    assert begun[0].returncode == -signal.SIGKILL


@needs_root
def test_as_the_first_process_it_reaps_and_hands_on(tmp_path: Path) -> None:
    """In a namespace of its own: no zombie stays, and SIGTERM ends it."""
    script = (
        "sh -c 'sleep 0 & sleep 0.1 & exit'; sleep 0.5; cat /proc/[0-9]*/stat | grep -c ' Z ';"
        " echo ready; sleep 600"
    )
    python = interpreter_for(("3.14", "3.11"), 0).path
    command = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child", python, PROGRAM]
    with subprocess.Popen(
        [*command, "sh", "-c", script], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as outer:
        assert outer.stdout is not None
        lines = [outer.stdout.readline() for _ in range(3)]
        inner = int(Path(f"/proc/{outer.pid}/task/{outer.pid}/children").read_text())
        os.kill(inner, signal.SIGTERM)
        code = outer.wait(60)

    assert lines[1:] == ["0\n", "ready\n"]
    assert code == 143


@pytest.fixture
def group() -> Iterator[Path]:
    """A group for CPU time of its own."""
    with own_group("cpu", "cpu.cfs_quota_us") as place:
        yield place


def inside(place: Path, *command: object) -> str:
    """What a command says that has entered a group."""
    words = ["sh", "-c", f'echo $$ > {place}/cgroup.procs && exec "$@"', "sh", *map(str, command)]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout


def test_a_real_quota_is_seen(group: Path) -> None:
    """Half a CPU is one worker, and Python's own counts do not know of it."""
    (group / "cpu.cfs_quota_us").write_text("50000")
    python = interpreter_for(("3.14", "3.13"), 0).path
    ask = "import os; print(os.cpu_count(), os.process_cpu_count(), len(os.sched_getaffinity(0)))"

    line = inside(group, sys.executable, PROGRAM, "true")
    counts = inside(group, python, "-c", ask).split()

    assert line.startswith("cpus 1 (quota 0.5),")
    assert counts == [str(os.cpu_count()), *[str(len(os.sched_getaffinity(0)))] * 2]


@needs_root
def test_a_small_shm_is_seen() -> None:
    """The room that is free in `/dev/shm`."""
    mount = 'mount -t tmpfs -o size=1m tmpfs /dev/shm && exec "$@"'
    command = ["unshare", "-m", "sh", "-c", mount, "sh", sys.executable, str(PROGRAM), "true"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if "mount" in done.stderr:
        pytest.skip(done.stderr)

    assert ", shm 1 MB," in done.stdout
