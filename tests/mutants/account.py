"""What a program begins, and what of it it never ends, told when it ends itself.

That a pool is shut down, or a thread is joined, changes nothing of what is
printed: at the end of a program Python waits for both.  In a program that
somebody copies into a longer one nobody does.  So a copy of the program keeps
an account, and its last lines say what was begun, and what was left to the
interpreter.  They also say whether a wait took the whole of a long limit: such
a program prints what it should, only late, since nobody told it to go on.
"""

from __future__ import annotations

import ast

from tests.mutants.tree import Program

#: How each line of the account begins.
MARK = "account: "
#: A limit of so many seconds is meant never to run out.
PATIENT = 5
ACCOUNT = f"""import atexit as _atexit, os as _os, sys as _sys, threading as _threading
import concurrent.futures as _futures, multiprocessing.process as _process
import multiprocessing.connection as _connection, multiprocessing.managers as _managers
import multiprocessing.pool as _pool, queue as _queue

_made, _waits, _owner = [], set(), _os.getpid()
_in_vain = []


def _patient(kind, name, came):
    before = getattr(kind, name)

    def call(self, *values, **words):
        limit = words.get("timeout", values[0] if values else None)
        answer = before(self, *values, **words)
        if limit and limit >= {PATIENT} and not came(self, answer) and not _in_vain:
            _in_vain.append("a wait that took its whole limit")
            if _process.parent_process():  # whose end tells nothing
                print("{MARK}" + _in_vain[0], file=_sys.stderr, flush=True)
        return answer

    setattr(kind, name, call)


_patient(_threading.Condition, "wait", lambda self, answer: answer)  # others wait by it
_patient(_threading.Thread, "join", lambda self, answer: not self.is_alive())
_patient(_connection.Connection, "poll", lambda self, answer: answer)


def _noted(kind, made, name, done):
    before, after = getattr(kind, made), getattr(kind, name)

    def first(self, *values, **words):
        own = made == "__init__" or _sys._getframe(1).f_code.co_filename == __file__
        own = own or isinstance(self, _managers.BaseManager)  # multiprocessing starts it
        if own and not any(self is one for one, _ in _made):
            _made.append((self, done))
        return before(self, *values, **words)

    def last(self, *values, **words):
        self._account = True
        return after(self, *values, **words)

    setattr(kind, made, first)
    setattr(kind, name, last)


def _told():
    if _os.getpid() != _owner:
        return
    for one, words in _made:
        if isinstance(one, _threading.Thread) and one.daemon:
            print("{MARK}a thread that is cut off with the program", file=_sys.stderr)
        if not hasattr(one, "_account"):
            print("{MARK}" + words, file=_sys.stderr)
    for number, words in (
        (sum(getattr(one, "_used", 0) for one, _ in _made), "tasks given to pools"),
        (_count[0], "times a lock was taken"),
        (sum("thread" in words for _, words in _made), "threads begun"),
        (sum("process" in words for _, words in _made), "processes begun"),
    ):
        if number:
            print("{MARK}" + str(number), words, file=_sys.stderr)
    for name in sorted(_waits):
        print("{MARK}a wait without a limit, " + name, file=_sys.stderr)
    for one, words in _made:
        if isinstance(one, _futures.Executor) and not hasattr(one, "_used"):
            print("{MARK}a pool that was given nothing", file=_sys.stderr)
    if _in_vain:
        print("{MARK}" + _in_vain[0], file=_sys.stderr)


def _given(kind):
    before = kind.submit

    def submit(self, *values, **words):
        self._used = getattr(self, "_used", 0) + 1
        return before(self, *values, **words)

    kind.submit = submit


def _timed(kind, name, place):
    before = getattr(kind, name)

    def call(self, *values, **words):
        limit = words.get("timeout", values[place] if len(values) > place else None)
        own = _sys._getframe(1).f_code.co_filename == __file__
        bounded = getattr(self, "maxsize", 1) > 0 or name != "put"
        limit = limit or getattr(self, "_timeout", None)
        if own and bounded and limit is None and words.get("block", True):
            _waits.add(kind.__name__ + "." + name)
        return before(self, *values, **words)

    setattr(kind, name, call)


for _kind, _name, _place in (
    (_threading.Event, "wait", 0),
    (_threading.Condition, "wait", 0),
    (_threading.Condition, "wait_for", 1),
    (_threading.Barrier, "wait", 0),
    (_queue.Queue, "get", 1),
    (_queue.Queue, "put", 2),
):
    _timed(_kind, _name, _place)
for _kind in (_futures.ThreadPoolExecutor, _futures.ProcessPoolExecutor):
    _noted(_kind, "__init__", "shutdown", "a pool that was not shut down")
    _given(_kind)
_noted(_threading.Thread, "start", "join", "a thread that nobody joined")
_noted(_process.BaseProcess, "start", "join", "a process that nobody joined")
_noted(_pool.Pool, "__init__", "terminate", "a Pool that nobody ended")
_noted(_managers.BaseManager, "start", "__exit__", "a manager that nobody shut down")
_noted(_connection.Listener, "__init__", "close", "a listener that nobody closed")
_count, _guard = [0], _threading.Lock()


def _took():
    with _guard:
        _count[0] += 1


def _counted(real):
    class _Lock:
        def __new__(cls, *values):
            if _sys._getframe(1).f_code.co_filename != __file__:
                return real(*values)
            self = object.__new__(cls)
            self._real = real(*values)
            return self

        def acquire(self, *values, **words):
            _took()
            return self._real.acquire(*values, **words)

        def __enter__(self):
            return self.acquire()

        def __exit__(self, *error):
            self._real.release()

        def __getattr__(self, name):
            return getattr(self._real, name)

    return _Lock


def _entered(kind, name):
    before = getattr(kind, name)

    def enter(self, *values, **words):
        if _sys._getframe(1).f_code.co_filename == __file__:
            _took()
        return before(self, *values, **words)

    setattr(kind, name, enter)


_threading.Lock, _threading.RLock = _counted(_threading.Lock), _counted(_threading.RLock)
_entered(_threading.Condition, "__enter__")
_entered(_threading.Semaphore, "__enter__")
_atexit.register(_told)


"""


def accounted(source: str) -> str:
    """The program with its account."""
    program = Program(source)
    top = next(
        node
        for node in program.tree.body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        and not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
    )
    at = program.span(top)[0]
    return program.changed([(at, at, ACCOUNT)])


def told(text: str) -> list[str]:
    """What the account says, of what a program printed: what was left, and what was begun."""
    lines = (line.strip() for line in text.splitlines())
    return sorted(line.removeprefix(MARK) for line in lines if line.startswith(MARK))


def begun(line: str) -> bool:
    """Whether a line of the account says how much was begun, and not that something was left."""
    return line[:1].isdigit()


def kind(line: str) -> str:
    """A line of the account without its number."""
    return line.lstrip("0123456789 ")
