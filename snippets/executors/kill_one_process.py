"""A process of its own can be killed when its time is up."""

from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from threading import Event


def ring(name: str, line: Connection) -> None:
    if name == "Bob":
        Event().wait()  # Bob never picks up
    line.send(f"{name} picked up")


def call(name: str, seconds: float) -> str:
    here, there = Pipe(duplex=False)
    worker = Process(target=ring, args=(name, there))
    worker.start()
    there.close()
    if here.poll(seconds):
        answer = str(here.recv())
    else:
        worker.kill()
        answer = f"{name} let it ring"
    worker.join()
    return answer


def main() -> None:
    print(call("Ada", seconds=60))
    print(call("Bob", seconds=0.2))


if __name__ == "__main__":
    main()
