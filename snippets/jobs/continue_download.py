# /// script
# [tool.sample]
# stage = "broken_lines"
# status = 1
# ///
"""Threads download large files, and one that broke off goes on where
it stopped, unless the server has another file by now."""

import argparse
import os
import signal
import sys
import traceback
from collections import deque
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from random import uniform
from re import compile, fullmatch
from ssl import SSLCertVerificationError as BadCertificate
from threading import Event, Thread
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

TRIES, BASE, CAP = 5, 0.5, 30.0  # without a new byte; and seconds
READ = 10.0  # seconds without a sign of the server
GRACE = 5.0  # seconds that the threads have to leave
AGAIN = {416, 429, 500, 502, 503, 504}
PLAIN = {"Accept-Encoding": "identity"}
STRONG = compile(rb'"[!#-~]*"')  # W/"…" is of like bytes

stop = Event()


class Target:
    """A file, what there is of it, and which file that is of."""

    def __init__(self, out: Path, url: str) -> None:
        self.path = out / sha256(url.encode()).hexdigest()
        self.part = self.path.with_suffix(".part")
        self.mark = self.path.with_suffix(".etag")

    def size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def tag(self) -> str:
        """ "" unless it stands for the very bytes."""
        text = self.mark.read_bytes() if self.mark.exists() else b""
        return text.decode() if STRONG.fullmatch(text) else ""

    def begin(self, tag: str) -> None:
        """Empty it first: no byte may be of another tag."""
        self.part.write_bytes(b"")
        self.mark.write_bytes(tag.encode())

    def finish(self) -> None:
        self.part.replace(self.path)
        self.mark.unlink()


def fetch(url: str, target: Target) -> None:
    """Ask for what is missing, and take what the server gives."""
    have, tag = target.size(), target.tag()
    rest = {"Range": f"bytes={have}-", "If-Range": tag}
    head = PLAIN | (rest if have and tag else {})
    with urlopen(Request(url, headers=head), timeout=READ) as got:
        whole = got.length
        if got.status == 200:
            target.begin(got.headers.get("ETag", ""))
        else:
            given = got.headers.get("Content-Range", "")
            found = fullmatch(r"bytes (\d+)-\d+/(\d+)", given)
            same = tag and got.headers.get("ETag") == tag
            if not (found and same and int(found[1]) == have):
                target.begin("")
                raise OSError("not the part that was asked for")
            whole = int(found[2])
        with target.part.open("ab") as file:
            while chunk := got.read1(65536):
                file.write(chunk)
                if stop.is_set():
                    raise InterruptedError("stopped")
    if whole not in (None, target.size()):
        raise OSError("cut short")
    target.finish()


def attempt(url: str, out: Path) -> str:
    """What went wrong; a try that brought more counts for nothing."""
    target, wrong = Target(out, url), "left"
    tries = best = 0
    while tries < TRIES and not stop.is_set():
        pause = uniform(0, min(CAP, BASE * 2**tries))
        try:
            if not target.path.exists():
                fetch(url, target)
            return ""
        except HTTPError as error:
            wrong = f"HTTP {error.code}"
            after = error.headers.get("Retry-After", "")
            pause = float(after) if after.isdigit() else pause
            error.close()
            if error.code not in AGAIN:
                return wrong
            if error.code == 416:
                target.begin("")
        except BaseException as error:
            wrong = f"{type(error).__name__}: {error}"
            cause = error.reason if type(error) is URLError else error
            passing = isinstance(cause, OSError | HTTPException)
            if not passing or isinstance(cause, BadCertificate):
                return wrong
        size = target.size()
        tries = 0 if size > best else tries + 1
        best = max(best, size)
        stop.wait(min(pause, CAP))
    return "left" if stop.is_set() else wrong


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("urls", type=Path, help="one on each line")
    parser.add_argument("out", type=Path, help="folder for the files")
    parser.add_argument("--workers", type=int, default=4)
    args = parser.parse_args()
    if args.workers < 1:
        parser.error("give a worker or more")
    caught: list[int] = []

    def on_signal(number: int, _: object) -> None:
        if caught:
            os._exit(128 + number)
        caught.append(number)

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    args.out.mkdir(parents=True, exist_ok=True)
    urls = list(dict.fromkeys(args.urls.read_text().split()))
    waiting, ends = deque(urls), dict.fromkeys(urls, "left")

    def serve() -> None:
        with suppress(IndexError):
            while not stop.is_set():
                url = waiting.popleft()
                ends[url] = attempt(url, args.out)

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
        left = list(wrong.values()).count("left")
        done, failed = len(urls) - len(wrong), len(wrong) - left
        head = f"{done} done, {failed} failed, {left} left"
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
