# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# stage = "web_server"
# status = 1
# [tool.sample.spared]
# twice = "who does not wait may find a half file, named .part"
# ///
"""All requests begin at a given rate, whatever threads, processes or
other programs make them, and a retry waits for its turn as well."""

import argparse
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from random import uniform
from threading import Event, Thread
from time import monotonic, monotonic_ns, sleep
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, build_opener

TRIES, BASE, CAP = 5, 0.1, 60.0  # and seconds from one to the next
READ, PER_URL = 10.0, 60.0  # seconds for a wait, and for an answer
GRACE = 5.0  # seconds that the threads have to leave
CROWD = 1000  # may wait at once; what is later is of an earlier boot
AGAIN = {429, 500, 502, 503, 504}

stop = Event()


class Limiter:
    """Gives out moments, a gap apart, to all who use the same file."""

    def __init__(
        self,
        path: Path,
        rate: float,
        burst: int = 1,
        clock: Callable[[], int] = monotonic_ns,
    ) -> None:
        self.path, self.clock = path, clock
        self.gap = round(1e9 / rate)
        self.ahead = (burst - 1) * self.gap
        path.touch()

    def reserve(self) -> int:
        """The next moment that nobody has, in nanoseconds."""
        with self.path.open("r+b", buffering=0) as file:
            while True:
                with suppress(BlockingIOError):
                    flock(file, LOCK_EX | LOCK_NB)
                    break
                if stop.wait(0.001):  # between two looks
                    return 0
            free, now = int(file.read() or 0), self.clock()
            if free > now + CROWD * self.gap:
                free = now
            moment = max(free, now - self.ahead)
            os.pwrite(file.fileno(), b"%020d" % (moment + self.gap), 0)
        return moment

    def take_turn(self) -> bool:
        """Wait for a moment of one's own; False if asked to stop."""
        rest = self.reserve() - self.clock()
        return not stop.wait(max(0, rest) / 1e9)


class Stay(HTTPRedirectHandler):
    """A redirect would be a request that has not waited."""

    def redirect_request(self, *_: object) -> None:
        return None


web = build_opener(Stay)


def work(url: str, part: Path) -> None:
    """The job itself: one request. Put your own in its place."""
    end = monotonic() + PER_URL
    with web.open(url, timeout=READ) as got, part.open("wb") as file:
        while chunk := got.read1(65536):
            file.write(chunk)
            if stop.is_set() or monotonic() > end:
                raise TimeoutError("time limit")
        if got.length:
            raise OSError("cut short")


def attempt(url: str, out: Path, limiter: Limiter) -> str:
    """What went wrong with an address; a turn for each try."""
    target = out / sha256(url.encode()).hexdigest()
    part = target.with_suffix(".part")
    if target.exists():
        return ""
    for number in range(TRIES):
        if not limiter.take_turn():
            return "not tried"
        pause = uniform(0, min(CAP, BASE * 2**number))
        try:
            work(url, part)
            part.replace(target)
            return ""
        except HTTPError as error:
            wrong = f"HTTP {error.code}"
            after = error.headers.get("Retry-After", "")
            pause = float(after) if after.isdigit() else pause
            if error.code not in AGAIN:
                break
        except BaseException as error:
            wrong = f"{type(error).__name__}: {error}"
            if not isinstance(error, OSError | HTTPException):
                break
        finally:
            part.unlink(missing_ok=True)
        stop.wait(min(pause, CAP))
    return wrong


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("urls", type=Path, help="one on each line")
    parser.add_argument("out", type=Path, help="folder for answers")
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--burst", type=int, default=1)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--share", type=Path, help="file for turns")
    args = parser.parse_args()
    if min(args.workers, args.burst) < 1 or args.rate <= 0:
        parser.error("workers, burst and rate are above 0")
    caught: list[int] = []

    def on_signal(number: int, _: object) -> None:
        if caught:
            os._exit(128 + number)
        caught.append(number)

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    args.out.mkdir(parents=True, exist_ok=True)
    share = args.share or args.out / "turns"
    limiter = Limiter(share, args.rate, args.burst)
    urls = list(dict.fromkeys(args.urls.read_text().split()))
    waiting, ends = deque(urls), dict.fromkeys(urls, "not tried")

    def serve() -> None:
        with suppress(IndexError):
            while not stop.is_set():
                url = waiting.popleft()
                ends[url] = attempt(url, args.out, limiter)

    size = min(args.workers, len(urls))
    team, code = [Thread(target=serve) for _ in range(size)], 1
    try:
        for thread in team:
            thread.start()
        while any(one.is_alive() for one in team) and not caught:
            sleep(0.05)  # between two looks
        code = 128 + caught[0] if caught else 0
    finally:
        stop.set()
        end = monotonic() + GRACE
        for thread in team:
            if thread.ident:
                thread.join(max(0, end - monotonic()))
        wrong = {url: why for url, why in ends.items() if why}
        left = list(wrong.values()).count("not tried")
        done, failed = len(urls) - len(wrong), len(wrong) - left
        head = f"{done} done, {failed} failed, {left} not tried"
        bad = [shown(f"{url}: {why}") for url, why in wrong.items()]
        print("\n".join([head, *bad]), flush=True)
        code = max(code, bool(wrong))
        if any(one.is_alive() for one in team):
            if error := sys.exception():
                traceback.print_exception(error)
            os._exit(code)  # a thread that hangs would hold the exit
    sys.exit(code)


if __name__ == "__main__":
    main()
