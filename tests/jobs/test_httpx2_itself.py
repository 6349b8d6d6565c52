"""What the page on asyncio downloads says of httpx2 alone, held to a server on this machine."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

from snippets.jobs.stages.web_server import Server
from tests.jobs.conftest import Job

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

HEAD = """
import asyncio, sys
import httpx2

base = sys.argv[1]
"""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine."""
    made = Server()
    yield made
    made.end()


def said(job: Job, server: Server, text: str) -> list[str]:
    """What a text with httpx2 prints."""
    source = f"{HEAD}{textwrap.dedent(text)}\nasyncio.run(main())\n"
    done = job.start_text("download_asyncio", source, server.url).finish()
    assert done.code == 0, done.err
    return done.out.split()


def test_the_limit_is_for_each_wait_and_asyncio_has_one_for_the_whole(
    job: Job, server: Server
) -> None:
    """Twenty bytes that come singly take several times the limit; `asyncio.timeout` ends them."""
    words = said(
        job,
        server,
        """
        async def read(most):
            async with httpx2.AsyncClient(timeout=0.5) as web:
                async with web.stream("GET", base + "/trickle/1") as got:
                    size = 0
                    async for chunk in got.aiter_raw():
                        size += len(chunk)
                        if size >= most:
                            return

        async def main():
            await read(20)
            print("read")
            try:
                async with asyncio.timeout(0.5):
                    await read(100_000)
            except TimeoutError:
                print("ended")
        """,
    )

    assert words == ["read", "ended"]


def test_who_waits_for_a_connection_has_a_limit_too(job: Job, server: Server) -> None:
    """Two connections and six requests: the rest raise PoolTimeout, unless `pool` is None."""
    words = said(
        job,
        server,
        """
        async def six(pool):
            wait = httpx2.Timeout(60, pool=pool)
            room = httpx2.Limits(max_connections=2)
            async with httpx2.AsyncClient(timeout=wait, limits=room) as web:
                gets = [web.get(f"{base}/slow/2?{n}") for n in range(6)]
                return await asyncio.gather(*gets, return_exceptions=True)

        async def main():
            names = sorted(type(one).__name__ for one in await six(0.2))
            print(*names)
            print(*(one.status_code for one in await six(None)))
        """,
    )

    assert words == ["PoolTimeout"] * 4 + ["Response"] * 2 + ["200"] * 6


def test_retries_are_for_connecting_and_redirects_are_not_followed(
    job: Job, server: Server
) -> None:
    """A reset, a body cut short and a 503 get one try each; a redirect is an answer."""
    words = said(
        job,
        server,
        """
        async def main():
            way = httpx2.AsyncHTTPTransport(retries=3)
            async with httpx2.AsyncClient(transport=way) as web:
                for path in ("/reset/9", "/cut/9", "/busy/9", "/move/1"):
                    try:
                        print((await web.get(base + path)).status_code)
                    except httpx2.TransportError as error:
                        print(type(error).__name__)
        """,
    )

    assert words[1:] == ["RemoteProtocolError", "503", "302"]
    assert words[0] in ("ReadError", "RemoteProtocolError")
    assert dict(server.tries) == {"/reset/9": 1, "/cut/9": 1, "/busy/9": 1, "/move/1": 1}


def test_a_semaphore_for_each_host_inside_the_tasks_lets_one_host_take_all_places(
    job: Job, server: Server
) -> None:
    """Three tasks for a slow host hold the three places; the quick host's answer comes after."""
    quick = Server()
    words = said(
        job,
        server,
        f"""
        async def main():
            places, ended = asyncio.Semaphore(3), []
            hosts = {{base: asyncio.Semaphore(1), "{quick.url}": asyncio.Semaphore(1)}}
            async with httpx2.AsyncClient(timeout=60) as web:
                async def get(host, path):
                    async with places, hosts[host]:
                        await web.get(host + path)
                        ended.append(path)

                slow = [get(base, f"/slow/1?{{n}}") for n in range(3)]
                await asyncio.gather(*slow, get("{quick.url}", "/page/1"))
            print(ended.index("/page/1") > 0)
        """,
    )
    quick.end()

    assert words == ["True"]


def test_the_program_gives_places_by_host(job: Job, server: Server) -> None:
    """Three addresses of a host that never answers, three places, and the quick host is served."""
    quick = Server()
    urls = [f"{server.url}/deaf/{n}" for n in range(3)] + [f"{quick.url}/page/1"]
    (job.folder / "urls.txt").write_text("\n".join(urls))
    call = ("urls.txt", "pages", "--workers", 3, "--per-host", 1)
    run = job.start("download_asyncio", *call, edits={"5.0, 10.0": "5.0, 600.0"})

    run.until(lambda: any((job.folder / "pages").glob("*-1")))
    run.send(2)
    done = run.finish(30)
    quick.end()

    assert done.out.splitlines()[0] == "1 done, 0 failed, 3 not tried"
