"""Many tasks with random numbers, and one seed: `jobs/simulate`."""

from __future__ import annotations

import os
import signal

import pytest

from tests.jobs.conftest import Job
from tests.jobs.places import HANGS, LOOKS
from tests.jobs.test_process_folder import is_worker
from tests.signalled import UNTIL_A_SIGNAL

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

#: What the work begins with.
WORK = "    x, y = chance.random((2, 10_000))\n"
CLOCK = {
    "from time import monotonic\n": "",
    "TASKS = 200\n": LOOKS + "TASKS = 200\n",
    "timeout=0.5": "timeout=0.01",  # from one look to the next
}
#: The number by which a planted fault knows its task, of all those of seed 1.
FIRST = "    first = float(chance.random())\n"


def numbers(job: Job, tasks: int, seed: int = 1) -> list[float]:
    """The first number of each task, by NumPy itself."""
    source = (
        "from numpy.random import SeedSequence, default_rng\n"
        f"for n in range({tasks}):\n"
        f"    print(default_rng(SeedSequence({seed}, spawn_key=(n,))).random())\n"
    )
    return [float(word) for word in job.start_text("simulate", source).finish().out.split()]


def fault(first: float, deed: str) -> dict[str, str]:
    """Have the task whose first number this is do something else, before its work."""
    return {WORK: f"{FIRST}    if first == {first!r}:\n        {deed}\n{WORK}"}


def results(job: Job) -> list[str]:
    """The lines of the results, less the first, in the order of the tasks."""
    lines = (job.folder / "results.txt").read_text().splitlines()[1:]
    return sorted(lines, key=lambda line: int(line.split()[0]))


def test_one_seed_one_result_whatever_the_workers(job: Job) -> None:
    """Report and results are the same for each number of workers, and others for another seed."""
    made = []
    for workers, seed in ((1, 1), (2, 1), (4, 1), (2, 2)):
        (job.folder / "results.txt").unlink(missing_ok=True)
        call = ("results.txt", "--tasks", 90, "--seed", seed, "--workers", workers)
        done = job.run("simulate", *call)
        assert (done.code, done.err) == (0, "")
        made.append((done.out, results(job)))

    assert made[0] == made[1] == made[2]
    assert made[0] != made[3]
    assert made[0][0].splitlines()[0] == "90 done, 0 failed, 0 left"


def test_each_task_has_the_sequence_of_its_number(job: Job) -> None:
    """What a task draws is what NumPy draws for its number, and for no other."""
    edits = {WORK: f"    return float(chance.random())\n{WORK}"}

    done = job.run("simulate", "results.txt", "--tasks", 50, edits=edits)

    assert done.code == 0
    drawn = [float.fromhex(line.split()[1]) for line in results(job)]
    assert drawn == numbers(job, 50)
    assert len(set(drawn)) == 50


def test_run_again_it_goes_on(job: Job) -> None:
    """More tasks are added to those that are done; a line cut short is done again."""
    whole = job.run("simulate", "whole.txt", "--tasks", 60)
    job.run("simulate", "results.txt", "--tasks", 30)
    file = job.folder / "results.txt"
    file.write_bytes(file.read_bytes()[:-5])
    edits = {
        "            pipe.send(attempt(seed, task))\n": '            os.write(2, b"did\\n")\n'
        "            pipe.send(attempt(seed, task))\n"
    }

    more = job.run("simulate", "results.txt", "--tasks", 60, edits=edits)
    again = job.run("simulate", "results.txt", "--tasks", 60, edits=edits)

    assert whole.out == more.out == again.out
    assert (more.err.count("did"), again.err) == (31, "")


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("raise ValueError('odd\\x1b')", "ValueError: odd\\x1b"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("raise MemoryError", "MemoryError"),
        ("return float('nan')", "no number: nan"),
        ("os.abort()", "crashed: SIGABRT"),
        ("os._exit(0)", "crashed: exit 0"),
        pytest.param(HANGS, "time limit", id="hangs"),
    ],
)
def test_a_task_that_fails_costs_itself(job: Job, deed: str, told: str) -> None:
    """It is listed, all others are done; without the fault the next run does what failed."""
    seventh = numbers(job, 8)[7]
    edits = fault(seventh, deed)
    call = ("--tasks", 40, "--workers", 1)

    done = job.run("simulate", "results.txt", *call, edits=edits | CLOCK)
    good = job.run("simulate", "results.txt", "--tasks", 40, edits={WORK: FIRST + WORK})
    whole = job.run("simulate", "whole.txt", "--tasks", 40, edits={WORK: FIRST + WORK})

    lines = done.out.splitlines()
    assert [lines[0], *lines[2:]] == ["39 done, 1 failed, 0 left", f"task 7: {told}"]
    assert done.code == 1
    assert (good.out, good.code) == (whole.out, 0)


def test_a_task_whose_worker_dies_once_draws_the_same_again(job: Job) -> None:
    """It is tried a second time, and nothing of it is to be seen in the report."""
    plain = job.run("simulate", "whole.txt", "--tasks", 40, edits={WORK: FIRST + WORK})
    deed = "if not os.path.exists('once'):\n            open('once', 'w').close(); os.abort()"

    done = job.run("simulate", "results.txt", "--tasks", 40, edits=fault(numbers(job, 8)[7], deed))

    assert (done.out, done.code) == (plain.out, 0)


def busy(job: Job, task: int) -> dict[str, str]:
    """The task waits for ever."""
    return fault(numbers(job, task + 1)[task], "os.write(2, b'busy\\n')\n        signal.pause()")


@pytest.mark.parametrize(
    ("number", "whole"),
    [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGTERM, False)],
    ids=["Ctrl-C", "SIGINT", "SIGTERM"],
)
def test_a_signal_ends_it_soon_and_keeps_what_is_done(job: Job, number: int, whole: bool) -> None:
    """The report is short, the code that of the signal; then it goes on where it was."""
    call = ("results.txt", "--tasks", 3, "--workers", 1)
    run = job.start("simulate", *call, edits=busy(job, 1))
    run.said("busy")

    (run.send_all if whole else run.send)(number)
    done = run.finish(30)
    rest = job.run("simulate", *call, edits={WORK: FIRST + WORK})

    assert done.out.splitlines()[0] == "1 done, 0 failed, 2 left"
    assert done.err == "busy\n"
    assert done.code == 128 + number
    assert rest.out.splitlines()[0] == "3 done, 0 failed, 0 left"


def test_killed_workers_are_replaced(job: Job) -> None:
    """A busy one is killed twice before its task is given up; the others are done meanwhile."""
    run = job.start("simulate", "results.txt", "--tasks", 3, "--workers", 1, edits=busy(job, 0))
    for times in (1, 2):
        run.until(lambda times=times: run.err.read_text().count("busy") == times)
        for pid in [pid for pid in run.others() if is_worker(pid, run)]:
            os.kill(pid, signal.SIGKILL)

    done = run.finish(30)

    lines = done.out.splitlines()
    assert [lines[0], *lines[2:]] == ["2 done, 1 failed, 0 left", "task 0: crashed: SIGKILL"]


def test_an_idle_worker_that_is_killed_costs_nothing(job: Job) -> None:
    """The busy one is killed twice all the same before its task is given up."""
    edits = {old: new.replace("b'busy\\n'", "f'busy {os.getpid()}\\n'.encode()")
             for old, new in busy(job, 0).items()}  # fmt: skip
    run = job.start("simulate", "results.txt", "--tasks", 3, "--workers", 2, edits=edits)
    run.said("busy")
    run.until(lambda: len(results(job)) == 2)
    pids = [pid for pid in run.others() if is_worker(pid, run)]
    (idle,) = (pid for pid in pids if f"busy {pid}\n" not in run.err.read_text())

    os.kill(idle, signal.SIGKILL)
    run.until(lambda: not os.path.exists(f"/proc/{idle}"))  # the program has seen it
    for times in (1, 2):
        run.until(lambda times=times: run.err.read_text().count("busy") == times)
        os.kill(int(run.err.read_text().split()[-1]), signal.SIGKILL)
    done = run.finish(30)

    lines = done.out.splitlines()
    assert [lines[0], *lines[2:]] == ["2 done, 1 failed, 0 left", "task 0: crashed: SIGKILL"]


def test_workers_end_when_the_program_is_killed(job: Job) -> None:
    """Even in the middle of a task that never ends; what was done is kept."""
    run = job.start("simulate", "results.txt", "--tasks", 9, "--workers", 2, edits=busy(job, 8))
    run.said("busy")
    run.until(lambda: len(results(job)) == 8)

    run.send(signal.SIGKILL)
    done = run.finish(30)

    assert done.code == -signal.SIGKILL
    assert len(results(job)) == 8


def test_an_error_in_main_ends_it(job: Job) -> None:
    """The exception is the last thing printed, the report is there, no worker stays."""
    line = "                    done[task] = answer\n"
    edits = busy(job, 0) | {line: line.replace("done[task] = answer", "raise ValueError('main')")}

    done = job.run("simulate", "results.txt", "--tasks", 3, "--workers", 2, edits=edits)

    assert done.out.splitlines()[0] == "0 done, 0 failed, 3 left"
    assert done.err.splitlines()[-1] == "ValueError: main"
    assert done.code == 1


def test_workers_that_cannot_begin_end_it(job: Job) -> None:
    """It does not start new ones for ever; no task is to blame."""
    edits = {
        "DEATHS = 50": "DEATHS = 5",
        "    Thread(target=end_with_parent, daemon=True).start()\n": "    os._exit(7)\n",
    }

    done = job.run("simulate", "results.txt", "--tasks", 100, edits=edits)

    assert done.err.splitlines()[-1] == "RuntimeError: every worker dies: exit 7"
    assert done.code == 1


def test_as_many_workers_die_in_a_row_as_it_says(job: Job) -> None:
    """A task that is done ends the row."""
    start = "            self.process.start()\n"
    edits = {
        "DEATHS = 50": "DEATHS = 5",
        start: f"{start}            os.write(2, b'begun\\n')\n",
        "    Thread(target=end_with_parent, daemon=True).start()\n": "    os._exit(7)\n",
    }
    none = job.run("simulate", "none.txt", "--tasks", 100, "--workers", 1, edits=edits)
    edits = {"DEATHS = 50": "DEATHS = 2", "TRIES = 2": "TRIES = 1"} | aborts("task in (1, 3)")
    some = job.run("simulate", "some.txt", "--tasks", 8, "--workers", 1, edits=edits)

    assert none.err.count("begun\n") == 6
    assert none.out.splitlines()[0] == "0 done, 0 failed, 100 left"
    assert some.out.splitlines()[0] == "6 done, 2 failed, 0 left"


def test_only_the_first_task_in_hand_is_to_blame(job: Job) -> None:
    """The next one, whose worker dies once on its own, is tried again."""
    once = "not Path('once').exists() and not Path('once').touch()"
    edits = aborts(f"task == 1 or task == 2 and {once}")

    done = job.run("simulate", "results.txt", "--tasks", 8, "--workers", 1, edits=edits)

    lines = done.out.splitlines()
    assert [lines[0], *lines[2:]] == ["7 done, 1 failed, 0 left", "task 1: crashed: SIGABRT"]


def test_a_worker_that_dies_has_crashed_whatever_the_time(job: Job) -> None:
    """By a clock that leaps with its death."""
    clock = """\
def monotonic() -> float:
    dead = os.path.exists("pid") and not os.path.exists(f"/proc/{open('pid').read()}")
    return 1000.0 * dead


"""
    edits = CLOCK | {"TASKS = 200\n": clock + "TASKS = 200\n", "TRIES = 2": "TRIES = 1"}
    edits |= aborts("task == 1 and Path('pid').write_text(str(os.getpid()))")

    done = job.run("simulate", "results.txt", "--tasks", 2, "--workers", 1, edits=edits)

    assert done.out.splitlines()[2:] == ["task 1: crashed: SIGABRT"]


def aborts(when: str) -> dict[str, str]:
    """Have the worker die of some tasks."""
    line = "        own = np.random.SeedSequence(seed, spawn_key=(task,))\n"
    return {line: f"        if {when}:\n            os.abort()\n{line}"}


def test_a_worker_that_is_dead_before_it_has_tasks_costs_the_first(job: Job) -> None:
    """As one that dies at work."""
    start = "            self.process.start()\n"
    edits = {
        start: f"{start}            self.process.join()\n",
        "    Thread(target=end_with_parent, daemon=True).start()\n": "    os.abort()\n",
    }

    done = job.run("simulate", "results.txt", "--tasks", 2, "--workers", 2, edits=edits)

    assert done.out.splitlines()[0] == "0 done, 2 failed, 0 left"
    assert {*done.out.splitlines()[2:]} == {f"task {n}: crashed: SIGABRT" for n in (0, 1)}


def test_work_may_not_start_processes_of_multiprocessing(job: Job) -> None:
    """They would be left behind by a worker that is killed."""
    edits = {WORK: f"    Process().start()\n{WORK}"}

    done = job.run("simulate", "results.txt", "--tasks", 1, edits=edits)

    assert done.out.splitlines()[2].startswith("task 0: AssertionError: daemonic processes")


@pytest.mark.parametrize("error", [False, True], ids=["signal", "error"])
def test_all_workers_have_ended_when_it_reports(job: Job, error: bool) -> None:
    """They are killed in the middle of their tasks, and waited for."""
    start, report = "            self.process.start()\n", '        print(f"{len(have)} done'
    edits = busy(job, 1) | {
        "TASKS = 200": "pids = []\nTASKS = 200",
        start: f"{start}            pids.append(self.process.pid)\n",
        report: "        here = [pid for pid in pids if Path(f'/proc/{pid}').exists()]\n"
        f"        print(len(pids), here)\n{report}",
    }
    if error:
        line = "                    done[task] = answer\n"
        edits[line] = f"{line}                    raise ValueError('main')\n"
    run = job.start("simulate", "results.txt", "--tasks", 2, "--workers", 2, edits=edits)
    if not error:
        run.said("busy")
        run.send(signal.SIGTERM)

    assert run.finish(60).out.splitlines()[0] == "2 []"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_it_reads_what_is_done_ends_it(job: Job, number: int) -> None:
    """There is nothing to report."""
    line = '    whole = text[: text.rfind("\\n") + 1]\n'
    edits = {line: f"    os.write(2, b'read')\n    {UNTIL_A_SIGNAL}\n{line}"}
    run = job.start("simulate", "results.txt", edits=edits)
    run.said("read")

    run.send(number)
    done = run.finish(30)

    assert (done.out, done.err, done.code) == ("", "read", 128 + number)


def test_none_one_and_wrong_calls(job: Job) -> None:
    """No task is a report with zeros; results of another seed or NumPy are left alone."""
    none = job.run("simulate", "none.txt", "--tasks", 0)
    one = job.run("simulate", "one.txt", "--tasks", 1, "--workers", 8)
    (job.folder / "old.txt").write_text("seed 1, numpy 1.0\n0 0x1p+0\n")
    (job.folder / "mine.txt").write_text("my diary")
    calls: list[tuple[object, ...]] = [
        ("one.txt", "--seed", 2), ("old.txt",), ("mine.txt",), ("x.txt", "--workers", 0),
        ("x.txt", "--seed", -1), ("x.txt", "--tasks", -1), ("no/folder.txt",),
    ]  # fmt: skip
    wrong = [job.run("simulate", *call) for call in calls]

    assert (none.out, none.code) == ("0 done, 0 failed, 0 left\nsum 0.0, mean 0\n", 0)
    assert (one.out.splitlines()[0], one.code) == ("1 done, 0 failed, 0 left", 0)
    assert [(w.code, w.out) for w in wrong] == [(2, "")] * len(calls)
    assert wrong[1].err.splitlines()[-1].endswith("old.txt is of: seed 1, numpy 1.0")
    assert (job.folder / "mine.txt").read_text() == "my diary"


def test_many_tasks_cost_little_memory(job: Job) -> None:
    """A hundred thousand tasks take less than 50 MB more than a thousand."""
    edits = {
        WORK: "    return float(chance.integers(9))\n" + WORK,
        "    sys.exit(bool(failed))\n": "    import resource\n"
        "    used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "    print(used.ru_maxrss, file=sys.stderr)\n"
        "    sys.exit(bool(failed))\n",
    }

    peaks = [
        int(job.run("simulate", f"{n}.txt", "--tasks", n, "--workers", 2, edits=edits).err)
        for n in (1000, 100_000)
    ]

    assert peaks[1] - peaks[0] < 50 * 1024
