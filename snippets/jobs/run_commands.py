# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# stage = "list_of_commands"
# status = 1
# ///
"""Many commands run side by side, each with a time limit, and one that
fails or hangs costs no other and leaves no process behind."""

import argparse
import os
import shlex
import signal
import sys
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from subprocess import DEVNULL, Popen, TimeoutExpired
from threading import Event, Thread
from time import monotonic

GRACE = 5.0  # seconds between asking a command to end and killing it

stop, hurry = Event(), Event()


def run(words: list[str], out: Path, err: Path, limit: float) -> str:
    """Run one command to its end, and say how it ended."""
    if stop.is_set():
        return "cancelled"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        try:
            process = Popen(
                words,
                stdin=DEVNULL,
                stdout=stdout,
                stderr=stderr,
                process_group=0,
            )
        except FileNotFoundError:
            return "not found"
        except PermissionError:
            return "not executable"
    try:
        if not wait(process, limit, stop):
            signal_group(process, signal.SIGTERM)
            wait(process, GRACE, hurry)
            return "cancelled" if stop.is_set() else "time limit"
    finally:
        signal_group(process, signal.SIGKILL)
        code = process.wait(GRACE)
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit {code}" if code else ""


def wait(process: Popen[bytes], limit: float, unless: Event) -> bool:
    """Whether it ended within the limit, and before the event."""
    end = monotonic() + limit
    while not unless.is_set() and (rest := end - monotonic()) > 0:
        with suppress(TimeoutExpired):
            process.wait(min(rest, 0.1))
            return True
    return process.poll() is not None


def signal_group(process: Popen[bytes], number: int) -> None:
    """Signal a command and all that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def attempt(number: int, line: str, folder: Path, limit: float) -> str:
    """What went wrong with a line; "" also if it was done before."""
    name = f"{number:05}"
    done = folder / f"{name}.done"
    try:
        if done.exists() and done.read_bytes() == os.fsencode(line):
            return ""
        outputs = folder / f"{name}.out", folder / f"{name}.err"
        if not (wrong := run(shlex.split(line), *outputs, limit)):
            done.write_bytes(os.fsencode(line))
    except BaseException as error:
        return f"{type(error).__name__}: {error}".rstrip(": ")
    return wrong


Lines = SimpleQueue[tuple[int, str]]


def serve(
    lines: Lines, folder: Path, limit: float, ends: dict[int, str]
) -> None:
    """What a worker does: run one line after another."""
    with suppress(Empty):
        while True:
            number, line = lines.get_nowait()
            ends[number] = attempt(number, line, folder, limit)


def shown(text: str) -> str:
    safe = [c if c.isprintable() else ascii(c)[1:-1] for c in text]
    return "".join(safe)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commands", type=Path, help="one on each line")
    parser.add_argument(
        "out", type=Path, help="folder for what they print"
    )
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument(
        "--limit", type=float, default=60, help="seconds"
    )
    args = parser.parse_args()
    if args.workers < 1 or args.limit <= 0:
        parser.error("give a worker or more, and a limit above 0")
    caught: list[int] = []

    def on_signal(number: int, _: object) -> None:
        caught.append(number)

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    args.out.mkdir(parents=True, exist_ok=True)
    text = args.commands.read_text("utf-8", "surrogateescape")
    numbered = list(enumerate(text.split("\n"), 1))
    lines = {n: s for n, s in numbered if s.strip() and s[0] != "#"}
    waiting, ends = Lines(), dict[int, str]()
    for item in lines.items():
        waiting.put(item)
    work = (waiting, args.out, args.limit, ends)
    size = min(args.workers, len(lines))
    team = [Thread(target=serve, args=work) for _ in range(size)]
    try:
        for thread in team:
            thread.start()
        for thread in team:
            while thread.is_alive():
                thread.join(0.1)
                if caught:
                    stop.set()
                if caught[1:]:
                    hurry.set()
    finally:
        stop.set()
    wrong = {
        n: ends.get(n, "lost") for n in lines if ends.get(n, "lost")
    }
    cancelled = list(wrong.values()).count("cancelled")
    ok, failed = len(lines) - len(wrong), len(wrong) - cancelled
    print(f"{ok} ok, {failed} failed, {cancelled} cancelled")
    for number, end in wrong.items():
        print(shown(f"line {number}: {lines[number]}: {end}"))
    sys.exit(128 + caught[0] if caught else bool(wrong))


if __name__ == "__main__":
    main()
