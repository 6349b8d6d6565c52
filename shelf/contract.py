"""What each engine answered to each claim about an Executor: ``snippets/contract.json``.

For each engine and Python it holds what came: `HOLDS`, `DEPARTS` or
`NOT_ASKED`, with words from the run.  An answer belongs to its claim and a run
to its engine as they were: both carry digests, and what is of another digest
counts as not asked.

The claims stand in recorder/inside/, and are read here as text.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, field, replace
from functools import cache
from pathlib import Path

from packaging.version import Version

from shelf.lock import lock_of, versions
from shelf.sample import ROOT
from shelf.seal import seal_of
from shelf.wrong import Wrong

NAME = "snippets/contract.json"
INSIDE = ROOT / "recorder" / "inside"
#: Where the claims stand, and what puts them.
CLAIMS = ("clauses.py", "endings.py")
ASKING = ("asking.py", "asker.py")
ENGINES_FILE = "engines.py"
HOLDS, DEPARTS, NOT_ASKED = "holds", "departs", "does not ask"
CAME = (HOLDS, DEPARTS, NOT_ASKED)
#: What helps where the file cannot be read.
AGAIN = "remove it, then make contract"


class ContractError(Wrong):
    """A record of answers that cannot be read."""


class UnknownEngine(Wrong):
    """An engine that there is not; says which name comes near."""


@dataclass(frozen=True)
class Engine:
    """One engine: its name in recorder/inside/engines.py, how a page calls it, its packages.

    ``library`` is whether it belongs to the standard library, ``gate`` whether
    an answer that differs stops anything.
    """

    name: str
    title: str
    packages: tuple[str, ...] = ()
    gate: bool = True

    @property
    def library(self) -> bool:
        return not self.packages

    def lock(self, root: Path = ROOT) -> Path | None:
        """The lock of its packages."""
        return lock_of(root, self.packages)

    @property
    def releases(self) -> dict[str, str]:
        """Its packages, each with the version that the lock holds."""
        lock = self.lock()
        return versions(lock, self.packages) if lock else {}

    @property
    def digest(self) -> str:
        """Names the state of the engine and of what puts claims to it."""
        return _digest(self.name, tuple(self.releases.items()))


ENGINES = (
    Engine("thread", "threads"),
    Engine("process-fork", "processes, fork"),
    Engine("process-forkserver", "processes, forkserver"),
    Engine("process-spawn", "processes, spawn"),
    Engine("interpreters", "interpreters"),
    Engine("loky", "loky", ("loky",)),
    Engine("pebble", "Pebble", ("pebble",), gate=False),
    Engine("mpi", "MPI, MPICH", ("mpi4py", "mpich")),
    Engine("mpi-open", "MPI, Open MPI", ("mpi4py", "openmpi")),
    Engine("dask", "Dask", ("distributed",)),
    Engine("dask-apart", "Dask, apart", ("distributed",)),
    Engine("ray", "Ray", ("ray",), gate=False),
)


@cache
def _digest(name: str, releases: tuple[tuple[str, str], ...]) -> str:
    text = (INSIDE / ENGINES_FILE).read_text(encoding="utf-8")
    first = name.partition("-")[0]
    parts = [
        ast.get_source_segment(text, node) or ""
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.name.lower() in (first, name.replace("-", "_"))
    ]
    parts += [(INSIDE / file).read_text(encoding="utf-8") for file in ASKING]
    return hashlib.sha256("\0".join([*parts, repr(releases)]).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Clause:
    """One claim: the name of its function, its sentence, and its code without that."""

    name: str
    sentence: str
    code: str

    @property
    def digest(self) -> str:
        """Names its state."""
        return hashlib.sha256(self.code.encode()).hexdigest()[:8]


@cache
def clauses() -> dict[str, Clause]:
    """Every claim by name, in the order in which they stand."""
    found = {}
    for file in CLAIMS:
        text = (INSIDE / file).read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and (said := ast.get_docstring(node)):
                code = ast.get_source_segment(text, node) or ""
                found[node.name] = Clause(node.name, " ".join(said.split()), code)
    return found


@dataclass(frozen=True)
class Answer:
    """What came, in which words, and the digest of the claim that it is an answer to."""

    came: str
    said: str = ""
    of: str = ""


@dataclass(frozen=True)
class Asked:
    """What one engine answered on one Python."""

    engine: str
    python: str
    version: str
    system: str
    packages: dict[str, str]
    digest: str
    answers: dict[str, Answer]
    seal: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[int, str, Version, bool]:
        """Its place in the file: by engine, system and Python."""
        order = [one.name for one in ENGINES]
        at = order.index(self.engine) if self.engine in order else len(order)
        return at, self.system, Version(self.python.removesuffix("t")), self.python.endswith("t")


def read(path: Path = ROOT / NAME) -> list[Asked]:
    """Every run of the record at `path`; none where there is no file."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return [
            Asked(**{**run, "answers": {n: Answer(*a) for n, a in run["answers"].items()}})
            for run in record["runs"]
        ]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise ContractError(f"no record of answers ({why})", where=path, cure=AGAIN) from None


def torn(runs: Iterable[Asked]) -> list[Asked]:
    """The runs that are not as they were written."""
    return [run for run in runs if run.seal != _seal(run)]


def _seal(run: Asked) -> str:
    return seal_of([run.engine], asdict(run))


def write(runs: Iterable[Asked], path: Path = ROOT / NAME) -> None:
    """Write runs in a form in which a change of one answer is a change of one line."""
    blocks = []
    for run in sorted(runs, key=lambda one: one.key):
        facts = {name: value for name, value in asdict(run).items() if name != "answers"}
        facts["seal"] = run.seal or _seal(run)
        lines = [
            f"      {json.dumps(name)}: {json.dumps([*astuple(one)], ensure_ascii=False)}"
            for name, one in run.answers.items()
        ]
        head = json.dumps(facts)[:-1]
        blocks.append(f'    {head}, "answers": {{\n' + ",\n".join(lines) + "\n    }}")
    text = '{\n  "schema": 1,\n  "runs": [\n' + ",\n".join(blocks) + "\n  ]\n}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def current(runs: Iterable[Asked]) -> list[Asked]:
    """Those of the engines as they are now, with the answers to the claims as they are now."""
    known = {engine.name: engine.digest for engine in ENGINES}
    claims = {name: clause.digest for name, clause in clauses().items()}
    return [
        replace(run, answers={n: a for n, a in run.answers.items() if claims.get(n) == a.of})
        for run in runs
        if known.get(run.engine) == run.digest
    ]


def update(path: Path, fresh: Asked) -> bool:
    """Put one run into the file at `path`; whether anything is new.

    Where the same came, the words stay that are there: an engine may put them
    otherwise each time.
    """
    runs = {(run.system, run.engine, run.python): run for run in read(path)}
    key = fresh.system, fresh.engine, fresh.python
    old = runs.get(key)
    if old and old.digest == fresh.digest:
        same = {
            name: old.answers[name]
            for name, one in fresh.answers.items()
            if name in old.answers and replace(old.answers[name], said="") == replace(one, said="")
        }
        fresh = replace(fresh, answers=fresh.answers | same)
        if old == fresh:
            return False
    runs[key] = fresh
    write(runs.values(), path)
    return True
