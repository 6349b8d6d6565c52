"""Programs with packages: their locks, their environments, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.cell import HELPED, natural_cell, observe, runs_on
from recorder.pythons import environments
from recorder.pythons.environments import reason
from recorder.pythons.interpreters import Interpreter
from shelf import HeaderError, Sample
from shelf.sample import digest

PACKAGED = '# /// script\n# dependencies = ["Requests>=2", "tqdm"]\n# ///\n"""Shows."""\n'
STAGED = (
    '# /// script\n# [tool.sample]\n# stage = "table"\n# status = {status}\n# ///\n"""Shows."""\n'
)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            "cause: Because orjson==3.13.0 has no usable wheels and you require orjson==3.13.0,"
            " we can conclude that your requirements are unsatisfiable.",
            "no wheel of orjson",
        ),
        (
            "Because psycopg-binary{implementation_name != 'pypy'}==3.3.9 has no wheels with a"
            " free-threading compatible ABI tag and you require it",
            "no wheel of psycopg-binary",
        ),
        (
            "Because orjson was not found in the cache\n\nhint: Packages were unavailable because"
            " the network was disabled.",
            "no network, and its packages are not in the cache",
        ),
        (
            "cause: error sending request for url (https://example.org/simple/)\n"
            "cause: tcp connect error",
            "no network, and its packages are not in the cache",
        ),
        ("error: hash mismatch", "its packages do not install: error: hash mismatch"),
    ],
    ids=[
        "no wheel",
        "no wheel under a condition",
        "not in the cache",
        "no network",
        "anything else",
    ],
)
def test_why_packages_cannot_be_had(said: str, why: str) -> None:
    """It is read from what the package client says, and goes into the matrix in a few words."""
    assert reason(said) == why


def test_a_package_without_a_hash_is_not_installed(
    interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that names one is refused before anything is fetched."""
    monkeypatch.setattr(environments, "HOME", tmp_path / "programs")

    with pytest.raises(environments.NoEnvironment, match=r"(?i)hash"):
        environments._python("idna==3.10\n", interpreter)


def test_a_lock_is_named_for_its_set(program: Callable[..., Sample]) -> None:
    """Programs that name the same packages share it; its versions are told beside each."""
    sample = program(PACKAGED, "jobs/packaged")
    lock = sample.lock

    assert lock is not None
    assert lock.relative_to(sample.root).as_posix() == "snippets/locks/requests+tqdm.txt"
    assert sample.packages == {}
    lock.parent.mkdir()
    lock.write_text("idna==3.1 \\\n    --hash=sha256:0\nrequests==2.34.1 \\\n    --hash=sha256:0\n")
    assert sample.packages == {"Requests": "2.34.1"}
    assert program('"""Shows."""\n', "jobs/plain").lock is None


def test_a_page_shows_the_packages_and_not_our_own_keys(program: Callable[..., Sample]) -> None:
    """The reader's tool reads the first; the others tell nobody anything."""
    own = '# [tool.sample]\n# stage = "table"\n# [tool.sample.variants.older]\n# python = "<3.12"\n'
    sample = program(PACKAGED.replace('# ///\n"', f'{own}# ///\n"'), "jobs/packaged")

    assert sample.header.stage == "table"
    assert sample.shown == PACKAGED


def test_a_program_without_its_lock_is_not_run(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """And the words say how to make it."""
    sample = program(PACKAGED, "jobs/packaged")

    why = runs_on(sample, interpreter, natural_cell(sample.header, interpreter))

    assert why == "there is no snippets/locks/requests+tqdm.txt: python -m recorder lock"


def test_lock_and_stage_belong_to_the_digest(program: Callable[..., Sample]) -> None:
    """A new release of a package, or another counterpart, makes the runs of before stale."""
    source = PACKAGED.replace('# ///\n"', '# [tool.sample]\n# stage = "table"\n# ///\n"')
    sample = program(source, "jobs/packaged")
    digests = [digest(sample)]
    for path in (sample.lock, sample.stage):
        assert path is not None
        path.parent.mkdir(parents=True)
        path.write_text("one")
        digests.append(digest(sample))
        path.write_text("two")
        digests.append(digest(sample))

    assert len(set(digests)) == 5


def test_a_stage_of_another_topic_has_its_name_before_it(program: Callable[..., Sample]) -> None:
    """A program of one topic stands beside what another topic's programs have."""
    own = program(STAGED.format(status=0), "jobs/staged")
    lent = program(STAGED.format(status=0).replace('"table"', '"jobs/table"'), "threads/staged")

    assert own.stage == lent.stage == own.path.parent / "stages" / "table.py"


def staged(program: Callable[..., Sample], source: str, status: int = 0) -> Sample:
    """A program, and a stage that lays a file beside it."""
    sample = program(STAGED.format(status=status) + source, "jobs/staged")
    stage = sample.stage
    assert stage is not None
    stage.parent.mkdir(parents=True, exist_ok=True)
    stage.write_text(
        "from pathlib import Path\n\n\ndef stage():\n    Path('soup').write_text('hot')\n"
        "    yield\n    print('cleared', flush=True)\n"
    )
    return sample


@pytest.mark.parametrize(
    ("source", "text", "ending"),
    [
        ("print(open('soup').read())", "hot\ncleared\n", "exit status 0"),
        (
            "import sys\nprint('bar', file=sys.stderr)\nsys.exit(1)",
            "cleared\n",
            "exit status 1",
        ),
        (
            "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)",
            "cleared\n",
            "killed by SIGTERM",
        ),
    ],
    ids=["a file", "progress is no part of it", "a signal"],
)
@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such signals")
def test_a_stage_stands_beside_the_program(
    program: Callable[..., Sample],
    interpreter: Interpreter,
    source: str,
    text: str,
    ending: str,
) -> None:
    """It is set up before the program, taken down after it, and ends as that does."""
    sample = staged(program, source)

    seen = observe(sample, interpreter, natural_cell(sample.header, interpreter))

    assert (seen.text, seen.ending) == (text, ending)


def test_a_stage_sets_the_environment(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """What it starts may be found by a variable, as a server's socket is."""
    sample = staged(program, "import os\nprint(os.environ['SOUP'])")
    text = sample.stage.read_text() if sample.stage else ""
    assert sample.stage is not None
    sample.stage.write_text(
        f"import os\n{text}".replace("    yield", "    os.environ['SOUP'] = 'pea'\n    yield")
    )

    seen = observe(sample, interpreter, natural_cell(sample.header, interpreter))

    assert seen.text.startswith("pea\n"), seen.text


def test_a_stage_says_what_this_machine_lacks(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """In one line, with what to install; the program is not run then, and on CI that is a fault."""
    sample = staged(program, "print('served')")
    cell = natural_cell(sample.header, interpreter)
    assert runs_on(sample, interpreter, cell) == ""
    assert sample.stage is not None
    words = "no kitchen here: install kitchen"
    sample.stage.write_text(f"def missing():\n    return '{words}'\n")

    assert runs_on(sample, interpreter, cell) == words
    assert HELPED.search(words)
    assert HELPED.search(reason("tcp connect error")) and not HELPED.search("no wheel of orjson")


def test_an_error_on_a_stage_is_seen(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """Whatever the exit status, a traceback is shown."""
    sample = staged(program, "raise ValueError('cold')")

    seen = observe(sample, interpreter, natural_cell(sample.header, interpreter))

    assert seen.error == ("ValueError", "cold")


@pytest.mark.parametrize("status", ["256", "-1", "true", '"1"'])
def test_a_status_is_a_small_number(program: Callable[..., Sample], status: str) -> None:
    """What no system can return is refused, with file and line."""
    sample = program(STAGED.format(status=status), "jobs/staged")

    with pytest.raises(HeaderError, match=r"staged\.py:4: tool\.sample\.status is"):
        _ = sample.header
