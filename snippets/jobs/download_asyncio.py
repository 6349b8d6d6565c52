# /// script
# dependencies = ["httpx2", "tqdm"]
# [tool.sample]
# stage = "web_server"
# status = 1
# [tool.sample.spared]
# twice = "who does not wait may find a half file, named .part"
# ///
"""One thread downloads many addresses at a time with asyncio, with
retries, a bar, and limits, and one bad address costs no other."""

import asyncio
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from asyncio import FIRST_COMPLETED, Task, create_task, sleep, wait
from collections import Counter, defaultdict, deque
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from heapq import heappop, heappush
from pathlib import Path
from random import Random
from re import sub
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx2
from tqdm import tqdm

TRIES, BASE, CAP = 5, 0.5, 30.0  # and seconds from one to the next
CONNECT, READ = 5.0, 10.0  # seconds without a sign of the server
PER_URL = 120.0  # seconds for an answer, head and body
AGAIN = {429, 500, 502, 503, 504}  # may be otherwise next time
NET, CUT = httpx2.NetworkError, httpx2.RemoteProtocolError
PASSING = NET, CUT, httpx2.TimeoutException
PLAIN = {"Accept-Encoding": "identity"}
CHANCE = Random(1)

Ends = dict[str, str]

caught = list[int]()


class Came(NamedTuple):
    """What went wrong with one try, and whether to try again."""

    wrong: str = ""
    again: bool = False
    after: str = ""


class Item(NamedTuple):
    """An address, when it may be tried, and how often it was."""

    at: float
    place: int
    url: str
    tries: int = 0


def host_of(url: str) -> str:
    with suppress(ValueError):
        return urlsplit(url).netloc
    return ""


def target_of(out: Path, url: str) -> Path:
    """A name that no other address has, and that stays in `out`."""
    last = sub(r"[^\w.-]", "_", url.partition("?")[0].split("/")[-1])
    return out / f"{sha256(url.encode()).hexdigest()[:32]}-{last[-60:]}"


async def fetch(web: httpx2.AsyncClient, url: str, to: Path) -> Came:
    part = to.with_name(f"{to.name}.part")
    async with web.stream("GET", url, headers=PLAIN) as got:
        if (code := got.status_code) != 200:
            after = got.headers.get("Retry-After", "")
            return Came(f"HTTP {code}", code in AGAIN, after)
        try:
            with part.open("wb") as file:
                async for chunk in got.aiter_raw():
                    file.write(chunk)
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)
    return Came()


async def attempt(web: httpx2.AsyncClient, url: str, out: Path) -> Came:
    """As `fetch`, and each error in words; a whole file stays."""
    target = target_of(out, url)
    try:
        async with asyncio.timeout(PER_URL):
            if not target.exists():
                return await fetch(web, url, target)
            return Came()
    except TimeoutError:
        return Came("time limit")
    except Exception as error:
        name = type(error).__name__
        if isinstance(error, PASSING) and "[SSL" not in str(error):
            return Came(name, again=True)
        return Came(f"{name}: {error}")


def pause(tries: int, after: str) -> float:
    """Seconds until the next try."""
    if after.isdigit():
        return float(after)
    with suppress(ValueError, TypeError):
        rest = parsedate_to_datetime(after) - datetime.now(UTC)
        return max(0.0, rest.total_seconds())
    return CHANCE.uniform(0, min(CAP, BASE * 2**tries))


async def download(due: list[Item], args: Namespace, bar: tqdm) -> Ends:
    """Starts what is due and whose host has a place left."""
    running, busy = dict[Task[Came], Item](), Counter[str]()
    held = defaultdict[str, deque[Item]](deque)  # no place yet
    over, ends = create_task(sleep(args.limit)), Ends()  # for all
    rest, full = httpx2.Timeout(READ, connect=CONNECT), args.workers
    web = httpx2.AsyncClient(limits=httpx2.Limits(), timeout=rest)
    web.follow_redirects = True
    while len(ends) < bar.total and not (caught or over.done()):
        while len(running) < full and due and due[0].at <= monotonic():
            item = heappop(due)
            host = host_of(item.url)
            if busy[host] == args.per_host:
                held[host].append(item)
            else:
                busy[host] += 1
                get = attempt(web, item.url, args.out)
                running[create_task(get)] = item
        some = [*running, over]  # one ends, or it is time to look
        await wait(some, timeout=0.1, return_when=FIRST_COMPLETED)
        for task in [one for one in running if one.done()]:
            item, came = running.pop(task), task.result()
            host = host_of(item.url)
            busy[host] -= 1
            if held[host]:
                heappush(due, held[host].popleft())
            if came.again and item.tries + 1 < TRIES:
                at = monotonic() + pause(item.tries, came.after)
                again = item._replace(at=at, tries=item.tries + 1)
                heappush(due, again)
            else:
                ends[item.url] = came.wrong
        bar.update(len(ends) - bar.n)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await web.aclose()
    return ends


def on_signal(number: int, _: object) -> None:
    caught.append(number)
    if caught[1:]:
        os._exit(128 + number)
    os.write(2, b"\nstopping; again to leave at once\n")


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("urls", type=Path, help="one on each line")
    parser.add_argument("out", type=Path, help="folder for the files")
    parser.add_argument("--workers", type=int, default=16)
    parser.add_argument("--per-host", type=int, default=4)
    parser.add_argument("--limit", type=float, default=3600, help="s")
    args = parser.parse_args()
    if min(args.workers, args.per_host) < 1:
        parser.error("one worker or more, and one or more per host")
    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    args.out.mkdir(parents=True, exist_ok=True)
    urls = list(dict.fromkeys(args.urls.read_text().split()))
    plan = [Item(0.0, *each) for each in enumerate(urls)]
    with tqdm(total=len(urls), disable=None) as bar:
        ends = asyncio.run(download(plan, args, bar))
    wrong = {url: ends.get(url, "not tried") for url in urls}
    wrong = {url: why for url, why in wrong.items() if why}
    left = len(urls) - len(ends)
    done, failed = len(urls) - len(wrong), len(wrong) - left
    print(f"{done} done, {failed} failed, {left} not tried")
    for url, why in wrong.items():
        print(repr(f"{url}: {why}")[1:-1])  # controls escaped
    sys.exit(128 + caught[0] if caught else bool(wrong))


if __name__ == "__main__":
    main()
