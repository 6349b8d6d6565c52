"""Which names of Python's library a program uses, and where Python documents them."""

from __future__ import annotations

import ast
import sys

from shelf import Sample
from shelf.sample import parse
from theme.derived import derived, source

#: The modules that this site is about; a module's own modules belong to it.
MODULES = (
    *("threading", "queue", "multiprocessing", "concurrent.futures", "concurrent.interpreters"),
    *("asyncio", "contextvars", "signal", "atexit", "pickle", "faulthandler", "subprocess"),
)
#: Names of other modules that it is about as well.
SINGLE = (
    *("os.cpu_count", "os.process_cpu_count", "os.sched_getaffinity", "os.sched_setaffinity"),
    *("os.fork", "os.kill", "os.getppid", "os._exit", "os.abort", "os.waitpid"),
    *("sys.setswitchinterval", "sys.getswitchinterval", "sys._is_gil_enabled", "sys.exit"),
    *("functools.lru_cache", "functools.cached_property", "functools.partial"),
)
#: Where Python documents a name that is imported from elsewhere too.
HOMES = {
    "multiprocessing.Pool": "multiprocessing.pool.Pool",
    "multiprocessing.synchronize": "multiprocessing",
    "multiprocessing.queues": "multiprocessing",
    "multiprocessing.context": "multiprocessing",
    "multiprocessing.sharedctypes.Synchronized": "multiprocessing.Value",
    "asyncio.AbstractEventLoop": "asyncio.loop",
}
EXECUTOR = "concurrent.futures.Executor"
#: Calls that give back an object of another class than their own name says.
GIVES = {
    "multiprocessing.get_context": "multiprocessing",
    "multiprocessing.Manager": "multiprocessing.managers.SyncManager",
    "multiprocessing.parent_process": "multiprocessing.Process",
    "multiprocessing.current_process": "multiprocessing.Process",
    "multiprocessing.pool.Pool.apply_async": "multiprocessing.pool.AsyncResult",
    "threading.current_thread": "threading.Thread",
    "threading.main_thread": "threading.Thread",
    "asyncio.create_task": "asyncio.Task",
    "asyncio.get_event_loop": "asyncio.loop",
    "asyncio.get_running_loop": "asyncio.loop",
    "asyncio.run_coroutine_threadsafe": "concurrent.futures.Future",
    f"{EXECUTOR}.submit": "concurrent.futures.Future",
}
#: Classes that take their methods from another one, which documents them.
BASES = {
    "concurrent.futures.ThreadPoolExecutor": EXECUTOR,
    "concurrent.futures.ProcessPoolExecutor": EXECUTOR,
    "concurrent.futures.InterpreterPoolExecutor": EXECUTOR,
    "threading.BoundedSemaphore": "threading.Semaphore",
    **{
        f"multiprocessing.{name}": f"threading.{name}" for name in ("Barrier", "Condition", "Event")
    },
}
#: The methods that a class has beside those of its base.
OWN = ("terminate_workers", "kill_workers")
#: Parts of asyncio's documentation, by the names that they hold; all else is in "task".
ASYNCIO = {
    "eventloop": ("loop", "get_event_loop", "get_running_loop", "new_event_loop", "wrap_future"),
    "sync": ("Barrier", "Event", "Lock", "Semaphore", "Condition"),
    "runner": ("run", "Runner"),
    "queue": ("Queue",),
}
DOCUMENTATION = "https://docs.python.org/3/library"


def used(sample: Sample) -> set[str]:
    """The full names of the library that a program uses: "concurrent.futures.Future.result"."""
    made_by = source(__file__), sys.version_info[:2]
    names = derived.text(lambda: " ".join(_used(sample)), *made_by, sample.source)
    return set(names.split())


def _used(sample: Sample) -> list[str]:
    reader = _Reader()
    tree = parse(sample.source, sample.path)
    reader.visit(tree)
    reader.visit(tree)  # once more, now that the class of every variable is known
    return sorted(name for name in reader.found if _concerns(name))


def _concerns(name: str) -> bool:
    return name in SINGLE or any(name.startswith(f"{module}.") for module in MODULES)


def home(name: str) -> str:
    """The name under which Python documents `name`."""
    for other, at in HOMES.items():
        if name == other or name.startswith(f"{other}."):
            return at + name.removeprefix(other)
    return name


class _Reader(ast.NodeVisitor):
    """Follows names to the library through imports, assignments and annotations."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._known: dict[str, str] = {}

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._known[alias.asname or alias.name.partition(".")[0]] = (
                alias.name if alias.asname else alias.name.partition(".")[0]
            )

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            name = home(f"{node.module}.{alias.name}")
            self._known[alias.asname or alias.name] = name
            self.found.add(name)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            self._bind(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.generic_visit(node)
        self._annotate(node.target, node.annotation)

    def visit_arg(self, node: ast.arg) -> None:
        self.generic_visit(node)
        if node.annotation:
            self._annotate(ast.Name(node.arg), node.annotation)

    def visit_withitem(self, node: ast.withitem) -> None:
        self.generic_visit(node)
        if node.optional_vars:
            self._bind(node.optional_vars, node.context_expr)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.generic_visit(node)
        if name := self._name(node):
            self.found.add(name)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        """Note what class a variable's value is of."""
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, other in zip(target.elts, value.elts, strict=False):
                self._bind(one, other)
        elif isinstance(value, ast.Call) and (name := self._name(value.func)):
            key = ast.unparse(target)
            self._known.setdefault(key, GIVES.get(name, name))

    def _annotate(self, target: ast.expr, annotation: ast.expr) -> None:
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            annotation = ast.parse(annotation.value, mode="eval").body
        if isinstance(annotation, ast.Subscript):
            annotation = annotation.value
        if name := self._name(annotation):
            self._known[ast.unparse(target)] = name

    def _name(self, node: ast.expr) -> str:
        """The full name that an expression stands for, "" if it is none of the library's."""
        if known := self._known.get(ast.unparse(node)):
            return known
        if isinstance(node, ast.Attribute) and (outer := self._name(node.value)):
            base = BASES.get(outer, outer) if node.attr not in OWN else outer
            return home(f"{base}.{node.attr}")
        return ""


def address(name: str) -> str:
    """Where Python documents a name."""
    module = module_of(name)
    page = module
    if module == "asyncio":
        part = name.split(".")[1]
        parts = [page for page, names in ASYNCIO.items() if part in names]
        page = f"asyncio-{(parts or ['task'])[0]}"
    return f"{DOCUMENTATION}/{page}.html#{name}"


def module_of(name: str) -> str:
    """The module on whose page a name is documented."""
    return next((m for m in MODULES if name.startswith(f"{m}.")), name.partition(".")[0])
