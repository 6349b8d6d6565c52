"""A worker lives on when the process that started it is killed."""

from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection


def work(line: Connection) -> None:
    line.send("at work")
    while line.recv() != "stop":
        line.send("still at work")


def run_service(line: Connection) -> None:
    worker = Process(target=work, args=(line,))
    worker.start()
    line.close()
    worker.join()


def main() -> None:
    ours, theirs = Pipe()
    service = Process(target=run_service, args=(theirs,))
    service.start()
    theirs.close()
    print("the worker is", ours.recv())
    service.kill()
    service.join()
    ours.send("are you there?")
    print("the service is gone, the worker is", ours.recv())
    ours.send("stop")


if __name__ == "__main__":
    main()
