"""The worker calls task_done after each letter, so the queue is joined
when the last one is sent, and the wait has a limit."""

from queue import Queue
from threading import Thread

LETTERS = ["to Ada", "to Grace"]
LIMIT = 10


def send(outbox: Queue[str], sent: list[str]) -> None:
    while True:
        letter = outbox.get()
        try:
            sent.append(letter)
        finally:
            outbox.task_done()


def main() -> None:
    outbox, sent = Queue[str](), list[str]()
    for letter in LETTERS:
        outbox.put(letter)
    Thread(target=send, args=(outbox, sent), daemon=True).start()
    print("waiting for the letters")
    all_done = Thread(target=outbox.join, daemon=True)
    all_done.start()
    all_done.join(LIMIT)
    print("sent:", sent)
    if sent != LETTERS:
        raise SystemExit("some letters were not sent")


if __name__ == "__main__":
    main()
