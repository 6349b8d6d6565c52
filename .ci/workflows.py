"""Runs the workflows on this machine: green as they are, and red for each planted fault.

    python3 .ci/workflows.py               what has its turn today
    python3 .ci/workflows.py --day N       what has it on another day
    python3 .ci/workflows.py --all         everything
    python3 .ci/workflows.py NAME ...      what is named; --list says what there is
    python3 .ci/workflows.py --keep DIR    keep logs and artifacts there

`act` runs them on this machine, without containers; it is a development tool
and no dependency.  $ACT names a command, called as `EVENT WORKFLOW OPTIONS`,
that starts it with stand-ins for GitHub's own actions (.ci/run sets it); ours
for actions/attest is beside this file.
Each run has a fresh copy of what git does not ignore, as two commits, of which
the second is the change.  The cells are those of the Pythons that are here.
A first publication is run with what macOS and Windows may send: a mixture each day,
and each kind of it (first-publication-broken) on a day of its own.
Not proven by this: rights, environments, caches, concurrency, signatures,
macOS and Windows.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ACT = Path(os.environ.get("ACT", "act-with-stand-ins")).resolve()
#: Seconds for one run, and for a command of ours.
LIMIT, QUICK = 2400, 120
#: The Pythons whose cells are run, where they are here.
TAGS = ("3.14", "3.14t", "3.15")
#: Makes `make test` look at the workflows alone: .ci/run made all checks of the same tree
#: before this.
WORKFLOWS_ONLY = "PYTEST_ADDOPTS=tests/test_workflows.py"
#: And at what needs something that a workflow sets up: a Python without the GIL, and the
#: commit before.
WHAT_IT_SETS_UP = f"{WORKFLOWS_ONLY} tests/threads/test_gil_switch.py tests/test_pages.py"

#: What is run each day.
DAILY = ("check", "publish", "first-publication")
#: What takes turns: one share a day. They take about as long as each other.
SHARES = (
    ("weekly", "missing-permissions", "required-cells-broken", "one-program"),
    ("dead-external-link", "dead-link", "unpinned-action", "leaked-child"),
    ("wrong-transcript", "required-cells-missing", "red-is-not-published", "prose-alone"),
)
#: And one of these a day.
KINDS = (
    "publish-again",
    "first-publication-passes",
    "first-publication-differs",
    "first-publication-fails",
    "first-publication-absent",
    "first-publication-broken",
    "first-publication-no-file",
)
#: An edit of these has all shares run at once, and one of a workflow what is about it.
ABOUT = (
    ".ci/stand-ins/",
    ".ci/workflows.py",
    ".github/actions.toml",
    "tests/checks/work/",
    "tests/plugins/annotate.py",
    "tests/test_workflows.py",
)


@dataclass(frozen=True)
class Run:
    """What one run of a workflow came to."""

    status: int | None
    log: str
    artifacts: Path
    gh: str

    def jobs(self, ending: str) -> set[str]:
        """The jobs that ended so: "succeeded" or "failed"."""
        found = re.findall(rf"^\[\w+/(.+?)\s*\] .*Job {ending}$", self.log, re.MULTILINE)
        return {re.sub(r"-\d+ *$", "", name).strip() for name in found}


@dataclass(frozen=True)
class Case:
    """One run: the event, the workflow, act's options, the edit before it, and what has to be."""

    event: str
    workflow: str
    options: tuple[str, ...]
    edit: Callable[[Path], None]
    expect: Callable[[Run], Iterator[str]]
    python: tuple[str, ...] = ("3.14",)
    before: tuple[Callable[[Path], None], ...] = ()


class Surprise(Exception):
    """Something that a run did not do as expected."""


# Edits of the copy


def swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    """Put `new` in place of the first match of `old`, which has to be there."""

    def edit(root: Path) -> None:
        path = root / file
        text, count = re.subn(old, lambda _: new, path.read_text(encoding="utf-8"), count=1)
        if not count:
            raise Surprise(f"{file} does not hold {old!r}: plant this fault elsewhere")
        path.write_text(text, encoding="utf-8")

    return edit


def every(*edits: Callable[[Path], None]) -> Callable[[Path], None]:
    """One edit after another."""

    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


def few(root: Path) -> None:
    """Have the cells of one program run: `make matrix` has run those of all, before this.

    In each workflow, since a check holds them to the same cells.
    """
    for path in (root / ".github" / "workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        one = 'matrix threads/lost_update --on "$PYTHON"'
        path.write_text(text.replace('matrix --on "$PYTHON"', one), encoding="utf-8")


def required(tags: list[str]) -> Callable[[Path], None]:
    """Ask for the cells of the Pythons that are run here, since no others can come."""
    words = " ".join(f"--on {tag}" for tag in tags)

    def edit(root: Path) -> None:
        for file in (root / ".github" / "workflows").glob("*.yml"):
            text = file.read_text(encoding="utf-8")
            text = text.replace("recorder merge --whole ", f"recorder merge --whole {words} ")
            file.write_text(text, encoding="utf-8")

    return edit


def before_the_merge(command: str) -> Callable[[Path], None]:
    """Do something to the cells that came, before they are merged."""
    merge = r"run: (?=\.venv/bin/python -m recorder merge)"
    return swap(".github/workflows/publish.yml", merge, f"run: {command} && ")


def blank_line(root: Path) -> None:
    """A change that changes nothing, and is one all the same."""
    with (root / "docs" / "glossary.md").open("a", encoding="utf-8") as file:
        file.write("\n")


def answered_here(port: int) -> Callable[[Path], None]:
    """Every link out of the site leads to a server of our own, since nothing else is in reach."""

    def edit(root: Path) -> None:
        build = f"run: make site && python3 .ci/stand-ins/lead_here.py {port}"
        swap(".github/workflows/weekly.yml", r"run: make site(?=\n)", build)(root)

    return edit


#: What the run named "publish" published for the next one.
RAN: list[bytes] = []


def one_more_line(root: Path) -> None:
    """A change of one program, after a publication."""
    if not RAN:
        raise Surprise("it goes on from what the run publish published: name that one before it")
    with (root / "snippets/threads/lost_update.py").open("a", encoding="utf-8") as file:
        file.write("# one line more\n")


class Answering(BaseHTTPRequestHandler):
    """Has every page with the anchor that the path begins with, but none that is named /dead.

    Under /git it has the tags of the actions, as git asks for them, and under /site
    what was published for the next time.
    """

    def do_GET(self) -> None:
        """Answer by the path alone."""
        refs = re.fullmatch(r"/git/(.+)/info/refs(\?.*)?", self.path)
        head = self.path.startswith("/git/") and self.path.endswith("/HEAD")
        ran = self.path == "/site/ran.json"
        self.send_response(404 if self.path.endswith("/dead") or head or (ran and not RAN) else 200)
        self.send_header("Content-Type", "text/plain" if refs else "text/html")
        self.end_headers()
        said = tags(refs[1]) if refs else f'<p id="{self.path.split("/")[1]}">'
        self.wfile.write(RAN[-1] if ran and RAN else said.encode())

    def log_message(self, *words: object) -> None:
        """Nothing."""


def tags(action: str) -> str:
    """The tag of an action, in the form of a repository that is only files."""
    table = tomllib.loads((ROOT / ".github" / "actions.toml").read_text(encoding="utf-8"))
    return f"{table[action]['commit']}\trefs/tags/{table[action]['version']}\n"


def asked_here(port: int) -> tuple[str, ...]:
    """What has git ask our own server in place of GitHub."""
    said = {
        "COUNT": "1",
        "KEY_0": f"url.http://127.0.0.1:{port}/git/.insteadOf",
        "VALUE_0": "https://github.com/",
    }
    return tuple(word for key in said for word in ("--env", f"GIT_CONFIG_{key}={said[key]}"))


@contextlib.contextmanager
def server() -> Iterator[int]:
    """The port of a server that answers while this lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as one:
        threading.Thread(target=one.serve_forever, daemon=True).start()
        yield one.server_address[1]
        one.shutdown()


# What has to be


def green(*names: str) -> Callable[[Run], Iterator[str]]:
    """The run ended well, no job failed, and these jobs are among those that ran."""

    def expect(run: Run) -> Iterator[str]:
        if run.status != 0:
            yield f"it ended with {run.status}"
        if failed := run.jobs("failed"):
            yield f"these jobs failed: {', '.join(sorted(failed))}"
        ran = run.jobs("succeeded")
        for name in names:
            if not any(job.startswith(name) for job in ran):
                yield f"no job {name} succeeded, but {', '.join(sorted(ran)) or 'none'}"

    return expect


def red(job: str, *patterns: str) -> Callable[[Run], Iterator[str]]:
    """The run ended red, this job failed, and the log holds these patterns."""

    def expect(run: Run) -> Iterator[str]:
        if run.status in (0, None):
            yield f"it ended with {run.status}, and should have been red"
        if not any(name.startswith(job) for name in run.jobs("failed")):
            yield f"the job {job} did not fail, but {', '.join(run.jobs('failed')) or 'none'}"
        yield from says(*patterns)(run)

    return expect


def says(*patterns: str) -> Callable[[Run], Iterator[str]]:
    """The log holds these patterns."""

    def expect(run: Run) -> Iterator[str]:
        for pattern in patterns:
            if not re.search(pattern, run.log, re.MULTILINE):
                yield f"the log does not say {pattern!r}"

    return expect


def also(*expects: Callable[[Run], Iterator[str]]) -> Callable[[Run], Iterator[str]]:
    """All of these."""

    def expect(run: Run) -> Iterator[str]:
        for one in expects:
            yield from one(run)

    return expect


def reviewed(run: Run) -> Iterator[str]:
    """The reviewer's site, record and summary are there."""
    for file in ("site/index.html", "site/programs.zip", "matrix/matrix.json"):
        if not (run.artifacts / file).is_file():
            yield f"there is no artifact {file}"
            return
    if "`docs/glossary.md` changed, +1 -0" not in run.log:
        yield "the summary does not name the changed page"
    matrix = json.loads((run.artifacts / "matrix" / "matrix.json").read_text(encoding="utf-8"))
    made = {one["python"]: len(one["programs"]) for one in matrix["runs"]}
    cells = sorted(path.name for path in run.artifacts.glob("cells-*"))
    for name in cells:
        if not made.get(name.rpartition("-")[2]):
            yield f"the record holds nothing of {name}"
    if not cells:
        yield "no cells were kept"


def published(run: Run) -> Iterator[str]:
    """What was packed is a site that offers exactly the programs that were attested."""
    packed = run.artifacts / "github-pages" / "artifact.tar"
    if not packed.is_file():
        yield "no site was packed"
        return
    with tarfile.open(packed) as tar:
        member = tar.extractfile("./programs.zip")
        offered = member.read() if member else b""
        if lost := {f"./python-in-parallel.{kind}" for kind in ("epub", "pdf")} - {*tar.getnames()}:
            yield f"the book is not beside the site: {', '.join(sorted(lost))}"
    attested = (run.artifacts / "programs" / "programs.zip").read_bytes()
    if offered != attested:
        yield "the site offers another programs.zip than the one that was attested"
    with zipfile.ZipFile(run.artifacts / "programs" / "programs.zip") as archive:
        if not any(name.endswith("threads/lost_update.py") for name in archive.namelist()):
            yield "programs.zip does not hold the programs"
    if not re.search(r"would deploy \d+ file", run.log):
        yield "nothing was deployed"


def unpublished(run: Run) -> Iterator[str]:
    """Nothing was built, signed or deployed, and the merge was not green."""
    ran = {job for job in run.jobs("failed") if not job.startswith("Merge")}
    if beyond := sorted(j for j in ran | run.jobs("succeeded") if not j.startswith("Cells")):
        yield f"these ran all the same: {', '.join(beyond)}"


#: A page of the site, and what stands on it or must not stand there.
Says = tuple[str, str]
UPDATE, MATRIX = "threads/keep-an-update-whole/index.html", "matrix/index.html"
OBSERVED_ONLY = r"macOS, Windows and Python 3\.15t are observed"


def truthful(*says: Says, left_out: int = 0) -> Callable[[Run], Iterator[str]]:
    """Pages say this, and each figure of the site what the record of the run says.

    .ci/stand-ins/elsewhere.py plants what macOS and Windows sent; so many files of it
    were broken, and told.
    """

    def expect(run: Run) -> Iterator[str]:
        if not (run.artifacts / "github-pages").is_dir():
            return
        with (
            tempfile.TemporaryDirectory(prefix="site-") as folder,
            tarfile.open(run.artifacts / "github-pages" / "artifact.tar") as tar,
        ):
            tar.extractall(folder, filter="data")
            for page, pattern in ((MATRIX, OBSERVED_ONLY), *says):
                text = re.sub(r"<[^>]*>", " ", Path(folder, page).read_text(encoding="utf-8"))
                if not re.search(pattern, " ".join(text.split())):
                    yield f"{page} does not say {pattern!r}"
            yield from figures(Path(folder), run.artifacts / "matrix" / "matrix.json")
        if (told := len(re.findall(r"\| left out: ", run.log))) != left_out:
            yield f"{told} broken files were told, not {left_out}"

    return expect


def figures(site: Path, matrix: Path) -> Iterator[str]:
    """What a figure of the site says and the record does not; needs .venv."""
    python = ROOT / ".venv" / "bin" / "python"
    if not python.exists():
        print("there is no .venv here: the figures of the site were not held to the record")
        return
    words = [str(python), "-m", "tests.checks.site.elsewhere", str(site), str(matrix)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT)
    if done.returncode:
        yield f"the figures say otherwise:\n{done.stdout}{done.stderr[-2000:]}"


def first(kind: str, *expects: Callable[[Run], Iterator[str]]) -> Case:
    """A fork's first push, where macOS and Windows send what `kind` names.

    Its checks are those that the run named "publish" makes.
    """
    publish = ".github/workflows/publish.yml"
    return Case(
        "push",
        publish,
        (),
        every(
            few,
            before_the_merge(f'python3 .ci/stand-ins/elsewhere.py {kind} "$RUNNER_TEMP/all"'),
            swap(publish, r"run: make test WHOLE=1", "run: make help"),
        ),
        also(green("Cells", "Merge", "Check and build", "Attest", "Deploy"), published, *expects),
    )


#: What the page of the program says that did otherwise on Windows.
DIFFERS = r"✓ Tested ✗ Differs on Windows Python 3\.11 to 3\.15 and 3\.14t"
SHOWN = r"failed: spawn: prints something else .* -1,000 \+&lt;one> &amp; two"


#: What the job that keeps an issue asks of gh when there is something to tell, and when not.
OPENS = ["label create", "issue list", "issue create"]
KEEPS_STILL = OPENS[:2]
OBSERVED = ("observed-macos", "observed-windows", "observed-3.15t")


def asked(calls: dict[str, list[str]]) -> Callable[[Run], Iterator[str]]:
    """For each label gh was called for this, and for no other label.

    The jobs of a matrix run side by side: only the calls about one label have an order.
    """

    def expect(run: Run) -> Iterator[str]:
        did: dict[str, list[str]] = {}
        for line in run.gh.splitlines():
            words = re.findall(r"\[([^\]]+)\]", line)
            at = words.index("--label") if "--label" in words else words.index("create")
            did.setdefault(words[at + 1], []).append(" ".join(words[:2]))
        if did != calls:
            yield f"gh was asked for {did}, not for {calls}"

    return expect


LEAK = """    import subprocess, sys
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
"""
CELLS = ("-j", "cells")
TEST = ("-j", "test", "--env", WORKFLOWS_ONLY)


def cases(port: int) -> dict[str, Case]:
    """Every run, by name."""
    check, publish, weekly = (f".github/workflows/{n}.yml" for n in ("check", "publish", "weekly"))
    here = answered_here(port)
    dead = swap("docs/index.md", r"\Z", f"\n[gone](http://127.0.0.1:{port}/dead)\n")
    strayed = swap(".github/actions.toml", r"(?<=commit = \")\w{40}", "0" * 40)
    # one round of some checks: .ci/run makes all of them, before this
    short = swap(weekly, "run: make soak N=20", "run: PYTEST_ADDOPTS=tests/executors make soak N=1")
    none = swap(weekly, "run: make soak N=20", "run: make help")
    # the trials of one program are as much of a workflow as those of all
    one = swap(weekly, r"run: make use ON=", "run: make use ONLY=threads/fetch_pages ON=")
    untried = swap(weekly, r'run: make use ON="\$TAG"', "run: make help")
    # what ends well beside what is looked at
    well = every(
        swap(check, r"run: make lint", "run: make help"),
        swap(check, r"run: make test WHOLE=1", "run: make help"),
    )
    spoilt = swap("snippets/threads/lost_update.txt", r"\Z", "one line too many\n")
    return {
        "check": Case(
            "pull_request",
            check,
            ("--env", WHAT_IT_SETS_UP),
            every(few, blank_line),
            also(green("Lint", "Test", "Cells", "Merge", "Site", "All green"), reviewed),
            TAGS,
        ),
        "prose-alone": Case(
            "pull_request",
            check,
            CELLS,
            blank_line,
            also(green("Cells"), says("nothing is run", r"\b0 cells on 3\.14t?\b")),
            TAGS[:2],
        ),
        "one-program": Case(
            "pull_request",
            check,
            CELLS,
            swap("snippets/threads/lost_update_broken.py", r"\Z", "# one line more\n"),
            also(green("Cells"), says(r"\b1 of \d+ programs have changed since HEAD\^1")),
        ),
        "publish": Case(
            "push",
            publish,
            ("--env", WORKFLOWS_ONLY),
            every(few, blank_line),
            also(green("Cells", "Merge", "Check and build", "Attest", "Deploy"), published),
            TAGS[:2],
        ),
        "weekly": Case(
            "schedule",
            weekly,
            asked_here(port),
            every(here, short, one, few),
            also(
                green("Newest", "External links", "Use drill", "Repeats", "Keep one issue"),
                asked(dict.fromkeys(OBSERVED, OPENS) | {"scheduled-failure": KEEPS_STILL}),
            ),
            TAGS[:2],
        ),
        "publish-again": Case(
            "push",
            publish,
            ("--env", WORKFLOWS_ONLY, "--var", f"SITE_URL=http://127.0.0.1:{port}/site/"),
            one_more_line,
            also(
                green("Cells", "Merge", "Check and build", "Attest", "Deploy"),
                published,
                says(
                    r"1 of 2 programs are as they were published, and not run on 3\.14$",
                    r"1 of 2 programs are as they were published, and not run on 3\.14t",
                ),
            ),
            TAGS[:2],
            (few, blank_line),
        ),
        "first-publication": first(
            "mixed",
            truthful(
                (MATRIX, r"Not run: Python 3\.15t on Linux; Python 3\.11 to 3\.14"),
                (UPDATE, DIFFERS),
                (UPDATE, SHOWN),
                left_out=1,
            ),
        ),
        "first-publication-passes": first(
            "passes", truthful((UPDATE, r"✓ Tested Every supported Python"))
        ),
        "first-publication-differs": first(
            "differs", truthful((UPDATE, r"✗ Differs on Python 3\.15 on Windows"), (UPDATE, SHOWN))
        ),
        "first-publication-fails": first(
            "fails", truthful((UPDATE, r"✗ Differs on Windows"), (UPDATE, r"does not end within"))
        ),
        "first-publication-absent": first(
            "absent",
            truthful((UPDATE, r"✓ Tested on Linux"), (MATRIX, r"Not run: .*macOS; Windows")),
        ),
        "first-publication-broken": first(
            "broken", truthful((UPDATE, r"✓ Tested on Linux"), left_out=4)
        ),
        "first-publication-no-file": first("no-file", truthful((UPDATE, r"✓ Tested"))),
        "required-cells-broken": Case(
            "push",
            publish,
            ("--env", WORKFLOWS_ONLY),
            every(
                few, before_the_merge('truncate -s 40 "$RUNNER_TEMP"/all/cells-*-3.14t/cells.json')
            ),
            also(red("Merge", r"Python 3\.14t on Linux: required, and no cells came"), unpublished),
            TAGS[:2],
        ),
        "required-cells-missing": Case(
            "push",
            publish,
            ("--env", WORKFLOWS_ONLY),
            every(few, before_the_merge('rm -r "$RUNNER_TEMP"/all/cells-*-3.14t')),
            also(red("Merge", r"Python 3\.14t on Linux: required, and no cells came"), unpublished),
            TAGS[:2],
        ),
        "wrong-transcript": Case(
            "pull_request",
            check,
            (),
            every(few, spoilt, well),
            also(
                red(
                    "Cells",
                    r"::error file=snippets/threads/lost_update\.\w+,line=\d+,.*one line too many",
                    r"Repeat it with `make matrix ON=3\.14`",
                ),
                red("All green", r"::error::not every job succeeded: .*failure"),
                red("Merge", r"threads/lost_update on linux, Python 3\.14, \w+: failed"),
            ),
        ),
        "red-is-not-published": Case(
            "push",
            publish,
            (),
            every(few, spoilt),
            also(red("Cells", "one line too many"), unpublished),
        ),
        "leaked-child": Case(
            "pull_request",
            check,
            CELLS,
            every(
                few,
                swap("snippets/threads/lost_update.py", r"(?<=def main\(\) -> None:\n)", LEAK),
            ),
            red("Cells", r"::error file=snippets/threads/lost_update\.py,.*(left|behind|alive)"),
        ),
        "dead-link": Case(
            "pull_request",
            check,
            ("-j", "site"),
            every(few, swap("docs/index.md", r"\Z", "\n[gone](threads/gone.md)\n")),
            red(
                "Site",
                r"::error file=docs/index\.md,line=\d+,.*threads/gone\.md",
                r"Repeat it with `make site`",
            ),
        ),
        "dead-external-link": Case(
            "schedule",
            weekly,
            asked_here(port),
            every(here, dead, strayed, none, untried, few),
            also(
                red(
                    "External links",
                    r"::error file=docs/index\.md,line=\d+,.*answers 404",
                    r"actions/checkout is pinned to 0{40}, and its tag v[\d.]+ is \w{40}",
                ),
                asked(dict.fromkeys((*OBSERVED, "scheduled-failure"), OPENS)),
            ),
        ),
        "unpinned-action": Case(
            "pull_request",
            check,
            TEST,
            swap(check, r"checkout@3d3c\w+ # v[\d.]+", "checkout@v7"),
            red(
                "Test", r"::error file=\.github/workflows/check\.yml,line=\d+,.*actions/checkout@v7"
            ),
        ),
        "missing-permissions": Case(
            "pull_request",
            check,
            TEST,
            swap(check, r"(?m)^permissions: \{\}\n", ""),
            red(
                "Test", r"::error file=\.github/workflows/check\.yml,line=\d+,.*`permissions: \{\}`"
            ),
        ),
    }


# Whose turn it is


def due(known: dict[str, Case], day: int, edited: list[str]) -> list[str]:
    """The runs of a day, and those that are about one of these files."""
    about_all = any(file.startswith(ABOUT) for file in edited)
    shared = {name for share in SHARES for name in share}
    at_once = {name for name in shared if about_all or known[name].workflow in edited}
    names = {*DAILY, *SHARES[day % len(SHARES)], KINDS[day % len(KINDS)], *at_once}
    return [name for name in known if name in names]


def edited_lately() -> list[str]:
    """What the last commit changed, and what was edited since, as `make test` asks for it."""
    sys.path.insert(0, str(ROOT))
    from tests.plugins.edits import changed, committed

    return [*(committed(ROOT) or []), *(changed(ROOT) or [])]


# Running


def copy(folder: Path, before: Callable[[Path], None], edit: Callable[[Path], None]) -> Path:
    """A repository of what git does not ignore here, with the edit as its second commit."""
    names = call(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT)
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    author = ["-c", "user.name=drill", "-c", "user.email=drill@example.org"]
    git = ["git", *author, "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"]
    call(["git", "init", "--quiet", "--initial-branch=main"], folder)
    for message in ("The tree", "The change"):
        (edit if message == "The change" else before)(folder)
        call([*git, "add", "--all"], folder)
        call([*git, "commit", "--quiet", "--allow-empty", "--message", message], folder)
    return folder


def call(words: list[str], folder: Path) -> str:
    """A command of ours: what it prints; raises if it fails."""
    done = subprocess.run(
        words, cwd=folder, check=True, capture_output=True, text=True, timeout=QUICK
    )
    return done.stdout


def pythons(folder: Path) -> dict[str, str]:
    """Lay out the interpreters of ``$PYTHONS`` as the stand-in for setup-python looks for them.

    Without ``$PYTHONS`` those unpacked in ``~/.local/share/cpython`` are taken.
    """
    question = (
        "import sys, sysconfig; print('%d.%d' % sys.version_info[:2]"
        " + ('t' if sysconfig.get_config_var('Py_GIL_DISABLED') else ''))"
    )
    unpacked = Path.home().glob(".local/share/cpython/*/bin/python3.[0-9]*[0-9t]")
    named = os.environ.get("PYTHONS") or os.pathsep.join(map(str, sorted(unpacked)))
    found = {}
    for path in filter(None, named.split(os.pathsep)):
        tag = call([path, "-c", question], ROOT).strip()
        place = folder / tag / "bin" / f"python{tag}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.symlink_to(path)
        found[tag] = path
    return found


def act(case: Case, tags: list[str], scratch: Path, interpreters: Path) -> Run:
    """Run the workflow of a case in a copy."""
    artifacts, gh = scratch / "artifacts", scratch / "gh.log"
    artifacts.mkdir(parents=True)
    gh.touch()
    tree = copy(scratch / "tree", every(*case.before, required(tags)), case.edit)
    pins = (tree / ".github" / "actions.toml").read_text(encoding="utf-8")
    ref = re.search(r'\["actions/attest"\]\n.*\ncommit = "(\w+)"', pins)
    stand_in = tree / ".ci" / "stand-ins" / "attest"
    words = ["bash", str(ACT), case.event, case.workflow, "--rm", "--concurrent-jobs", "1"]
    words += ["--action-cache-path", str(scratch / "act"), "--env", f"GH_LOG={gh}"]
    words += ["--local-repository", f"actions/attest@{ref[1] if ref else ''}={stand_in}"]
    for key, values in (("os", ["ubuntu-24.04", "ubuntu-latest"]), ("python", tags)):
        words += [word for value in values for word in ("--matrix", f"{key}:{value}")]
    variables = {"LOCAL_ARTIFACTS": str(artifacts)}
    if any(interpreters.iterdir()):
        variables["LOCAL_PYTHONS"] = str(interpreters)
    with (scratch / "log").open("w+", encoding="utf-8", errors="replace") as log:
        process = subprocess.Popen(
            [*words, *case.options],
            cwd=tree,
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status: int | None = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            end(process, str(artifacts))
        log.seek(0)
        text = re.sub(r"\x1b\[[0-9;]*m", "", log.read())
    return Run(status, text, artifacts, gh.read_text(encoding="utf-8"))


def end(process: subprocess.Popen[bytes], mark: str) -> None:
    """End what is left of a run: its group, and every process that carries its mark."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if f"LOCAL_ARTIFACTS={mark}\0".encode() in entry.read_bytes():
                os.kill(int(entry.parent.name), signal.SIGKILL)


def processor() -> float:
    """Seconds of processor that everything took which was run from here and has ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def tail(log: str, most: int = 60) -> str:
    """The end of a log: what steps printed and how they failed, less what act says of itself."""
    lines = [line for line in log.splitlines() if re.match(r"\[[^]]+\] +(\||❌|❗)", line)]
    return "\n".join(lines[-most:])


def main() -> int:
    """Run the cases; 0 if each did as expected."""
    parser = argparse.ArgumentParser(prog="python3 .ci/workflows.py", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--list", action="store_true", help="name the runs, and whose turn it is")
    parser.add_argument("--all", action="store_true", help="leave none to another day")
    parser.add_argument("--day", type=int, metavar="N", help="the turn of that day")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep logs and artifacts there")
    options = parser.parse_args()
    day = datetime.date.today().toordinal() if options.day is None else options.day
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no run is left behind
    with server() as port, tempfile.TemporaryDirectory(prefix="workflows-") as folder:
        known = cases(port)
        todays = list(known) if options.all else due(known, day, edited_lately())
        if options.list:
            print("\n".join(name + f"  (day {day})" * (name in todays) for name in known))
            return 0
        if not ACT.is_file():
            print(f"workflows: set ACT; there is no {ACT}: nothing was run", file=sys.stderr)
            return 2
        if unknown := set(options.names) - set(known):
            parser.error(f"no such run: {', '.join(sorted(unknown))}")
        scratch = options.keep.resolve() if options.keep else Path(folder)
        interpreters = Path(folder) / "pythons"
        interpreters.mkdir()
        here = pythons(interpreters)
        failed = []
        names = options.names or todays
        for name in names:
            case, begun, used = known[name], time.monotonic(), processor()
            run: Run | None = None
            tags = [tag for tag in case.python if tag in here] or list(case.python[:1])
            shutil.rmtree(scratch / name, ignore_errors=True)
            try:
                run = act(case, tags, scratch / name, interpreters)
                wrong = list(case.expect(run))
            except Surprise as surprise:
                wrong = [str(surprise)]
            except (OSError, ValueError, LookupError, subprocess.SubprocessError) as error:
                wrong = [f"{type(error).__name__}: {error}"]
            if run and name == "publish" and (ran := run.artifacts / "ran" / "ran.json").is_file():
                RAN.append(ran.read_bytes())
            seconds = f"{time.monotonic() - begun:.0f} s, {processor() - used:.0f} s of processor"
            words = "as expected" if not wrong else "NOT AS EXPECTED"
            print(f"{name} (Python {', '.join(tags)}): {words}, {seconds}", flush=True)
            if wrong:
                failed.append(name)
                print("\n".join(f"  {line}" for line in wrong))
                print(tail(run.log) if run else "", flush=True)
            if not options.keep:
                shutil.rmtree(scratch / name, ignore_errors=True)
    print(f"{len(names) - len(failed)} passed, {len(failed)} failed")
    if not options.names and (left := [name for name in known if name not in names]):
        print(
            f"{', '.join(left)} have their turn on another day; this was day {day}:"
            " name them, or run all with --all"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
