"""What a page refers to: names of Python's and of packages, and places of other pages.

An API that does not exist, or a link that leads to another section than its words
say, looks right to whoever reads the source alone.
"""

from __future__ import annotations

import builtins
import importlib
import inspect
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from shelf.claims import entries
from shelf.fault import Fault
from shelf.shelf import samples
from shelf.words import nearest
from tests.checks.pages.claims import sentences
from tests.checks.pages.links import HEADING, places
from tests.checks.pages.markdown import Page, pages

#: The modules of the standard library that the pages speak of.
MODULES = """
    abc argparse array ast asyncio atexit bisect cProfile collections collections.abc
    concurrent.futures concurrent.futures.process concurrent.futures.thread concurrent.interpreters
    contextlib contextvars copy csv dataclasses dbm decimal dis enum faulthandler fcntl functools gc
    hashlib heapq http.client importlib inspect io itertools json logging logging.handlers math mmap
    multiprocessing multiprocessing.connection multiprocessing.context multiprocessing.managers
    multiprocessing.pool multiprocessing.process multiprocessing.queues
    multiprocessing.resource_tracker multiprocessing.shared_memory multiprocessing.synchronize
    operator os pathlib pdb pickle platform profiling.sampling pstats queue random re resource
    runpy sched secrets select selectors shutil signal socket sqlite3 ssl statistics string struct
    subprocess sys sysconfig tempfile textwrap threading time timeit traceback tracemalloc types
    typing unittest unittest.mock urllib.request uuid warnings weakref zipfile
""".split()
#: Names that no program here has and this Python's library may not have: of a
#: package, of a newer Python, or of the reader's own; and whose they are.
ELSEWHERE = {
    "after_in_child": "a parameter of os.register_at_fork",
    "ApiError": "an example of the reader's own",
    "BackgroundTasks": "fastapi",
    "BatchMode": "an option of ssh",
    "BdbQuit": "bdb",
    "BatchSpanProcessor": "opentelemetry.sdk.trace.export",
    "CDLL": "ctypes",
    "ConnectTimeout": "an option of ssh",
    "CREATE_NEW_PROCESS_GROUP": "subprocess on Windows",
    "CREATE_NO_WINDOW": "subprocess on Windows",
    "Class": "stands for a class of the reader's",
    "Config": "botocore.config",
    "DataFrame": "pandas",
    "flask_jobs": "a file of the reader's own",
    "OptionError": "pandas.errors",
    "max_threads": "an option of pandas",
    "set_option": "pandas",
    "DataLoader": "torch.utils.data",
    "DetachedInstanceError": "sqlalchemy.orm.exc",
    "Figure": "matplotlib.figure",
    "HTTPAdapter": "requests.adapters",
    "imshow": "cv2",
    "index_col": "a parameter of pandas.read_csv",
    "KilledWorker": "distributed",
    "KillMode": "a setting of systemd",
    "Parallel": "joblib",
    "parse_dates": "a parameter of pandas.read_csv",
    "ParserWarning": "pandas.errors",
    "PoolTimeout": "httpx2",
    "MongoClient": "pymongo",
    "PubSub": "redis.client",
    "PyThreadState_SetAsyncExc": "Python's C API",
    "scoped_session": "sqlalchemy.orm",
    "SeedSequence": "numpy.random",
    "set_cpu_count": "pyarrow",
    "setNumThreads": "cv2",
    "StringVar": "tkinter",
    "TerminatedWorkerError": "loky",
    "VideoCapture": "cv2",
    "waitKey": "cv2",
    "WorkerCrashedError": "ray",
    "ActorDiedError": "ray",
    "register_ray": "ray.util.joblib",
    "THREAD_JOIN_TIMEOUT": "asyncio.constants of a newer Python",
    "_get_current_object": "a LocalProxy of Flask",
    "add_script_run_ctx": "streamlit.runtime.scriptrunner",
    "array_split": "numpy",
    "backoff_max": "urllib3.Retry",
    "clone": "the system call of Linux",
    "TransactionTestCase": "django.test",
    "async_to_sync": "asgiref.sync",
    "aget": "a queryset of Django",
    "atomic": "django.db.transaction",
    "close_all": "the connections of Django",
    "close_old_connections": "django.db",
    "default_rng": "numpy.random",
    "dumb": "a module of dbm",
    "freethreading_compatible": "a directive of Cython",
    "gnu": "a module of dbm",
    "InterProcessReaderWriterLock": "fasteners",
    "ndbm": "a module of dbm",
    "njit": "numba",
    "on_error": "a parameter of set_forkserver_preload on a newer Python",
    "ReaderWriterLock": "fasteners",
    "threading_layer": "numba",
    "set_num_threads": "torch",
    "wait_for_client": "debugpy",
    "dispose": "an Engine of SQLAlchemy",
    "error_callback": "a parameter of multiprocessing.Pool.apply_async",
    "errpipe_read": "a variable of subprocess, seen in a stack",
    "faulthandler_timeout": "an option of pytest",
    "get_hub": "gevent",
    "get_script_run_ctx": "streamlit.runtime.scriptrunner",
    "idle_worker_timeout": "joblib.parallel_config",
    "parallel_config": "joblib",
    "patch_all": "gevent.monkey",
    "ptrace_scope": "a setting of Linux",
    "savefig": "matplotlib.figure.Figure",
    "subplots": "matplotlib.figure.Figure",
    "scriptrunner": "streamlit.runtime",
    "swmr_mode": "h5py.File",
    "file_system": "a sharing strategy of torch.multiprocessing",
    "get_reusable_executor": "loky",
    "interrupt_main": "_thread",
    "max_connections": "a setting of PostgreSQL",
    "max_overflow": "SQLAlchemy",
    "max_pool_connections": "botocore",
    "mainloop": "tkinter, which not every Python has",
    "copy_current_request_context": "flask",
    "current_default_thread_limiter": "anyio.to_thread",
    "pytest_configure": "a hook of pytest",
    "thread_sensitive": "a parameter of asgiref's sync_to_async",
    "use_reloader": "a parameter of Flask.run",
    "pytest_unconfigure": "a hook of pytest",
    "tmp_path": "a fixture of pytest",
    "total_tokens": "anyio.CapacityLimiter",
    "xdist_group": "a mark of pytest-xdist",
    "memmap": "numpy",
    "mount": "a Session of requests",
    "multiprocessing_context": "a DataLoader of torch",
    "in_order": "a DataLoader of torch",
    "manual_seed": "a function of torch",
    "persistent_workers": "a DataLoader of torch",
    "prefetch_factor": "a DataLoader of torch",
    "worker_init_fn": "a DataLoader of torch",
    "collate_fn": "a DataLoader of torch",
    "pin_memory": "a DataLoader of torch",
    "get_worker_info": "torch.utils.data",
    "initial_seed": "torch",
    "IterableDataset": "torch.utils.data",
    "DistributedSampler": "torch.utils.data",
    "n_jobs": "joblib and scikit-learn",
    "num_workers": "a DataLoader of torch",
    "pool_connections": "requests",
    "pool_maxsize": "requests",
    "pool_size": "SQLAlchemy",
    "pool_timeout": "SQLAlchemy",
    "post_fork": "a hook of gunicorn",
    "post_worker_init": "a hook of gunicorn",
    "preload_app": "a setting of gunicorn",
    "print_call_graph": "asyncio, from 3.14",
    "process_map": "tqdm.contrib.concurrent",
    "respect_handler_level": "a parameter of logging.handlers.QueueListener",
    "retry_after_max": "urllib3.Retry",
    "set_sharing_strategy": "torch.multiprocessing",
    "shm_size": "a setting of Docker Compose",
    "status_forcelist": "urllib3.Retry",
    "terminate_workers": "ProcessPoolExecutor, from 3.14",
    "thread_inherit_context": "sys.flags, from 3.14",
    "thread_map": "tqdm.contrib.concurrent",
    "threadpool_limits": "threadpoolctl",
    "to_numpy": "pandas",
    "worker_exit": "a hook of gunicorn",
    "worker_process_init": "celery.signals",
    "worker_process_shutdown": "a signal of Celery",
}
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
WORD = re.compile(r"[A-Za-z_]\w*")
CALLED = re.compile(r"(?<![\w\"'/.-])(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*)(?=\()")
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*\.([A-Za-z_]\w*)$")
#: What looks like an identifier of Python's, and not like a word: CamelCase, snake_case.
SHAPED = re.compile(r"[A-Z][a-z]+[A-Z]\w*|[a-z]+_[a-z_]+|\w+(?:Error|Warning)")
WAY = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<path>[^()\s#]*)#(?P<place>[\w-]+)\)")
#: A fact that a sentence names of a program, and a version as code compares it.
FACT = re.compile(r"\[\[([\w-]+/\w+)\.\w+")
VERSION = re.compile(r"\(3, ?(\d+)(?:, ?\d+)?\)")
#: Words that say nothing of where a link leads.
EMPTY = frozenset(
    "about after all and any are before can does each for from has have how into its more not"
    " one other same see than that the their them then there these they this too what when"
    " where which who why with without you your".split()
)


def names_exist(root: Path) -> list[Fault]:
    """Each name in code marks is one of a module, a program, the page's code or a package."""
    return [fault for page in pages(root) for fault in _unknown(root, page)]


def _unknown(root: Path, page: Page) -> Iterator[Fault]:
    own = set(WORD.findall("".join(fence.text for fence in page.fences)))
    known = (_of_python(), _of_programs(root), ELSEWHERE.keys(), own)
    for match in CODE.finditer(page.unfenced):
        code = match[1]
        named = [*CALLED.findall(code), *DOTTED.findall(code)]
        named += [word for word in WORD.findall(code) if SHAPED.fullmatch(word)]
        for name in dict.fromkeys(named):
            if not any(name in names for names in known) and f"{name}.py" not in code:
                near = nearest(name, sorted(set().union(*known)))
                yield Fault(
                    f"names `{code}`, and {name} is found nowhere{near}",
                    page.at(page.unfenced.count("\n", 0, match.start()) + 1),
                    "who types it gets an AttributeError",
                    "correct the name; if it is a package's or a newer Python's, add it to"
                    " ELSEWHERE in tests/checks/pages/referred.py",
                )


@cache
def _of_python() -> frozenset[str]:
    """All names of the modules, of their classes, and of what is built in."""
    found = set(dir(builtins))
    for value in list(vars(builtins).values()):
        found |= set(dir(value)) if inspect.isclass(value) else set()
    for name in MODULES:
        try:
            module = importlib.import_module(name)
        except ImportError:  # another system's, or a newer Python's
            continue
        for key, value in list(vars(module).items()):  # some make more of them when asked
            found.add(key)
            found |= set(dir(value)) if inspect.isclass(value) else set()
            if inspect.isroutine(value) or inspect.isclass(value):
                found |= _parameters(value)
    return frozenset(found)


def _parameters(value: object) -> set[str]:
    """The names of what a function takes, where it says so."""
    try:
        return set(inspect.signature(value).parameters)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return set()


@cache
def _of_programs(root: Path) -> frozenset[str]:
    """All names in a program, and in what it prints."""
    files = [*(root / "snippets").rglob("*.py"), *(root / "snippets").rglob("*.txt")]
    return frozenset(WORD.findall("\n".join(file.read_text(encoding="utf-8") for file in files)))


def ways_lead_to_what_they_say(root: Path) -> list[Fault]:
    """The section that a link leads to has a word in common with the link's own."""
    known = {page.below_docs: page for page in pages(root)}
    return [fault for page in known.values() for fault in _elsewhere(page, known)]


def _elsewhere(page: Page, known: dict[str, Page]) -> Iterator[Fault]:
    for match in WAY.finditer(page.unfenced):
        target = page.below_docs
        if match["path"]:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(target), match["path"]))
        if target not in known or match["place"] not in places(known[target]):
            continue  # that is told elsewhere
        section = _section(known[target], match["place"])
        if section and not stems(match["words"]) & stems(section):
            yield Fault(
                f"the link's words {match['words']!r} share no word with the section that"
                f" it leads to: {target}#{match['place']}",
                page.at(page.unfenced.count("\n", 0, match.start()) + 1),
                "the reader lands where something else is told",
                "lead to the section that says it, or name in the link what is found there",
            )


def _section(page: Page, place: str) -> str:
    """The text from a heading to the next one; "" for the place of a figure."""
    headings = list(HEADING.finditer(page.unfenced))
    named = places(page)[: len(headings)]
    if place not in named:
        return ""
    at = named.index(place)
    begin = page.unfenced.count("\n", 0, headings[at].start())
    lines = page.text.split("\n")
    end = len(lines)
    if at + 1 < len(headings):
        end = page.unfenced.count("\n", 0, headings[at + 1].start())
    return "\n".join(lines[begin:end])


def stems(text: str) -> set[str]:
    """The words of a text that say something, without their endings."""
    words = set(re.findall(r"[A-Za-z]+", text.replace("_", " ").lower()))
    return {_stem(word) for word in words if len(word) > 2 and word not in EMPTY}


@cache
def _stem(word: str) -> str:
    """A word without its ending."""
    root = re.sub(r"(?:(?<=ss)|(?<=[sc]h))es$|(?<=[^s])s$", "", word)
    root = re.sub(r"(?<=...)(?:ing|ed|er)$", "", root).removesuffix("e")
    return re.sub(r"([^aeiou])\1$", r"\1", root)


def versions_are_those_of_the_fact(root: Path) -> list[Fault]:
    """A version that is typed beside a fact of a program is the one that the fact begins at."""
    known = samples(root)
    entered = {(entry.page, entry.says) for entry in entries(root)}
    faults = []
    for page in pages(root):
        if not (FACT.search(page.text) and VERSION.search(page.text)):
            continue
        for one in sentences(page):
            facts = [known[match[1]] for match in FACT.finditer(one.says) if match[1] in known]
            typed = [f"3.{match[1]}" for match in VERSION.finditer(one.says)]
            if not facts or "the documentation](" in one.says:
                continue
            headers = (sample.header for sample in facts)
            asked = [
                text
                for header in headers
                for text in (header.requires.python, *(v.where.python for v in header.variants))
            ]
            strange = [version for version in typed if not _bounds(version, asked)]
            if strange and (page.below_docs, one.says) not in entered:
                faults.append(
                    Fault(
                        f"types {', '.join(strange)} beside a fact of {facts[0].stem}, whose header"
                        f" says {', '.join(filter(None, asked))}",
                        page.at(one.line),
                        "one of the two is wrong, and the reader upgrades by it",
                        "correct the version; or enter the very sentence in the ledger",
                    )
                )
    return faults


def _bounds(version: str, asked: Iterable[str]) -> bool:
    """Whether something is asked for from a version on, or up to it."""
    return any(re.search(rf"\b{re.escape(version)}(?![\d])", text or "") for text in asked)


CHECKS = (names_exist, ways_lead_to_what_they_say, versions_are_those_of_the_fact)
