# /// script
# [tool.sample]
# arranged = "a gate keeps the first task from its end"
# use = "executors/stop_at_first_error"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# ///
"""A process pool calls a task running before a worker takes it."""

from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import Pipe, active_children
from multiprocessing.connection import Connection
from time import monotonic

gates: list[Connection] = []


def share(gate: Connection) -> None:
    gates.append(gate)


def pass_gate() -> bool:
    return gates[0].poll(10)  # arranged


def main() -> None:
    gate, key = Pipe(duplex=False)
    try:
        with ProcessPoolExecutor(1, None, share, (gate,)) as pool:
            try:
                first = pool.submit(pass_gate)
                second = pool.submit(pass_gate)
                end = monotonic() + 10
                while not second.running() and monotonic() < end:
                    wait([first], timeout=0.01)  # arranged
                print("first done:", first.done())
                print("second running:", second.running())
                print("second cancelled:", second.cancel())
            finally:
                key.send("open")  # arranged
        for task in (first, second):
            task.result()  # raises what its task raised
    finally:
        for child in active_children():
            child.kill()


if __name__ == "__main__":
    main()
