# /// script
# dependencies = ["mpi4py", "mpich"]
# [tool.sample]
# stage = "jobs/till_visits"
# status = 1
# ///
"""Work on each group of a table goes to whatever engine is handed over:
here to MPI, whose processes mpiexec starts."""

import csv
import os
import signal
import sys
from collections import defaultdict
from concurrent.futures import Executor, wait
from pathlib import Path

WORKERS = 2
LIMIT = 600.0  # seconds for all groups together
STARTED = "PMI_RANK" in os.environ  # by mpiexec
Rows = list[tuple[str, str]]
Ends = dict[str, int | str]

if STARTED:  # the import starts MPI
    from mpi4py import MPI
    from mpi4py.futures import MPICommExecutor


def launch() -> None:
    """Become mpiexec, which starts this program once for each rank."""
    os.environ["MPIEXEC_TIMEOUT"] = f"{LIMIT + 10:.0f}"
    mpiexec = str(Path(sys.executable).with_name("mpiexec"))
    words = f"-n {WORKERS + 1} {sys.executable} -m mpi4py".split()
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    os.execv(mpiexec, [mpiexec, *words, *sys.argv])


def unname() -> None:
    """Have MPI's shared memory end with its last process, on Linux."""
    maps = Path("/proc/self/maps")
    for line in maps.read_text().splitlines() if maps.exists() else ():
        if "/dev/shm/mpich_shm" in line:
            Path(line.split()[5]).unlink(missing_ok=True)


def work(rows: Rows) -> int:
    """The job itself: put your own in its place. How long they wait."""
    waited = wait = 0
    for gap, served in rows:
        wait = max(0, wait - int(gap))
        waited += wait
        wait += int(served)
    return waited


def attempt(rows: Rows) -> int | str:
    """The number of a group, or what went wrong, in words."""
    try:
        return work(rows)
    except BaseException as error:
        return f"{type(error).__name__}: {error}".rstrip(": ")


def totals(executor: Executor, groups: dict[str, Rows]) -> Ends:
    """What each group comes to, those with most rows begun first."""
    keys = sorted(groups, key=lambda key: -len(groups[key]))
    sent = {key: executor.submit(attempt, groups[key]) for key in keys}
    done, ends = wait(sent.values(), LIMIT).done, Ends()
    for key, future in sorted(sent.items()):
        try:
            ends[key] = future.result() if future in done else "late"
        except Exception as error:  # what became of its worker
            ends[key] = f"lost: {type(error).__name__}"
    return ends


def read(path: str) -> dict[str, Rows]:
    groups = defaultdict[str, Rows](list)
    with Path(path).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            groups[row["till"]].append((row["gap"], row["served"]))
    return groups


def main() -> None:
    if not STARTED:
        launch()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # mpiexec tells it
    unname()
    ends = Ends()
    with MPICommExecutor() as executor:
        if executor:  # None in the workers, which work meanwhile
            ends = totals(executor, read(sys.argv[1]))
            for key, end in ends.items():
                print(f"{key or 'no key'}: {end}", flush=True)
            if "late" in ends.values():  # its process would not end
                MPI.COMM_WORLD.Abort(1)
    MPI.Finalize()
    sys.exit(any(isinstance(end, str) for end in ends.values()))


if __name__ == "__main__":
    main()
