"""The reader takes the lock of the transfer too and counts all the
money."""

from threading import Event, Lock, Thread


class Bank:
    def __init__(self) -> None:
        self.lock = Lock()
        self.desk, self.safe = 100, 0

    def lock_away(self, taken: Event, resume: Event) -> None:
        with self.lock:
            self.desk -= 30
            taken.set()
            resume.wait()  # 30 are neither here nor there
            self.safe += 30


def main() -> None:
    bank, taken, resume = Bank(), Event(), Event()
    thread = Thread(target=bank.lock_away, args=(taken, resume))
    thread.start()
    taken.wait()
    resume.set()
    with bank.lock:
        total = bank.desk + bank.safe
    thread.join()
    print("of 100 the reader counts", total)


if __name__ == "__main__":
    main()
