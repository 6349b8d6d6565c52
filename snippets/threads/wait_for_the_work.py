"""The worker calls task_done after each letter, so join returns when
the last one is sent."""

from queue import Queue
from threading import Thread


def send(outbox: Queue[str], sent: list[str]) -> None:
    while True:
        letter = outbox.get()
        sent.append(letter)
        outbox.task_done()


def main() -> None:
    outbox: Queue[str] = Queue()
    sent: list[str] = []
    for letter in ("to Ada", "to Grace"):
        outbox.put(letter)
    Thread(target=send, args=(outbox, sent), daemon=True).start()
    print("waiting for two letters")
    outbox.join()
    print("sent:", sent)


if __name__ == "__main__":
    main()
