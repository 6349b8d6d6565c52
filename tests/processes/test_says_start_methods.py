"""What the page on start methods says of systems, held to the module that decides it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

#: By the name of the system: the methods, and whether one of them is taken by default.
SYSTEMS = {
    "linux": ({"fork", "forkserver", "spawn"}, ""),
    "darwin": ({"fork", "forkserver", "spawn"}, "spawn"),
    "win32": ({"spawn"}, "spawn"),
}


@pytest.mark.skipif("sys.platform != 'linux'", reason="stands in for the other systems")
@pytest.mark.parametrize("system", SYSTEMS)
def test_what_the_module_offers_on_a_system(printed: Callable[[str], str], system: str) -> None:
    """The code of this Python for the others, told that it runs there."""
    said = printed(f"""
        import sys
        import types

        class Any(types.ModuleType):
            def __getattr__(self, name):
                if name.startswith("__"):
                    raise AttributeError(name)
                return 1

        sys.platform = "{system}"
        if sys.platform == "win32":
            sys.modules |= {{name: Any(name) for name in ("_winapi", "msvcrt")}}
        from multiprocessing import context

        default = context._default_context
        print(*sorted(default.get_all_start_methods()))
        print(default.get_start_method())
    """)

    methods, default = SYSTEMS[system]
    offered, taken = said.splitlines()
    assert set(offered.split()) == methods
    assert taken == default or not default


def test_all_three_take_one_default(printed: Callable[[str], str]) -> None:
    """A process, a pool and an executor, which name no method."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import Pool, Process, get_all_start_methods
        from multiprocessing import process

        if __name__ == "__main__":
            child = Process()
            child.start()
            child.join()
            kinds = {type(child._popen).method}
            with ProcessPoolExecutor(1) as executor, Pool(1) as pool:
                kinds |= {executor._mp_context.get_start_method(), pool._ctx.get_start_method()}
            print(kinds == {get_all_start_methods()[0]})
    """)

    assert said == "True\n"


#: What settles the start method, and what leaves it open.
SETTLE = (
    "get_context()",
    "Lock()",
    "Event()",
    "Queue()",
    "Value('i')",
    "Pool(1)",
    "Manager()",
    "ProcessPoolExecutor(1)",
    "get_start_method()",
)
LEAVE = (
    "get_context('spawn')",
    "Pipe()",
    "Process()",
    "cpu_count()",
    "get_context('spawn').Lock()",
)


@pytest.mark.skipif("sys.platform == 'win32'", reason="each call has a forked process to itself")
def test_what_settles_the_method(printed: Callable[[str], str]) -> None:
    """Each call alone, in a process of its own; a context with a name settles nothing."""
    said = printed(f"""
        import os
        import sys
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import *

        def settled(call):
            child = os.fork()
            if not child:
                made = eval(call)
                try:
                    set_start_method("spawn")
                    status = 0
                except RuntimeError:
                    status = 1
                if call == "Manager()":
                    made.shutdown()
                elif call == "Pool(1)":
                    made.terminate()
                    made.join()
                del made
                sys.exit(status)
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

        if __name__ == "__main__":
            print([call for call in {[*SETTLE, *LEAVE]!r} if settled(call)])
    """)

    assert said == f"{list(SETTLE)!r}\n"
