# /// script
# dependencies = ["requests", "tqdm", "urllib3"]
# [tool.sample]
# stage = "web_server"
# status = 1
# [tool.sample.spared]
# twice = "the second Ctrl-C ends it at once, and a .part file stays"
# ///
"""Threads download many addresses, with retries, a bar, and limits for
each host and for time, and one bad address costs no other."""

import argparse
import heapq
import os
import signal
import sys
from collections import Counter, defaultdict, deque
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.client import HTTPResponse
from pathlib import Path
from random import Random
from re import sub
from socket import SHUT_RDWR, socket
from threading import Condition, Event, Thread, get_ident
from time import monotonic, sleep
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
import urllib3
from tqdm import tqdm

TRIES, BASE, CAP = 5, 0.5, 30.0  # and seconds from one to the next
CONNECT, READ = 5.0, 10.0  # seconds without a sign of the server
PER_URL = 120.0  # seconds for an answer, head and body
AGAIN = {429, 500, 502, 503, 504}  # may be otherwise next time
NET, HTTPError = requests.exceptions, urllib3.exceptions.HTTPError
PASSING = NET.ConnectionError, NET.Timeout, HTTPError
LASTING = NET.SSLError, NET.InvalidURL

stop = Event()
reads = dict[int, tuple[socket, float]]()  # by thread, and until when


class Timed(HTTPResponse):
    """Says from which connection it reads, before its head has come."""

    def __init__(self, sock: socket, *args: Any, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        reads[get_ident()] = sock, monotonic() + PER_URL


urllib3.connection.HTTPConnection.response_class = Timed


def late(thread: int) -> bool:
    return stop.is_set() or reads[thread][1] < monotonic()


def cut_late() -> None:
    for thread, (sock, _) in reads.copy().items():
        with suppress(OSError, KeyError):
            if late(thread):
                socket.shutdown(sock, SHUT_RDWR)


class Came(NamedTuple):
    """What went wrong with one try, and whether to try again."""

    wrong: str = ""
    again: bool = False
    after: str = ""


def host_of(url: str) -> str:
    with suppress(ValueError):
        return urlsplit(url).netloc
    return ""


def target_of(out: Path, url: str) -> Path:
    """A name that no other address has, and that stays in `out`."""
    last = sub(r"[^\w.-]", "_", url.partition("?")[0].split("/")[-1])
    return out / f"{sha256(url.encode()).hexdigest()[:32]}-{last[-60:]}"


def fetch(web: requests.Session, url: str, target: Path) -> Came:
    size = 0
    part = target.with_name(f"{target.name}.part")
    plain = {"Accept-Encoding": "identity"}
    wait = CONNECT, READ
    with web.get(url, headers=plain, stream=True, timeout=wait) as got:
        if (code := got.status_code) != 200:
            after = got.headers.get("Retry-After", "")
            return Came(f"HTTP {code}", code in AGAIN, after)
        with part.open("wb") as file:
            while chunk := got.raw.read1(65536):
                size += file.write(chunk)
                if late(get_ident()):
                    break
        if late(get_ident()):
            return Came("time limit")
        if size != int(got.headers.get("Content-Length", size)):
            return Came("cut short", again=True)
    part.replace(target)
    return Came()


def attempt(web: requests.Session, url: str, target: Path) -> Came:
    """As `fetch`, and each error in words; a whole file stays."""
    try:
        return Came() if target.exists() else fetch(web, url, target)
    except LASTING as error:
        return Came(f"{type(error).__name__}: {error}")
    except PASSING as error:
        if get_ident() in reads and late(get_ident()):
            return Came("time limit")
        return Came(type(error).__name__, again=True)
    except BaseException as error:
        return Came(f"{type(error).__name__}: {error}")
    finally:
        reads.pop(get_ident(), None)
        target.with_name(f"{target.name}.part").unlink(missing_ok=True)


def pause(tries: int, after: str, chance: Random) -> float:
    """Seconds until the next try."""
    if after.isdigit():
        return float(after)
    with suppress(ValueError, TypeError):
        rest = parsedate_to_datetime(after) - datetime.now(UTC)
        return max(0.0, rest.total_seconds())
    return chance.uniform(0, min(CAP, BASE * 2**tries))


class Item(NamedTuple):
    """An address, when it may be tried, and how often it was."""

    at: float
    place: int
    url: str
    tries: int = 0


class Plan:
    """Gives out what is due and whose host has a place left."""

    def __init__(self, urls: list[str], most: int) -> None:
        self.most, self.left = most, len(urls)
        self.changed, self.busy = Condition(), Counter[str]()
        self.due = [Item(0.0, *each) for each in enumerate(urls)]
        self.held = defaultdict[str, deque[Item]](deque)

    def take(self) -> Item | None:
        with self.changed:
            while self.left and not stop.is_set():
                while self.due and self.due[0].at <= monotonic():
                    item = heapq.heappop(self.due)
                    host = host_of(item.url)
                    if self.busy[host] < self.most:
                        self.busy[host] += 1
                        return item
                    self.held[host].append(item)
                self.changed.wait(0.1)  # or one is given back
        return None

    def give_back(self, item: Item, rest: float | None) -> None:
        host = host_of(item.url)
        with self.changed:
            self.busy[host] -= 1
            if held := self.held[host]:
                heapq.heappush(self.due, held.popleft())
            if rest is None:
                self.left -= 1
            else:
                at = monotonic() + rest
                again = Item(at, *item[1:3], item.tries + 1)
                heapq.heappush(self.due, again)
            self.changed.notify_all()


def serve(plan: Plan, out: Path, ends: dict[str, str]) -> None:
    """What a thread does: take one address after another."""
    chance = Random(1)
    try:
        with requests.Session() as web:
            while item := plan.take():
                rest = None
                try:
                    target = target_of(out, item.url)
                    came = attempt(web, item.url, target)
                    if came.again and item.tries + 1 < TRIES:
                        rest = pause(item.tries, came.after, chance)
                    elif not stop.is_set() or not came.wrong:
                        ends[item.url] = came.wrong
                finally:
                    plan.give_back(item, rest)
    except BaseException:
        stop.set()  # what it had in hand comes back no more
        raise


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("urls", type=Path, help="one on each line")
    parser.add_argument("out", type=Path, help="folder for the files")
    parser.add_argument("--workers", type=int, default=16)
    parser.add_argument("--per-host", type=int, default=4)
    parser.add_argument("--limit", type=float, default=3600, help="s")
    args = parser.parse_args()
    if min(args.workers, args.per_host) < 1:
        parser.error("one worker or more, and one or more per host")
    caught: list[int] = []

    def on_signal(number: int, _: object) -> None:
        caught.append(number)
        if stop.is_set() or caught[1:]:
            os._exit(128 + number)
        os.write(2, b"\nstopping; again to leave at once\n")

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    args.out.mkdir(parents=True, exist_ok=True)
    urls = list(dict.fromkeys(args.urls.read_text().split()))
    ends: dict[str, str] = {}
    work = Plan(urls, args.per_host), args.out, ends
    size, end = min(args.workers, len(urls)), monotonic() + args.limit
    team = [Thread(target=serve, args=work) for _ in range(size)]
    try:
        with tqdm(total=len(urls), disable=None) as bar:
            for thread in team:
                thread.start()
            while any(thread.is_alive() for thread in team):
                sleep(0.05)  # between two looks
                bar.update(len(ends) - bar.n)
                if caught or monotonic() > end:
                    stop.set()
                cut_late()
    finally:
        stop.set()
    wrong = {url: ends.get(url, "not tried") for url in urls}
    wrong = {url: why for url, why in wrong.items() if why}
    left = len(urls) - len(ends)
    done, failed = len(urls) - len(wrong), len(wrong) - left
    print(f"{done} done, {failed} failed, {left} not tried")
    for url, why in wrong.items():
        print(shown(f"{url}: {why}"))
    sys.exit(128 + caught[0] if caught else bool(wrong))


if __name__ == "__main__":
    main()
