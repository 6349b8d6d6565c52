"""An Event stays set, so a thread that comes late does not wait, and
neither does one that came before."""

from threading import Event, Thread


def visit(name: str, gate: Event, inside: list[str]) -> None:
    gate.wait()
    inside.append(name)


def main() -> None:
    gate = Event()
    inside: list[str] = []
    early = Thread(target=visit, args=("early", gate, inside))
    early.start()
    print("before the gate opens:", inside)
    gate.set()
    early.join()
    late = Thread(target=visit, args=("late", gate, inside))
    late.start()
    late.join()
    print("after it has opened:", inside)


if __name__ == "__main__":
    main()
