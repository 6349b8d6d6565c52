"""What the page on Ray says besides, held to Ray itself; each test starts it once."""

from __future__ import annotations

import os
import signal
import textwrap
from pathlib import Path

import pytest

from recorder.pythons.environments import NoEnvironment, python_for
from shelf import find
from tests.engines.test_totals import SIZES, at, finished, started, table, wanted
from tests.jobs.conftest import LIMIT, Job, Run, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

NAME = "engines/totals_ray"
#: Where what it leaves can be looked for.
HERE = {"dir=SHORT": "dir=None"}
START = 'start(folder)  # or ray.init("auto")'


def lines(run: Run) -> list[str]:
    """What it printed in the end, if Ray started."""
    done = finished(run)
    assert done.code == 0, done.err
    return done.out.splitlines()


def with_main(text: str) -> str:
    """The program with another `main`."""
    source = find(NAME).source
    above, _, _ = source.partition("def read(")
    stop = source[source.index("def stop(") : source.index("def main(")]
    for old, new in HERE.items():
        above = above.replace(old, new)
    return f"{above}{stop}{textwrap.dedent(text)}"


def test_what_the_adapter_keeps_and_what_not(job: Job) -> None:
    run = job.start_text(
        NAME,
        with_main(
            """
            import time
            from concurrent.futures import BrokenExecutor

            def fail():
                raise ValueError("odd", 7)

            def until(name):
                while not Path(name).exists():
                    time.sleep(0.01)  # between two looks

            def held(mine, other):
                Path(mine).touch()
                until(other)
                Path(mine + " to its end").touch()

            def say():
                print("here", flush=True)

            def ended():
                with open("runs", "a") as file:
                    file.write(".")
                os._exit(3)

            class Counter:
                def __init__(self):
                    self.count = 0

                def up(self):
                    self.count += 1
                    return self.count

            def main():
                sys.stdout.reconfigure(line_buffering=True)
                with engine() as executor:
                    print("lambda", executor.submit(lambda: 42).result(100))
                    print("keywords", executor.submit(dict, fn=1, self=2).result(100))
                    error = executor.submit(fail).exception(100)
                    print("caught", isinstance(error, ValueError), error.args == ("odd", 7))
                    held_one = executor.submit(held, "begun", "go")
                    until("begun")
                    print("running", held_one.running())
                    print("cancel", held_one.cancel())
                    Path("go").touch()
                    until("begun to its end")
                    lost = executor.submit(ended).exception(100)
                    print(type(lost).__name__, isinstance(lost, BrokenExecutor))
                    print("runs", len(Path("runs").read_text()))
                    executor.submit(say).result(100)
                    until("heard")
                    counter = ray.remote(Counter).remote()
                    print("actor", [ray.get(counter.up.remote()) for _ in range(3)])
                    with RayExecutor() as other:
                        last = other.submit(time.sleep, 0.1)
                    print("waited", last.done())
                    for refused in (lambda: other.submit(abs, 1),
                                    lambda: other.shutdown(cancel_futures=True)):
                        try:
                            refused()
                        except RuntimeError as error:
                            print("refused", type(error).__name__)

            if __name__ == "__main__":
                main()
            """
        ),
    )
    with started():
        run.until(lambda: "here" in run.out.read_text())
    (job.folder / "heard").touch()

    said = lines(run)

    (heard,) = [line for line in said if line.endswith("here")]
    assert "(run pid=" in heard
    assert any("(raylet)" in line for line in said)  # Ray's own words on the lost worker
    assert [line for line in said if line != heard and "(raylet)" not in line] == [
        "lambda 42",
        "keywords {'fn': 1, 'self': 2}",
        "caught True False",
        "running False",
        "cancel True",
        "WorkerCrashedError False",
        "runs 1",
        "actor [1, 2, 3]",
        "waited True",
        "refused RuntimeError",
        "refused NotImplementedError",
    ]
    assert os.listdir(job.temporary) == []


def test_head_and_nodes_may_be_anywhere(job: Job) -> None:
    """The one line leads to them, with one key: the head has no CPU, so a node did the work."""
    text = table(SIZES)
    (job.folder / "visits.csv").write_text(text)
    key = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "7" * 64}
    apart = f"import os\n\nos.environ |= {key | {'RAY_TMPDIR': job.temporary}!r}\n"

    def start(more: str) -> Run:
        words = f"start --block --node-ip-address 127.0.0.1 {more}".split()
        program = (
            f"{apart}os.environ['RAY_USAGE_STATS_ENABLED'] = '0'\n"
            "import sys\n\nfrom ray.scripts.scripts import main\n\n"
            f"if __name__ == '__main__':\n    sys.argv[1:] = {words!r}\n    main()\n"
        )
        run = job.start_text(NAME, program)
        with started():
            run.said("Ray runtime started")
        return run

    small = "--object-store-memory 100000000"
    head = start(f"--head --port 0 --num-cpus 0 --include-dashboard false {small}")
    address = Path(job.temporary, "ray", "ray_current_cluster").read_text()
    node = start(f"--address {address} --num-cpus 2 {small}")
    edits = {
        START: 'ray.init("auto", logging_level="ERROR")',
        '"""Work on each': f'{apart}"""Work on each',
    }

    driver = job.start(NAME, "visits.csv", edits=edits)
    assert lines(driver) == wanted(text)

    for one in (node, head):
        assert one.process.poll() is None
        one.send(signal.SIGTERM)
    for one in (node, head):
        one.process.wait(60)


UV = 'os.environ["RAY_ENABLE_UV_RUN_RUNTIME_ENV"] = "0"  # uv run is enough\n'


@pytest.mark.parametrize("asks", [True, False], ids=["without it", "with it"])
def test_a_variable_keeps_uv_out_of_the_workers(job: Job, asks: bool) -> None:
    """Below `uv run` Ray starts each worker by `uv run` again, which has no packages."""
    (job.folder / "visits.csv").write_text(table(SIZES))
    asked, uv = job.folder / "asked", job.folder / "uv"
    uv.write_text(f'#!/bin/sh\necho "$@" >> {asked}\nexit 1\n')
    uv.chmod(0o755)
    # a parent whose words are those of `uv run`
    (job.folder / "run").write_text('"$@"\nexit $?\n')
    source = find(NAME).source
    for old, new in (HERE | ({UV: ""} if asks else {})).items():
        assert old in source
        source = source.replace(old, new)
    (job.folder / "below.py").write_text(source)

    run = job.start_text(
        NAME,
        f"""
import os, sys

os.environ["PATH"] = {str(job.folder)!r} + os.pathsep + os.environ["PATH"]
words = ["uv", "run", sys.executable, "below.py", "visits.csv"]
os.execv("/bin/sh", words)
""",
    )

    if not asks:
        assert lines(run) == wanted(table(SIZES))
        assert not asked.exists()
        return
    with started():
        run.until(lambda: asked.exists() and asked.read_text())
    words = asked.read_text()
    assert words.startswith("run --python ") and "default_worker.py" in words
    assert "below.py" not in words  # whose first lines name the packages
    run.send_all(signal.SIGTERM)
    run.process.wait(60)


def test_a_killed_program_leaves_its_folder_and_no_process(job: Job) -> None:
    """Ray's own processes see it and end."""
    (job.folder / "visits.csv").write_text(table(SIZES))
    deed = f"open({str(job.folder / 'begun')!r}, 'w').close(); signal.pause()"
    run = job.start(NAME, "visits.csv", edits=HERE | at("a", 40, deed))
    with started():
        run.until((job.folder / "begun").exists)

    run.send(signal.SIGKILL)
    run.process.wait(60)

    run.until_all_end(200)  # some take five seconds, some a minute more
    (left,) = os.listdir(job.temporary)
    assert left.startswith("ray-")


def test_a_start_that_fails_is_told(job: Job) -> None:
    """With its error; what had started ends by itself, and may write the folder anew before.

    A key of Ray's own making stays in the home.
    """
    (job.folder / "visits.csv").write_text(table(SIZES))
    fails = (
        "from ray._private import services\n\n\n"
        "def nobody(*words):\n    raise OSError('no node')\n\n\n"
        "services.get_node = nobody\n"
    )

    edits = HERE | {
        "import ray\n": f"import ray\n{fails}",
        '    os.environ["RAY_AUTH_TOKEN"] = token_hex(32)\n': "",
    }

    run = job.start(NAME, "visits.csv", edits=edits)
    assert run.process.wait(LIMIT) == 1
    run.until_all_end()

    assert run.out.read_text() == ""
    assert "OSError: no node" in run.err.read_text()
    assert all(name.startswith("ray-") for name in os.listdir(job.temporary))
    assert (job.folder / ".ray" / "auth_token").exists()


def test_joblib_sends_its_calls_to_ray(job: Job) -> None:
    """With what becomes of the order, of errors, of a lost worker, and without `n_jobs`."""
    try:
        python = python_for(find("engines/totals_joblib"), job.interpreter)
    except NoEnvironment as why:
        pytest.skip(str(why))
    (home,) = Path(python).parents[1].glob("lib/python*/site-packages")
    run = job.start_text(
        NAME,
        with_main(
            f"""
            sys.path.append({str(home)!r})
            found = [os.environ.get("PYTHONPATH"), {str(home)!r}]
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, found))
            """
            """
            import multiprocessing
            import time
            from concurrent.futures import BrokenExecutor
            from joblib import Parallel, delayed, parallel_config
            from ray.util.joblib import register_ray

            def where(number):
                return number, os.getpid()

            def fail(number):
                if number:
                    raise ValueError("odd", 7)

            def ended(number):
                with open(f"runs-{number}", "a") as file:
                    file.write(".")
                if number:
                    os._exit(3)

            def hang(number):
                Path("hangs").write_text(str(os.getpid()))
                signal.pause()

            def told(function, *numbers, **words):
                try:
                    Parallel(**words)(delayed(function)(number) for number in numbers)
                except BaseException as error:
                    return error

            def joblib():
                for words in ({}, {"n_jobs": 2}, {"n_jobs": -1}):
                    done = Parallel(**words)(delayed(where)(n) for n in range(8))
                    order = [number for number, _ in done] == [*range(8)]
                    mine = {pid for _, pid in done} == {os.getpid()}
                    others = os.getpid() not in {pid for _, pid in done}
                    print(words, order, mine, others)
                print("lambda", Parallel(2)(delayed(lambda n: -n)(n) for n in range(3)))
                for words in ({"n_jobs": 3}, {"n_jobs": 2, "return_as": "generator"},
                              {"n_jobs": 2, "return_as": "generator_unordered"}):
                    print([*words.values()], type(told(abs, 1, **words)).__name__)
                error = told(fail, 0, 1, n_jobs=2)
                print(type(error) is ValueError, error.args)
                lost = told(ended, 0, 1, n_jobs=2)
                print(type(lost).__name__, isinstance(lost, BrokenExecutor))
                print("runs", len(Path("runs-1").read_text()))
                print("next", Parallel(2)(delayed(abs)(n) for n in (-1, -2)))
                late = told(hang, 0, n_jobs=2, timeout=5)
                print(type(late).__name__, isinstance(late, multiprocessing.TimeoutError))
                end = time.monotonic() + 60
                while Path("hangs").exists() and time.monotonic() < end:
                    try:
                        os.kill(int(Path("hangs").read_text()), 0)
                    except ProcessLookupError:
                        Path("hangs").unlink()
                    time.sleep(0.05)  # between two looks
                print("hangs", Path("hangs").exists())

            def main():
                sys.stdout.reconfigure(line_buffering=True)
                with engine():
                    register_ray()
                    with parallel_config("ray"):
                        joblib()

            if __name__ == "__main__":
                main()
            """
        ),
    )

    said = [line for line in lines(run) if "(raylet)" not in line]

    assert said == [
        "{} True True False",
        "{'n_jobs': 2} True False True",
        "{'n_jobs': -1} True False True",
        "lambda [0, -1, -2]",
        "[3] ValueError",
        "[2, 'generator'] ValueError",
        "[2, 'generator_unordered'] ValueError",
        "True ('odd', 7)",
        "ActorDiedError False",
        "runs 1",
        "next [1, 2]",
        "TimeoutError True",
        "hangs False",
    ]
