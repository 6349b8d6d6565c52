# /// script
# [tool.sample]
# arranged = "the terminal raises the signal in the middle of a line"
# use = "threads/note_the_signal"
# ///
"""A signal comes while a line is written, and its handler puts it into
a SimpleQueue for later."""

from io import BufferedWriter, RawIOBase, TextIOWrapper
from queue import SimpleQueue
from signal import SIGTERM, raise_signal, signal


class Terminal(RawIOBase):
    """Gets the signal in the middle of its first line."""

    name, lines = "<stdout>", 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.lines += 1
        if self.lines == 1:
            raise_signal(SIGTERM)  # arranged
        return len(bytes(data))  # type: ignore[call-overload]


screen = TextIOWrapper(BufferedWriter(Terminal()))
caught = SimpleQueue[int]()


def note(number: int, _: object) -> None:
    caught.put(number)


def main() -> None:
    signal(SIGTERM, note)
    print("at work", file=screen, flush=True)
    print("the line is written")
    print("caught:", caught.get_nowait() == SIGTERM)


if __name__ == "__main__":
    main()
