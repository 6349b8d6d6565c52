# /// script
# [tool.sample.variants.no_gil]
# gil = false
# ///
"""One look at your machine tells which Python and how many CPUs you
have, whether a call releases the GIL, and which workers suit a task."""

import argparse
import ast
import builtins
import importlib
import importlib.util
import json
import math
import multiprocessing
import os
import pkgutil
import platform
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

EXAMPLE = '"math.factorial(2_000)"'
POOLS = {
    "threads": "ThreadPoolExecutor",
    "interpreters": "InterpreterPoolExecutor",
    "processes": "ProcessPoolExecutor",
}
NOTABLE = 1.15
Task = partial[object]
Facts = dict[str, Any]


class Trouble(Exception):
    """Says in one sentence why a call cannot be had."""


def gil_is_on() -> bool:
    ask = getattr(sys, "_is_gil_enabled", None)
    return ask is None or bool(ask())


def usable_cpus() -> int:
    """The CPUs that this process may run on."""
    if hasattr(os, "process_cpu_count"):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def granted(cpu_max: str) -> float:
    """What a control group grants: "150000 100000" is 1.5 CPUs."""
    quota, _, period = cpu_max.partition(" ")
    return math.inf if quota == "max" else int(quota) / int(period)


def quota() -> float:
    """The CPUs that all control groups around this process grant."""
    root, least = Path("/sys/fs/cgroup"), math.inf
    with suppress(OSError, ValueError):
        groups = Path("/proc/self/cgroup").read_text()
        own = root / groups.rpartition("0::/")[2].strip()
        for group in (own, *own.parents, root):
            with suppress(OSError, ValueError):
                text = (group / "cpu.max").read_text()
                least = min(least, granted(text))
    return least


def workers() -> int:
    """How many compute side by side; Windows has pools of 61."""
    most = 61 if sys.platform == "win32" else math.inf
    return max(1, math.ceil(min(usable_cpus(), quota(), most)))


def inner_threads() -> str:
    if importlib.util.find_spec("numpy") is None:
        return "NumPy is not installed"
    importlib.import_module("numpy")
    if importlib.util.find_spec("threadpoolctl") is None:
        return "to see them, install threadpoolctl beside NumPy"
    pools = importlib.import_module("threadpoolctl").threadpool_info()
    return ", ".join(
        f"{pool['num_threads']} ({pool['internal_api']})"
        for pool in pools
    )


def about() -> Iterator[tuple[str, str]]:
    free = sysconfig.get_config_var("Py_GIL_DISABLED")
    build = "free-threaded build" if free else "usual build"
    limit = quota()
    yield "Python", f"{platform.python_version()}, {build}"
    yield "made by", platform.python_compiler()
    yield "GIL", "on" if gil_is_on() else "off"
    yield "system", platform.platform()
    yield "processes start by", multiprocessing.get_start_method()
    yield "CPUs", f"{os.cpu_count()}, usable {usable_cpus()}"
    yield "CPU quota", "none" if limit == math.inf else f"{limit:g}"
    yield "workers that compute", f"{workers()}"
    yield "threads inside NumPy", inner_threads()


def find(text: str) -> Task:
    """The call that a text spells, ready to be made."""
    call: ast.expr | None = None
    with suppress(SyntaxError):
        call = ast.parse(text.strip(), mode="eval").body
    if not isinstance(call, ast.Call):
        raise Trouble(f"{text} is no call; write one as {EXAMPLE}")
    name = ast.unparse(call.func)
    names = {n.id for n in ast.walk(call) if isinstance(n, ast.Name)}
    try:
        function = getattr(builtins, name, None)
        function = function or pkgutil.resolve_name(name)
        known = {
            word: importlib.import_module(word)
            for word in names - vars(builtins).keys()
            if importlib.util.find_spec(word)
        }

        def value(node: ast.expr) -> object:
            code = compile(ast.Expression(node), text, "eval")
            return eval(code, known)

        given = [value(node) for node in call.args]
        named = {str(k.arg): value(k.value) for k in call.keywords}
        return partial(function, *given, **named)
    except Exception as error:
        raise Trouble(f"{text} cannot be called: {error}") from None


def releases_gil(task: Task, patience: float) -> bool:
    """Whether a thread that nobody makes way for ends meanwhile."""
    sys.setswitchinterval(1000)
    gate = threading.Lock()
    neighbour = threading.Thread(target=gate.acquire)
    with gate:
        neighbour.start()
    end = time.monotonic() + patience
    for _ in range(50):
        if neighbour.is_alive() and time.monotonic() < end:
            task()
    released = not neighbour.is_alive()
    neighbour.join()
    return released


def timed(job: Callable[[], object], patience: float) -> list[float]:
    """Seconds of the best of a few rounds, and CPUs busy meanwhile."""
    rounds: list[list[float]] = []
    end = time.perf_counter() + patience
    while len(rounds) < 3 and (not rounds or time.perf_counter() < end):
        begun, used = time.perf_counter(), time.process_time()
        job()
        seconds = time.perf_counter() - begun
        busy = (time.process_time() - used) / seconds
        rounds.append([seconds, busy])
    return min(rounds)


def alone(task: Task, patience: float) -> Facts:
    """How long a plain loop takes over enough tasks to be timed."""
    once, _ = timed(task, 1)
    most = min(500, max(1, patience / once / workers()))
    times = workers() * math.ceil(min(0.2 / once, most))
    loop = timed(lambda: [task() for _ in range(times)], patience)
    return {"times": times, "seconds": loop[0], "busy": loop[1]}


def shared(way: str, task: Task, times: int, patience: float) -> Facts:
    """How long a pool of workers takes over the same tasks."""
    with getattr(futures, POOLS[way])(workers()) as pool:

        def work(times: int) -> None:
            jobs = [pool.submit(task) for _ in range(times)]
            for job in jobs:
                job.result()

        work(workers())
        return {"seconds": timed(lambda: work(times), patience)[0]}


def find_out(options: argparse.Namespace) -> Facts:
    """What this process finds out for the one that started it."""
    patience = options.limit / 4
    try:
        task = find(options.task)
        if options.way == "probe":
            facts: Facts = {"releases": releases_gil(task, patience)}
        elif options.way == "loop":
            facts = alone(task, patience)
        else:
            facts = shared(options.way, task, options.times, patience)
        return {**facts, "gil": gil_is_on()}
    except Trouble as trouble:
        return {"trouble": str(trouble)}
    except BaseException as error:
        what = f"{options.task} raises {type(error).__name__}"
        what = "cannot take it" if options.way in POOLS else what
        return {"trouble": f"{what}: {error}"}


def ask(way: str, task: str, limit: float, times: int = 0) -> Facts:
    """Let a process of its own find out, which may hang or crash."""
    flags = [
        f"-X{name}" if value is True else f"-X{name}={value}"
        for name, value in sys._xoptions.items()
    ]
    words = [sys.executable, *flags, __file__, "--task", task]
    words += ["--way", way, f"--limit={limit}", f"--times={times}"]
    paths = [os.getcwd(), *filter(None, [os.getenv("PYTHONPATH")])]
    child = subprocess.Popen(
        words,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        text, wrong = child.communicate(timeout=limit)
        return dict(json.loads(text.splitlines()[-1]))
    except subprocess.TimeoutExpired:
        less = "give it less to do, or more time with --limit"
        return {"trouble": f"{task} is not done in {limit:g} s; {less}"}
    except (IndexError, ValueError):
        status = child.returncode
        how = signal.Signals(-status).name if status < 0 else status
        why = "".join(f", {line}" for line in wrong.splitlines()[-1:])
        return {"trouble": f"{task} ends the process: {how}{why}"}
    finally:
        end(child)


def end(child: subprocess.Popen[str]) -> None:
    """End a process with all that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        words = ["taskkill", "/F", "/T", "/PID", str(child.pid)]
        subprocess.run(words, capture_output=True)
    child.wait(10)


def probed(text: str, facts: Facts) -> str:
    if trouble := facts.get("trouble"):
        sys.exit(trouble)
    if not facts["gil"]:
        return f"{text}: no GIL here, so no thread waits for it"
    if facts["releases"]:
        return f"{text} releases the GIL: threads run beside it"
    return f"{text} keeps the GIL: threads gain nothing beside it"


def verdict(seen: dict[str, Facts], hands: int) -> str:
    """Which way wins, by how much, and why."""
    loop = seen["loop"]
    gains = {
        way: loop["seconds"] / facts["seconds"]
        for way, facts in seen.items()
        if way in POOLS and "seconds" in facts
    }
    best = max(gains.values(), default=0)
    if best < NOTABLE:
        return f"A plain loop wins, because {why_alone(loop, hands)}."
    way = next(way for way in gains if gains[way] >= best / NOTABLE)
    why = why_shared(way, loop, gains)
    return (
        f"{way.capitalize()} win: {gains[way]:.1f} times as fast as"
        f" a plain loop, because {why}."
    )


def why_alone(loop: Facts, hands: int) -> str:
    if hands == 1:
        return "you have one CPU, and the task computes"
    if loop["seconds"] / loop["times"] < 0.001:
        return "a task so short costs less than handing it over"
    if loop["busy"] > NOTABLE:
        return "the task keeps several CPUs busy by itself"
    return "the tasks wait for something that they share"


def why_shared(way: str, loop: Facts, gains: dict[str, float]) -> str:
    if way == "threads" and loop["busy"] < 0.5:
        return "the task mostly waits, and waits overlap"
    if way == "threads" and loop["gil"]:
        return "the task releases the GIL while it computes"
    if way == "threads":
        return "there is no GIL, so they compute side by side"
    if loop["gil"]:
        return "each has a GIL of its own, and threads share one"
    return "threads get into each other's way over shared objects"


def disturbed() -> bool:
    """Whether others keep this machine busy."""
    if not hasattr(os, "getloadavg"):
        return False
    return os.getloadavg()[0] > usable_cpus()


def measure(text: str, limit: float) -> None:
    if disturbed():
        print("Others keep this machine busy: wait, and measure again.")
    loop = ask("loop", text, limit)
    if trouble := loop.get("trouble"):
        sys.exit(trouble)
    seen = {"loop": loop}
    for way, pool in POOLS.items():
        if hasattr(futures, pool):
            seen[way] = ask(way, text, limit, loop["times"])
    print(f"{text}, {loop['times']} times, {workers()} at a time:")
    for way, facts in seen.items():
        told = facts.get("trouble") or f"{facts['seconds']:.3f} s"
        print(f"  {way:<14}{told}")
    print(verdict(seen, workers()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--probe", metavar="CALL", help=EXAMPLE)
    parser.add_argument("--task", metavar="CALL", help=EXAMPLE)
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--times", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        print(f"\n{json.dumps(find_out(options))}")
    elif options.probe:
        seen = ask("probe", options.probe, options.limit)
        print(probed(options.probe, seen))
    elif options.task:
        measure(options.task, options.limit)
    else:
        for name, value in about():
            print(f"{name + ':':<22}{value}")


if __name__ == "__main__":
    main()
