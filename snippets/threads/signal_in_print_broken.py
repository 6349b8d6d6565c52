# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError"
# ///
"""A signal comes while a line is written, and its handler prints to the
same stream."""

from io import BufferedWriter, RawIOBase, TextIOWrapper
from signal import SIGTERM, raise_signal, signal


class Terminal(RawIOBase):
    """Gets the signal in the middle of its first line."""

    name, lines = "<stdout>", 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.lines += 1
        if self.lines == 1:
            raise_signal(SIGTERM)
        return len(bytes(data))  # type: ignore[call-overload]


screen = TextIOWrapper(BufferedWriter(Terminal()))


def note(number: int, _: object) -> None:
    print("asked to stop", file=screen, flush=True)


def main() -> None:
    signal(SIGTERM, note)
    print("at work", file=screen, flush=True)
    print("the line is written")


if __name__ == "__main__":
    main()
