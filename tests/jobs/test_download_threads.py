"""Many addresses, of a server that is slow, busy and broken: `jobs/download_threads`."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator

import pytest

from shelf import find
from snippets.jobs.stages.web_server import Server
from tests.jobs.conftest import STRUCK, Done, Job, ticking
from tests.jobs.test_show_progress import ON_A_TERMINAL

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

PROGRAMS = ["download_threads", "download_asyncio"]
#: Edits after which the first signal ends no download that is under way.
DEAF = {
    "download_threads": {"return stop.is_set() or ": "return "},
    "download_asyncio": {"        task.cancel()\n": "        pass\n"},
}
#: Edits after which a worker, or what takes its place, raises as it gives an address back.
DIES = {
    "download_threads": {"            self.busy[host] -= 1\n": "            raise MemoryError\n"},
    "download_asyncio": {"            busy[host] -= 1\n": "            raise MemoryError\n"},
}


@pytest.fixture
def program() -> str:
    """Its twin has the same command line and report: test_download_asyncio.py asks for them."""
    return "download_threads"


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server]]:
    """Two servers, which stand for two hosts."""
    made = Server(), Server()
    yield made
    for server in made:
        server.end()


def listed(job: Job, *urls: str) -> str:
    """The file of addresses."""
    (job.folder / "urls.txt").write_text("\n".join(urls))
    return "urls.txt"


def pages(job: Job) -> list[str]:
    """What the downloaded files begin with, and the names of half ones."""
    files = sorted((job.folder / "pages").iterdir())
    return sorted(f.name if f.suffix == ".part" else f.read_text().split()[0] for f in files)


def failures(done: Done) -> list[str]:
    """The report's lines without what differs from run to run: the address of the server."""
    return [line.partition("127.0.0.1:")[2].partition("/")[2] for line in done.out.splitlines()[1:]]


#: No pause worth speaking of between two tries.
QUICK = {"TRIES, BASE, CAP = 5, 0.5, 30.0": "TRIES, BASE, CAP = 5, 0.01, 0.05"}


@pytest.mark.parametrize("workers", [1, 7])
def test_each_kind_of_answer(
    job: Job, servers: tuple[Server, Server], program: str, workers: int
) -> None:
    """What may pass is tried again, what lasts is not, whatever the number of workers."""
    one, two = servers
    good = ["page/1", "busy/2", "wish/0", "cut/1", "reset/1", "move/4", "page/1"]
    bad = ["missing/1", "busy/9", "cut/9", "reset/9"]
    urls = [f"{server.url}/{path}" for server in servers for path in good]
    urls += [f"{one.url}/{path}" for path in bad]
    urls += ["http://[no", "nonsense", "http://127.0.0.1:1/closed"]

    done = job.run(program, listed(job, *urls), "pages", "--workers", workers, edits=QUICK)

    assert done.out.splitlines()[0] == "12 done, 7 failed, 0 not tried"
    assert [line.partition(":")[0] for line in failures(done)[:4]] == bad
    assert done.code == 1
    assert pages(job) == sorted(
        [*"/page/1 /busy/2 /wish/0 /cut/1 /reset/1 /page/4".split()] * 2
        + [name for name in pages(job) if name.endswith(".part")]
    )
    assert dict(two.tries) == {
        "/page/1": 1, "/busy/2": 3, "/wish/0": 2, "/cut/1": 2, "/reset/1": 2, "/move/4": 1,
        "/page/4": 1,
    }  # fmt: skip
    tried = {path: one.tries[f"/{path}"] for path in bad}
    assert tried == {"missing/1": 1, "busy/9": 5, "cut/9": 5, "reset/9": 5}


def test_limits_of_all_and_of_each_host(
    job: Job, servers: tuple[Server, Server], program: str
) -> None:
    """Never more than allowed under way; a slow host keeps nobody from the quick one."""
    one, two = servers
    urls = [f"{one.url}/slow/0.2?{n}" for n in range(12)] + [
        f"{two.url}/page/{n}" for n in range(9)
    ]
    edits = QUICK

    done = job.run(
        program, listed(job, *urls), "pages", "--workers", 4, "--per-host", 3, edits=edits
    )

    assert (done.out, done.code) == ("21 done, 0 failed, 0 not tried\n", 0)
    assert one.peak <= 3
    assert two.peak <= 3


def test_connections_are_kept(job: Job, servers: tuple[Server, Server], program: str) -> None:
    """Each worker opens one connection to a host and goes on with it."""
    one, _ = servers
    urls = [f"{one.url}/page/{n}" for n in range(100)]

    done = job.run(program, listed(job, *urls), "pages", "--workers", 4)

    assert done.code == 0
    assert one.doors <= 4


def test_time_limits(job: Job, servers: tuple[Server, Server], program: str) -> None:
    """A server that never answers, and one that trickles, are given up."""
    one, _ = servers
    edits = QUICK | {
        "PER_URL = 120.0": "PER_URL = 1.0",
        "5.0, 10.0": "5.0, 0.5",
        " = 5, ": " = 1, ",
    }
    urls = [f"{one.url}/trickle/1", f"{one.url}/deaf/1", f"{one.url}/page/1"]

    done = job.run(program, listed(job, *urls), "pages", edits=edits)

    assert done.out.splitlines()[0] == "1 done, 2 failed, 0 not tried"
    assert failures(done)[0] == "trickle/1: time limit"


def test_the_limit_for_all(job: Job, servers: tuple[Server, Server], program: str) -> None:
    """What is under way is ended, the rest is not tried."""
    one, _ = servers
    urls = [f"{one.url}/page/1", *(f"{one.url}/trickle/{n}" for n in range(3))]

    done = job.run(program, listed(job, *urls), "pages", "--limit", 2, "--workers", 2, edits=QUICK)

    assert done.out.splitlines()[0] == "1 done, 0 failed, 3 not tried"
    assert done.code == 1


def test_run_again_it_fetches_what_failed(
    job: Job, servers: tuple[Server, Server], program: str
) -> None:
    """A whole file is not asked for again."""
    one, _ = servers
    urls = [f"{one.url}/page/1", f"{one.url}/missing/1"]
    first = job.run(program, listed(job, *urls), "pages")

    second = job.run(program, listed(job, *urls), "pages")

    assert (first.out, first.code) == (second.out, second.code)
    assert dict(one.tries) == {"/page/1": 1, "/missing/1": 2}


def test_names_stay_inside_and_apart(
    job: Job, servers: tuple[Server, Server], program: str
) -> None:
    """Whatever an address ends in, each has a file of its own in the folder."""
    one, _ = servers
    ends = ["page/1", "page/1?a=/../../x", "page/1?" + "b" * 300]
    urls = [f"{server.url}/{end}" for server in servers for end in ends]
    urls += [f"{one.url}/page/..%2F..%2Fx"]

    done = job.run(program, listed(job, *urls), "pages")

    kept = len(list((job.folder / "pages").iterdir()))
    assert int(done.out.split()[0]) == kept >= 6
    assert {path.name for path in job.folder.iterdir()} == {"pages", "urls.txt", f"{program}.py"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_a_signal_ends_it(
    job: Job, servers: tuple[Server, Server], program: str, number: int, twice: bool
) -> None:
    """What is whole is kept, the rest is not tried; the second one does not wait."""
    one, _ = servers
    urls = [f"{one.url}/page/1", f"{one.url}/{'deaf' if twice else 'trickle'}/1"]
    edits = DEAF[program] | ticking() if twice else {}
    edits["5.0, 10.0"] = f"5.0, {600 if twice else 2}.0"
    run = job.start(program, listed(job, *urls), "pages", edits=edits)
    run.until(lambda: len(one.tries) == 2 and any_whole(job))

    run.send_all(number)
    if twice:
        run.said("stopping")
        run.send_all(number)
    done = run.finish(30)

    assert done.code == 128 + number
    assert "Traceback" not in done.err
    if not twice:
        assert done.out.splitlines()[0] == "1 done, 0 failed, 1 not tried"


def test_a_signal_while_main_sets_the_event_hangs_nothing(
    job: Job, servers: tuple[Server, Server]
) -> None:
    """It comes while main holds the lock of the event; what is whole is kept."""
    edits = {"stop = Event()": f"{STRUCK}stop = Struck()"}
    urls = listed(job, f"{servers[0].url}/page/1")

    done = job.start("download_threads", urls, "pages", edits=edits).finish(60)

    assert (done.out, done.code) == ("1 done, 0 failed, 0 not tried\n", 130)
    assert "Traceback" not in done.err


def any_whole(job: Job) -> bool:
    """Whether a file has arrived."""
    return any(path.suffix != ".part" for path in (job.folder / "pages").glob("*"))


def test_no_address_and_wrong_calls(job: Job, program: str) -> None:
    """An empty list is a report with zeros."""
    none = job.run(program, listed(job), "pages")
    wrong = [
        job.run(program, "urls.txt", "pages", option, 0) for option in ("--workers", "--per-host")
    ]

    assert (none.out, none.code) == ("0 done, 0 failed, 0 not tried\n", 0)
    assert [one.code for one in wrong] == [2, 2]


def test_an_error_in_main_ends_it(job: Job, servers: tuple[Server, Server], program: str) -> None:
    """The error is the last thing printed, and no download stays."""
    one, _ = servers
    edits = {"bar.update(len(ends) - bar.n)\n": "raise ValueError(1)\n"}

    done = job.run(program, listed(job, f"{one.url}/trickle/1"), "pages", edits=edits)

    assert done.err.splitlines()[-1] == "ValueError: 1"
    assert done.code == 1


def test_a_thread_that_dies_ends_all(
    job: Job, servers: tuple[Server, Server], program: str
) -> None:
    """Nobody waits for the address that it had in hand."""
    one, _ = servers
    done = job.run(
        program,
        listed(job, *(f"{one.url}/page/{n}" for n in range(9))),
        "pages",
        edits=DIES[program],
    )

    assert "MemoryError" in done.err
    assert done.code == 1


#: A counter that counts how often it was asked, and says so at the end.
LOOKS = """\
import atexit


class Looks(Counter[str]):
    looks = 0

    def __getitem__(self, host: str) -> int:
        self.looks += 1
        return super().__getitem__(host)


LOOKS = Looks()
atexit.register(lambda: print("looks", LOOKS.looks))


class Came("""
#: The same answer for every address, without a server.
ANSWERS = {
    "download_threads": {"return Came() if target.exists() else fetch(": "return Came() or ("},
    "download_asyncio": {"return await fetch(web, url, target)": "return Came()"},
}


@pytest.mark.parametrize("hosts", [1, 400])
def test_a_long_list_costs_no_more_per_address(job: Job, program: str, hosts: int) -> None:
    """Who looks at each host for each address looks 800,000 times here."""
    urls = [f"http://host{n % hosts}/{n}" for n in range(2000)]
    edits = {"class Came(": LOOKS, "Counter[str]()": "LOOKS", **ANSWERS[program]}

    done = job.run(program, listed(job, *urls), "pages", edits=edits)

    first, last = done.out.splitlines()
    assert first == "2000 done, 0 failed, 0 not tried"
    assert 2000 < int(last.split()[1]) < 8 * 2000


#: What one answer with a status leads to: whether it is tried again, and when.
FETCHED = {
    "download_threads": "web.get.return_value.__enter__.return_value = got\n"
    "    print(code, *seen.fetch(web, 'http://a', Path('a')))\n",
    "download_asyncio": "web.stream.return_value.__aenter__.return_value = got\n"
    "    print(code, *seen.asyncio.run(seen.fetch(web, 'http://a', Path('a'))))\n",
}
STATUS = """\
from pathlib import Path
from unittest.mock import MagicMock
import seen

for code in (404, 428, 429, 430, 499, 500, 501, 502, 503, 504, 505):
    web, got = MagicMock(), MagicMock(status_code=code, headers={"Retry-After": "7"})
    """
PAUSES = """\
import sys
from unittest.mock import MagicMock
import seen

chance = [MagicMock(uniform=lambda least, most: (least, most))]
if hasattr(seen, "CHANCE"):
    seen.CHANCE = chance.pop()
for tries in (0, 1, 2, 9):
    print(tries, seen.pause(tries, "", *chance))
for after in (
    "7", "nonsense", "Wed, 21 Oct 2015 07:28:00 -0000", "Wed, 21 Oct 2015 07:28:00 GMT",
    "Thu, 31 Dec 9998 07:28:00 GMT",
):
    rest = seen.pause(0, after, *chance)
    print(rest if rest == (0, 0.5) or rest < 10 else rest // 1e11)
"""


def lines(job: Job, program: str, text: str) -> list[str]:
    """What a text prints that imports the program as `seen`."""
    (job.folder / "seen.py").write_text(find(f"jobs/{program}").source)
    return job.lines(program, text)


def test_a_status_that_may_pass_is_tried_again(job: Job, program: str) -> None:
    """Six of them; each may say when."""
    told = lines(job, program, STATUS + FETCHED[program])

    again = {code: code in (429, 500, 502, 503, 504) for code in range(400, 600)}
    assert len(told) == 11
    for line in told:
        code = int(line.split()[0])
        assert line == f"{code} HTTP {code} {again[code]} 7"


def test_a_pause_doubles_or_is_asked_for(job: Job, program: str) -> None:
    """In seconds or by a date, which may be past, and none that cannot be read."""
    some = "(0, 0.5)"

    assert lines(job, program, PAUSES) == [
        f"0 {some}", "1 (0, 1.0)", "2 (0, 2.0)", "9 (0, 30.0)", "7.0", some, some, "0.0", "2.0",
    ]  # fmt: skip


def test_what_nobody_says(job: Job, program: str) -> None:
    """Sixteen at once, four of one host, an hour; a folder that is not there is made."""
    parsed = "    args = parser.parse_args()\n"
    edits = {parsed: f"{parsed}    print(args.workers, args.per_host, args.limit)\n"}

    done = job.run(program, listed(job), "new/pages", edits=edits)

    assert done.out == "16 4 3600\n0 done, 0 failed, 0 not tried\n"
    assert (job.folder / "new/pages").is_dir()


def test_a_terminal_gets_a_bar_and_the_report_a_line_of_its_own(
    job: Job, servers: tuple[Server, Server], program: str
) -> None:
    """It never shows more than there are."""
    source, report = find(f"jobs/{program}").source, '    print(f"{done} done'
    assert report in source
    told = source.replace(report, f'    os.write(2, b"report")\n{report}')
    (job.folder / "seen.py").write_text(told)
    listed(job, *(f"{servers[0].url}/slow/0.1?{n}" for n in range(6)))

    call = (60, "seen.py", "urls.txt", "pages", "--workers", 2)
    done = job.start_text(program, ON_A_TERMINAL, *call).finish()
    drew, printed, code = json.loads(done.out)

    assert (printed, code) == ("6 done, 0 failed, 0 not tried\n", 0)
    assert drew.endswith("\r\nreport")
    frames = drew.removesuffix("report").split("\r")
    assert all(re.search(r" [0-6]/6 ", frame) for frame in frames if frame.strip())
