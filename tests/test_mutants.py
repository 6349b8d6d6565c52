"""Nothing can be taken away from a program unnoticed: the record, and a share of it each day."""

from __future__ import annotations

import ast
import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import ROOT, Sample, find
from shelf.fault import Fault
from shelf.mutants import NAME
from shelf.trials import digest
from tests.checks.programs import halves, mutated, weakened
from tests.checks.programs.use import UNCONVERTED
from tests.checks.work.messages import no
from tests.mutants.catch import Copies, Subject
from tests.mutants.make import OPERATORS, made_of
from tests.mutants.tree import mutants

GUARD = '\n\nif __name__ == "__main__":\n    main()\n'
#: What each operator makes of a line.
MAKES = {
    "with": ("with lock:\n        work()", "if True:"),
    "lock": ("lock.acquire()", "pass"),
    "join": ("thread.join()", "pass"),
    "end": ("pool.shutdown()", "pass"),
    "finally": ("try:\n        work()\n    finally:\n        done()", "pass"),
    "limit": ("ready.wait(10)", "ready.wait(None)"),
    "guard": ("if late:\n        return", "if False:"),
    "again": ("while empty():\n        bell.wait(1)", "if empty():"),
    "sentinel": ("todo.put(None)", "pass"),
    "task_done": ("todo.task_done()", "pass"),
    "tell": ("bell.notify_all()", "bell.notify()"),
    "await": ("await work()", "work()"),
    "daemon": ("Thread(target=work).start()", "Thread(target=work, daemon=True).start()"),
    "except": ("try:\n        work()\n    except OSError:\n        pass", "except BaseException:"),
    "raise": ("raise OSError", "pass"),
    "submit": ("one = pool.submit(work, 1)", "one = _now(work, 1)"),
    "method": ('get_context("spawn")', 'get_context("fork")'),
    "at least": ("size = max(1, cores)", "size = cores"),
    "is": ("same = one is other", "same = one == other"),
    "barrier": ("gate = Barrier(2)", "gate = Barrier(2 + 1)"),
    "constant": ("votes = 3", "votes = 4"),
    "yes": ("whole = True", "whole = False"),
    "comparison": ("less = one < other", "less = one <= other"),
    "logic": ("both = one and other", "both = ((one) or (other))"),
    "arithmetic": ("total = one + other", "total = one - other"),
    "return": ("return total", "return None"),
}
PROGRAM = '''"""Two threads deposit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread


class Account:
    def __init__(self) -> None:
        self.balance, self.lock = 0, Lock()

    def deposit(self, amount: int) -> None:
        with self.lock:
            balance = self.balance
            self.balance = balance + amount


def main() -> None:
    account, ready = Account(), Event()
    clerk = Thread(target=ready.set)
    clerk.start()
    if not ready.wait(10):
        raise TimeoutError("no clerk")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(account.deposit, [10, 10]))
    clerk.join()
    print(account.balance)


if __name__ == "__main__":
    main()
'''
#: Who notices what is done to it: an operator, a word of the line, and who it is.
NOTICED = [
    ("with", "with self.lock:", "meeting"),
    ("with", "with ThreadPoolExecutor(2) as pool:", "account"),
    ("join", "clerk.join()", "account"),
    ("daemon", "clerk = Thread(target=ready.set)", "account"),
    ("submit", "list(pool.map(account.deposit, [10, 10]))", "account"),
    ("limit", "if not ready.wait(10):", "account"),
    ("guard", "if not ready.wait(10):", "late"),
    ("raise", 'raise TimeoutError("no clerk")', "late"),
    ("arithmetic", "self.balance = balance + amount", "output"),
]


@pytest.mark.parametrize("check", [*mutated.CHECKS, *halves.CHECKS, *weakened.CHECKS])
def test_what_is_taken_away_is_missed(check: Callable[[Path], list[Fault]]) -> None:
    """The record is of today's programs, and what nobody notices has its reason."""
    no(check(ROOT))


def test_a_share_of_the_mutants_is_noticed(interpreter: Interpreter) -> None:
    """Some mutants of the record, other ones each day, are noticed when they are made again."""
    no(mutated.a_share_is_noticed(ROOT, interpreter))


def test_a_share_of_the_accounts_is_so(interpreter: Interpreter) -> None:
    """Some programs, other ones each day, end all that they begin, and begin what is on record."""
    wanted = mutated.asked(ROOT, datetime.date.today())

    no(mutated.accounts_are_so(ROOT, wanted, interpreter))


@pytest.mark.parametrize("operator", OPERATORS)
def test_each_operator_makes_its_change(operator: str) -> None:
    """And nothing that is no program."""
    line, now = MAKES[operator]
    word = "async def" if operator == "await" else "def"
    source = f"{word} main():\n    {line}{GUARD}"

    assert now in [one.now for one in mutants(source, {operator: OPERATORS[operator]})]


def test_what_says_how_long_and_how_many_is_left_alone() -> None:
    """The limit is taken whole, the use drill changes the workers, and the guard has its rule."""
    source = f"LIMIT = 10\nWORKERS = 2\ndef main():\n    sleep(1)\n    Pool(4){GUARD}"

    assert mutants(source, {name: OPERATORS[name] for name in ("constant", "comparison")}) == []


def test_what_removes_the_files_of_others_is_left_alone() -> None:
    """The other side of one comparison once removed the interpreter that ran it."""
    mpi = find("engines/totals_mpi")
    (unname,) = [
        node
        for node in ast.parse(mpi.source).body
        if isinstance(node, ast.FunctionDef) and "/proc/self/maps" in ast.unparse(node)
    ]

    lines = [one.line for one in made_of(mpi)]
    assert lines
    assert not [line for line in lines if unname.lineno <= line <= (unname.end_lineno or 0)]


@pytest.fixture
def subject(program: Callable[..., Sample], interpreter: Interpreter, tmp_path: Path) -> Subject:
    """A program that proves what it says, and whoever notices changes of it."""
    sample = program(PROGRAM, transcript="20\n")
    return Subject(sample, interpreter, Copies(tmp_path, 0))


@pytest.mark.parametrize(("operator", "was", "who"), NOTICED)
def test_each_notices_what_it_is_for(subject: Subject, operator: str, was: str, who: str) -> None:
    """What the output does not tell, the account, a late wait or a meeting does."""
    made = [one for one in made_of(subject.sample) if (one.operator, one.was) == (operator, was)]

    assert subject.caught(made[0]) == who


def test_a_wait_that_nobody_ends_is_told(subject: Subject) -> None:
    """It comes to the same, after the whole of its limit."""
    waits = '    if not ready.wait(10):\n        raise TimeoutError("no clerk")'
    late = PROGRAM.replace("target=ready.set", "target=ready.is_set")
    assert waits in late
    told = "a wait that took its whole limit"

    assert told in subject.account_of(late.replace(waits, "    ready.wait(5)"))
    assert told not in subject.accounts


def test_the_stage_of_another_topic_comes_along(interpreter: Interpreter, tmp_path: Path) -> None:
    """Without it each mutant would end at once, and the output would tell of it."""
    subject = Subject(find("engines/totals_loky"), interpreter, Copies(tmp_path, 0))

    with subject.changed(subject.sample.source) as sample:
        assert sample.stage and sample.stage.is_file()


def record(
    sample: Sample, did: dict[str, dict[str, str]], *survived: list[str], python: str = "3.11"
) -> None:
    """Put mutants of a program on record."""
    entry = {"digest": digest(sample), "date": "2026-11-29", "did": did, "account": []}
    entry["survived"] = list(survived)
    runs = [{"python": python, "system": "linux", "programs": {sample.stem: entry}}]
    text = json.dumps({"schema": 1, "runs": runs, "news": []})
    (sample.root / NAME).write_text(text, encoding="utf-8")


def test_what_nobody_notices_needs_a_reason(program: Callable[..., Sample]) -> None:
    """And a reason needs something that nobody notices."""
    sample = program(PROGRAM)
    (fault,) = mutated.each_mutant_is_noticed(sample.root)
    assert "holds no mutants of it as it is now" in fault.what

    record(sample, {"yes": {"nobody": "27"}}, ["yes", "27", "a = True", "a = False"])
    (fault,) = mutated.each_mutant_is_noticed(sample.root)
    assert fault.where == "snippets/threads/subject.py:27"
    assert "at line 27 `a = True` becomes `a = False`" in fault.what

    reasons = sample.root / mutated.REASONS
    reasons.parent.mkdir()
    reasons.write_text('[[mutants]]\noperators = ["yes"]\nwas = "a = .*"\nwhy = "none"\n')
    (sample.root / UNCONVERTED).write_text("mutants = []\n")
    assert not mutated.each_mutant_is_noticed(sample.root)
    assert not mutated.reasons_are_needed(sample.root)

    record(sample, {"yes": {"output": "27"}})
    (fault,) = mutated.reasons_are_needed(sample.root)
    assert "has the reason 'none'" in fault.what


def test_what_a_header_shows_is_one_statement(program: Callable[..., Sample]) -> None:
    """It is there, it is taken away with the other mutants, and something differs then."""
    header = "# /// script\n# [tool.sample]\n# shows = [{says = 'it', without = '%s'}]\n# ///\n"
    sample = program(header % "with self.key:" + PROGRAM)
    (fault,) = mutated.what_is_shown_is_noticed(sample.root)
    assert "'with self.key:', and no statement is that" in fault.what

    sample = Sample(program(header % "with self.lock:" + PROGRAM).root, sample.stem)
    (made,) = [one for one in made_of(sample) if one.operator == "shows"]
    assert made.now.endswith("if True:")
    record(sample, {"shows": {"nobody": made.place}}, ["shows", made.place, "", ""])
    (fault,) = mutated.what_is_shown_is_noticed(sample.root)
    assert "without what its header names it does the same" in fault.what
    assert fault.where.endswith(f":{made.place}")


def test_a_lock_that_only_a_meeting_misses_is_declared(program: Callable[..., Sample]) -> None:
    """Or the lock and its line in the record could go together."""
    sample = program(PROGRAM)
    record(sample, {"with": {"meeting": "12", "account": "23"}})

    (fault,) = mutated.a_meeting_is_declared(sample.root)
    assert "does not name 'with self.lock:'" in fault.what

    header = "# /// script\n# [tool.sample]\n# shows = [{says = 'it', without = '%s'}]\n# ///\n"
    sample = program(header % "with self.lock:" + PROGRAM)
    record(sample, {"with": {"meeting": "16", "account": "27"}})
    assert mutated.a_meeting_is_declared(sample.root) == []


def test_what_is_left_to_the_interpreter_is_told(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """A thread that nobody joins, and another number of threads than the record has."""
    sample = program(PROGRAM.replace("    clerk.join()\n", ""), transcript="20\n")
    record(sample, {}, python=interpreter.tag)
    left, other = mutated.accounts_are_so(sample.root, [sample], interpreter)

    assert "leaves to the interpreter: a thread that nobody joined" in left.what
    assert "1 threads begun" in other.what


def test_the_share_turns_with_the_day(program: Callable[..., Sample]) -> None:
    """Two days differ, and what hangs or takes tests is left to `make mutants`."""
    sample = program(PROGRAM)
    places = ", ".join(str(line) for line in range(1, 60))
    record(sample, {"yes": {"output": places, "end": "70", "test": "71"}})
    days = [datetime.date(2026, 1, day) for day in (1, 2)]
    one, two = (mutated.share(sample.root, "3.11", day) for day in days)

    assert one == mutated.share(sample.root, "3.11", days[0]) != two
    assert not {place for _, _, place in one + two} & {"70", "71"}


def test_a_pair_that_differs_in_all_is_told(
    program: Callable[..., Sample], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one that differs in its cure, or has a reason, is not; each reason is needed."""
    sample = program(PROGRAM)
    program(PROGRAM.replace("with self.lock:", "if True:"), stem="threads/subject_broken")
    assert not halves.pairs_are_close(sample.root)

    lines = "".join(f"    print({number})\n" for number in range(40))
    program(f"def main() -> None:\n{lines}{GUARD}", stem="threads/subject_broken")
    (fault,) = halves.pairs_are_close(sample.root)
    assert "lines differ from threads/subject, at most" in fault.what

    for lines, told in ((40, []), (41, ["only 40 lines differ, and 41 may"])):
        monkeypatch.setitem(halves.WIDER, "threads/subject_broken", (lines, halves.TOOL))
        assert [fault.what for fault in halves.pairs_are_close(sample.root)] == told
