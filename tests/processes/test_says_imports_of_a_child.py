"""What the page on the imports of a child says."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter
from tests.made import typed

(LOAD,) = typed("processes/imports-of-a-child")
METHODS = ["spawn"] if sys.platform == "win32" else ["fork", "spawn", "forkserver"]

#: Modules in folders of their own, and a try that tells what came of it.
MADE = """
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

HERE = Path(__file__).resolve().parent


def make(folder, name):
    (HERE / folder).mkdir(exist_ok=True)
    text = "import os, sys\\ndef work(value=0): return NAME, value\\n".replace("NAME", repr(name))
    (HERE / folder / f"{name}.py").write_text(text)
    return str(HERE / folder)


def tried(call, *args):
    try:
        return call(*args)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:18]}"


def in_child(function, *args):
    with ProcessPoolExecutor(1, mp_context=get_context("METHOD")) as pool:
        return tried(pool.submit(function, *args).result, 60)


def quiet():
    # the workers' tracebacks are not what is asked here
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
"""
BROKEN = "BrokenProcessPool: A process in the p"


@pytest.mark.parametrize("method", METHODS)
def test_the_initializer_loads_what_has_no_path(printed: Callable[[str], str], method: str) -> None:
    """A plug-in from a path, in each worker; only a forked one has it by itself."""
    said = printed(
        LOAD
        + MADE.replace("METHOD", method)
        + """
if __name__ == "__main__":
    import multiprocessing

    multiprocessing.set_start_method("METHOD")
    quiet()
    path = make("far", "plugin") + "/plugin.py"
    print(run("plugin", path, [1, 2]))
    print(in_child(sys.modules["plugin"].work))
""".replace("METHOD", method)
    )

    alone = "('plugin', 0)" if method == "fork" else BROKEN
    assert said.splitlines() == ["[('plugin', 1), ('plugin', 2)]", alone]


@pytest.mark.parametrize("method", METHODS)
def test_what_a_child_is_given(printed: Callable[[str], str], method: str) -> None:
    """Path, arguments, folder; not a `PYTHONPATH` set later, a module or a hook."""
    said = printed(
        MADE.replace("METHOD", method)
        + """
import types


def look():
    here = [Path(path).name for path in sys.path if path.endswith(("added", "later"))]
    hooks = [hook for hook in sys.meta_path if getattr(hook, "mine", False)]
    found = here, sys.argv[1:], Path.cwd().name, bool(hooks), "byhand" in sys.modules
    return found, os.environ.get("PYTHONPATH", "").endswith("later"), __name__


def path():
    return [path for path in sys.path if path.endswith("added")]


if __name__ == "__main__":
    quiet()
    if "METHOD" != "fork":
        in_child(abs, 1)  # a fork server begins now
    sys.path.append(make("added", "wanted"))
    import wanted

    print(in_child(wanted.work, 1))
    sys.argv.append("argument")
    os.environ["PYTHONPATH"] = make("later", "unwanted")
    os.chdir(HERE / "added")
    sys.modules["byhand"] = types.ModuleType("byhand")
    sys.meta_path.append(types.SimpleNamespace(mine=True, find_spec=lambda *a: None))
    print(in_child(look))
    sys.path.append(make("later", "unwanted"))
    import subprocess

    ask = "import sys; print([p[-5:] for p in sys.path if p.endswith(('added', 'later'))])"
    print(subprocess.check_output([sys.executable, "-c", ask], text=True, timeout=60).strip())
    print(in_child(eval, "__import__('sys').path") == sys.path)
""".replace("METHOD", method)
    )

    copied = method == "fork"
    came = ["added"], ["argument"], "added", copied, copied
    name = "__main__" if copied else "__mp_main__"
    assert said.splitlines() == [
        "('wanted', 1)",
        str((came, method != "forkserver", name)),
        "['later']",
        "True",
    ]


@pytest.mark.parametrize("method", METHODS)
def test_too_late_and_relative(printed: Callable[[str], str], method: str) -> None:
    """A worker that runs does not see a path; a relative one means another folder."""
    said = printed(
        MADE.replace("METHOD", method)
        + """
if __name__ == "__main__":
    quiet()
    with ProcessPoolExecutor(1, mp_context=get_context("METHOD")) as pool:
        pool.submit(abs, 1).result(60)
        sys.path.append(make("late", "tardy"))
        import tardy

        print(tried(pool.submit(tardy.work).result, 60))
    make("near", "relative")
    os.chdir(HERE)
    sys.path.append("near")
    import relative

    os.chdir(HERE / "late")
    print(in_child(relative.work))
    os.chdir(HERE)
    print(in_child(relative.work))
""".replace("METHOD", method)
    )

    found = "('relative', 0)"
    moved = found if method == "fork" else BROKEN
    assert said.splitlines() == [BROKEN, moved, found]


@pytest.mark.parametrize("method", [each for each in METHODS if each != "fork"])
def test_a_pool_hangs_and_a_process_ends_with_1(printed: Callable[[str], str], method: str) -> None:
    """The task is gone with the worker, and other workers come."""
    said = printed(
        MADE.replace("METHOD", method)
        + """
import importlib.util
from multiprocessing import TimeoutError


if __name__ == "__main__":
    quiet()
    context = get_context("METHOD")
    spec = importlib.util.spec_from_file_location("plugin", make("far", "plugin") + "/plugin.py")
    plugin = importlib.util.module_from_spec(spec)
    sys.modules["plugin"] = plugin
    spec.loader.exec_module(plugin)
    child = context.Process(target=plugin.work)
    child.start()
    child.join(60)
    print(child.exitcode)
    with context.Pool(1) as pool:
        first = pool._pool[0]
        gone = pool.apply_async(plugin.work)
        told = pool.apply_async(abs, (-3,)).get(60)  # by another one: the first is joined
        print(first.exitcode, told, gone.ready())
        try:
            gone.get(1)
        except TimeoutError:
            print("hangs")
""".replace("METHOD", method)
    )

    assert said.splitlines() == ["1", "1 3 False", "hangs"]


def test_when_the_workers_start(printed: Callable[[str], str]) -> None:
    """An executor's at the first `submit`, a pool's at once."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import active_children, get_context

        if __name__ == "__main__":
            context = get_context("spawn")
            with ProcessPoolExecutor(1, mp_context=context) as pool:
                print(len(active_children()))
                pool.submit(abs, 1).result(60)
                print(len(active_children()))
            with context.Pool(1):
                print(len(active_children()))
    """)

    assert said.split() == ["0", "1", "1"]


def test_an_interpreter_gets_no_copy_of_the_path(
    printed: Callable[[str], str], interpreter: Interpreter
) -> None:
    """Not found by its name, until the initializer appends the folder."""
    if not printed("import sys; print(sys.version_info >= (3, 14))").startswith("True"):
        pytest.skip("there are no interpreters in a pool")
    said = printed(
        MADE
        + """
def append(folder):
    sys.path.append(folder)


if __name__ == "__main__":
    from concurrent.futures import InterpreterPoolExecutor

    folder = make("added", "wanted")
    append(folder)
    import wanted

    for given in {}, {"initializer": append, "initargs": (folder,)}:
        with InterpreterPoolExecutor(1, **given) as pool:
            print(tried(pool.submit(wanted.work).result, 60))
"""
    )

    assert said.splitlines() == ["NotShareableError: args not shareable", "('wanted', 0)"]


@pytest.mark.parametrize("method", METHODS)
def test_run_as_a_module_or_as_a_file(
    tmp_path: Path, interpreter: Interpreter, method: str
) -> None:
    """Relative imports work with `-m`, also after a change of folder, and fail with a file."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "helper.py").write_text("def help(): return 'helped'\n")
    (package / "module.py").write_text(f"""
import os
import sys
from multiprocessing import get_context
from . import helper


def work():
    print(__name__, sys.modules["__main__"].__spec__.name, helper.help(), flush=True)
    print(os.path.basename(sys.path[0]), flush=True)


if __name__ == "__main__":
    os.chdir("/")
    child = get_context({method!r}).Process(target=work)
    child.start()
    child.join(60)
""")

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(interpreter.path), *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)

    name = "__main__" if method == "fork" else "__mp_main__"
    told = call("-m", "package.module").stdout.splitlines()
    assert told == [f"{name} package.module helped", tmp_path.name]
    refused = call("package/module.py").stderr
    assert "attempted relative import with no known parent package" in refused


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no fork server")
def test_the_preload_and_the_path(printed: Callable[[str], str]) -> None:
    """Older servers do not see what the program added; the children import it then."""
    said = printed(
        MADE.replace("METHOD", "forkserver")
        + """
import multiprocessing

HELD = "held" in sys.modules


def held():
    return "held" in sys.modules


if __name__ == "__main__":
    quiet()
    sys.path.append(make("added", "held"))
    multiprocessing.set_forkserver_preload(["held", "is_not_there"])
    print(in_child(held))
    import held as module

    print(in_child(module.work))
    older = sys.version_info < (3, 12, 8) or (3, 13) <= sys.version_info < (3, 13, 1)
    print(not older)
    if sys.version_info >= (3, 15):
        from multiprocessing import forkserver

        forkserver._forkserver._stop()
        multiprocessing.set_forkserver_preload(["is_not_there"], on_error="fail")
        print(type(tried(in_child, abs, 1)).__name__, "Error" in tried(in_child, abs, 1))
    else:
        print("str True")
"""
    )

    preloaded, found, newer, told = said.splitlines()
    assert (preloaded, found, told) == (newer, "('held', 0)", "str True")
