"""What the page "Set warnings filters and hashes for workers" says and no program shows."""

import os
import subprocess
from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import Sample

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it forks")

TEXT = """
import os, sys, warnings
from multiprocessing import get_context
TOP

def look(sender):
    try:
        warnings.warn("old", UserWarning)
        sender.send("no")
    except UserWarning:
        sender.send("yes")
    sender.send(hash("tea"))

def main():
    START
    print("parent", hash("tea"))
    for method in ("fork", "spawn", "forkserver"):
        context = get_context(method)
        hashes = []
        for _ in range(2):
            ours, theirs = context.Pipe(duplex=False)
            child = context.Process(target=look, args=(theirs,))
            child.start()
            strict = ours.recv() if ours.poll(30) else "-"
            hashes.append(ours.recv() if ours.poll(30) else "-")
            child.join(30)
        print(method, strict, *hashes)

if __name__ == "__main__":
    main()
"""


def rows(
    program: Callable[..., Sample],
    interpreter: Interpreter,
    top: str = "",
    start: str = "pass",
    options: tuple[str, ...] = (),
    **environment: str,
) -> dict[str, list[str]]:
    """What the parent and a child by each method have."""
    path = program(TEXT.replace("TOP", top).replace("START", start)).path
    usual = {name: value for name, value in os.environ.items() if name not in ("PYTHONHASHSEED",)}
    run = subprocess.run(
        [str(interpreter.path), *options, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**usual, **environment},
    )
    assert run.returncode == 0, run.stderr
    return {line.split()[0]: line.split()[1:] for line in run.stdout.splitlines()}


FILTER = 'warnings.simplefilter("error", UserWarning)'


@pytest.mark.parametrize(
    ("how", "forked", "others"),
    [
        ({"options": ("-W", "error::UserWarning")}, "yes", "yes"),
        ({"PYTHONWARNINGS": "error::UserWarning"}, "yes", "yes"),
        ({"start": 'os.environ["PYTHONWARNINGS"] = "error::UserWarning"'}, "no", "yes"),
        ({"start": FILTER}, "yes", "no"),
        ({"top": FILTER}, "yes", "yes"),
    ],
)
def test_which_filters_a_worker_has(
    program: Callable[..., Sample],
    interpreter: Interpreter,
    how: dict[str, object],
    forked: str,
    others: str,
) -> None:
    """By each way to set one, and each start method."""
    seen = rows(program, interpreter, **how)  # type: ignore[arg-type]

    assert seen["fork"][0] == forked
    assert seen["spawn"][0] == seen["forkserver"][0] == others


def test_the_hash_of_a_text(program: Callable[..., Sample], interpreter: Interpreter) -> None:
    """The parent's after a fork, another one in each spawned child, one for a fork server's."""
    seen = rows(program, interpreter)
    (parent,) = seen["parent"]
    first, second = seen["spawn"][1:]

    assert seen["fork"][1:] == [parent, parent]
    assert len({parent, first, second}) == 3
    one, other = seen["forkserver"][1:]
    assert one == other != parent


def test_a_seed_for_all(program: Callable[..., Sample], interpreter: Interpreter) -> None:
    """Set before the program starts it holds everywhere; set in it, not in the parent."""
    seen = rows(program, interpreter, PYTHONHASHSEED="7")
    values = {value for row in seen.values() for value in row} - {"yes", "no"}
    assert len(values) == 1

    late = rows(program, interpreter, start='os.environ["PYTHONHASHSEED"] = "7"')
    assert set(late["spawn"][1:]) == values
    assert late["parent"] == late["fork"][1:2] != list(values)


def test_a_deprecation_is_shown_in_main_alone(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """A spawned child has the file under another name; `-W default` shows it there too."""
    path = program("""
import warnings
from multiprocessing import get_context

def old():
    warnings.warn("old", DeprecationWarning)

if __name__ == "__main__":
    old()
    child = get_context("spawn").Process(target=old)
    child.start()
    child.join(30)
""").path
    counts = [
        subprocess.run(
            [str(interpreter.path), *options, str(path)], capture_output=True, text=True, timeout=60
        ).stderr.count("DeprecationWarning: old")
        for options in ((), ("-W", "default"))
    ]

    assert counts == [1, 2]


def test_every_deprecation_as_an_error(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """Since 3.15 the traceback of a spawned child raises another one."""
    path = program("""
import warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

def strict():
    warnings.simplefilter("error", DeprecationWarning)

def old():
    warnings.warn("old", DeprecationWarning)

if __name__ == "__main__":
    with ProcessPoolExecutor(1, get_context("spawn"), strict) as pool:
        print(type(pool.submit(old).exception(30)).__name__)
""").path
    run = subprocess.run(
        [str(interpreter.path), str(path)], capture_output=True, text=True, timeout=60
    )
    newest = interpreter.tag == "3.15"

    assert run.stdout.strip() == ("BrokenProcessPool" if newest else "DeprecationWarning")
    assert ("__spec__.loader" in run.stderr) is newest


def test_the_parent_records_no_warning_of_a_worker(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """Each worker warns, by each start method; the parent's record has its own warning alone."""
    path = program("""
import warnings
from multiprocessing import get_context

def warn(name):
    warnings.simplefilter("always")
    with warnings.catch_warnings(record=True) as own:
        warnings.warn(name, UserWarning)
    warnings.warn(name, UserWarning)
    return len(own)

if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with get_context(method).Pool(1) as pool:
                there = pool.apply_async(warn, ["worker"]).get(60)
            warnings.warn("parent", UserWarning)
        print(method, there, *[str(w.message) for w in caught if w.category is UserWarning])
""").path
    run = subprocess.run(
        [str(interpreter.path), str(path)], capture_output=True, text=True, timeout=120
    )

    assert run.stdout.splitlines() == [
        f"{method} 1 parent" for method in ("fork", "spawn", "forkserver")
    ]
