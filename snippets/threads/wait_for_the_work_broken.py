# /// script
# [tool.sample]
# expect = "hang"
# ///
"""The worker never says that a letter is done, so join waits for ever
for letters that are long gone."""

from queue import Queue
from threading import Thread

LETTERS = ["to Ada", "to Grace"]


def send(outbox: Queue[str], sent: list[str]) -> None:
    while True:
        letter = outbox.get()
        sent.append(letter)


def main() -> None:
    outbox, sent = Queue[str](), list[str]()
    for letter in LETTERS:
        outbox.put(letter)
    Thread(target=send, args=(outbox, sent), daemon=True).start()
    print("waiting for the letters")
    outbox.join()
    print("sent:", sent)


if __name__ == "__main__":
    main()
