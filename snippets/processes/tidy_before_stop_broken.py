"""A process that is terminated ends at once, and its finally block does
not run."""

from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection


def serve(line: Connection, parents_end: Connection) -> None:
    parents_end.close()
    try:
        line.send("at work")
        while not line.poll(timeout=1):
            pass  # here it does the next piece of work
    finally:
        print("the open orders are saved")


def main() -> None:
    ours, theirs = Pipe()
    worker = Process(target=serve, args=(theirs, ours))
    with ours:
        worker.start()
        theirs.close()
        print("the worker is", ours.recv(), flush=True)
        worker.terminate()
        worker.join(timeout=10)
    print("exit code of the worker:", worker.exitcode)


if __name__ == "__main__":
    main()
