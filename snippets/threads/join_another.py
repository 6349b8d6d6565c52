"""The main thread joins the thread that it has started."""

from threading import Thread


def work(done: list[str]) -> None:
    done.append("the work")


def main() -> None:
    done: list[str] = []
    worker = Thread(target=work, args=(done,))
    worker.start()
    worker.join()
    print("done:", done[0])


if __name__ == "__main__":
    main()
