"""How long a program may be, how wide, and how much of it comment."""

from __future__ import annotations

import ast

from shelf.fault import Fault
from shelf.kinds import ARRANGING
from tests.checks.programs.reading import Program

COLUMNS = 72
LINES = 32
#: A whole job has more to do; docstrings of its functions are not counted.
JOB_LINES = 150
#: The jobs that are longer, and why.
LONGER = {
    "jobs/download_threads": (200, "retries, hosts and limits are what the bare call leaves out"),
    "jobs/fill_postgres": (
        170,
        "a lost worker, a lost race and a lost server each need their lines",
    ),
    "jobs/serve_jobs": (250, "requests, jobs and their processes begin, fail and end apart"),
    "jobs/show_progress": (170, "workers that may die, and a bar for a terminal and for a file"),
}
#: What it explains in place, since it is changed by those who copy it.
JOB_COMMENTS = 8
#: Programs to start work from that guard against more than fits on one screen, and why.
TEMPLATES = {
    "executors/kill_one_process": "an answer, an error, a limit and a signal each need their lines",
    "threads/run_workers": "no worker, item or signal may leave the others hanging",
    "threads/stop_on_signal": "a note, waits with a limit and a way out are nothing alone",
    "executors/feed_as_done": "the window, its feed and its results are one loop",
    "processes/crash_contained": "a new pool after each crash, and the search for its cause",
    "processes/log_pool": "a manager, a listener and a pool have to end in their order",
    "processes/rotate_log": "as log_pool, and the files are read again to count what was kept",
    "executors/steps_of_each_task": "the count, the pool and the bar on a terminal are one whole",
    "processes/shared_array": "what is shared has to be given back in each process, once",
    "processes/queue_sentinel": "two queues, their end and the death of a worker are one whole",
}
TEMPLATE_LINES = 90
#: One that measures holds all that it compares, and has a page of its own.
TIMING_LINES = 64
#: Programs that are tools, run and not read, and why nothing of each can be left out.
#: Their page folds them; all other rules hold.
TOOLS = {
    "choosing/your_machine": "whoever asks about a task has one file to download, and no more",
    "processes/workers_end_well": "each line answers to one accident, and a copy needs all",
    "threads/all_orders": "whoever explores a program has one file to download, and no more",
}


def size(program: Program) -> list[Fault]:
    """A program fits the page: its columns and its lines are limited."""
    faults = [
        Fault(
            f"{len(line)} columns, at most {COLUMNS} are seen",
            program.at(number),
            "a longer line is cut off on the page and on a phone",
            "break the line",
        )
        for number, line in enumerate(program.sample.source.splitlines(), 1)
        if len(line) > COLUMNS
    ]
    counted = code_lines(program)
    most = TIMING_LINES if program.sample.timing else LINES
    if program.sample.job:
        counted, most = [line for line in counted if line not in docstrings(program)], JOB_LINES
        most = LONGER.get(program.sample.stem, (JOB_LINES,))[0]
    if program.sample.stem in TEMPLATES:
        most = TEMPLATE_LINES
    if len(counted) > most and program.sample.stem not in TOOLS:
        faults.append(
            Fault(
                f"{len(counted)} lines of code, at most {most} (12 to 25 read best)",
                program.at(counted[most]),
                "a program is read whole, on one screen",
                "show one thing, and leave out the rest",
            )
        )
    return faults


def code_lines(program: Program) -> list[int]:
    """The lines that are neither blank nor comment nor docstring."""
    first = program.tree.body[0] if program.tree.body else None
    told = range(0)
    if isinstance(first, ast.Expr) and program.sample.sentence:
        told = range(first.lineno, (first.end_lineno or first.lineno) + 1)
    return [
        number
        for number, line in enumerate(program.sample.source.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#") and number not in told
    ]


def docstrings(program: Program) -> set[int]:
    """The lines of the docstrings of its functions and classes."""
    told = [
        node.body[0]
        for node in program.nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and ast.get_docstring(node)
    ]
    return {n for one in told for n in range(one.lineno, (one.end_lineno or one.lineno) + 1)}


def comments(program: Program) -> list[Fault]:
    """One comment at most, so that it is read; the marks of what is arranged are none."""
    lines = [line for line, text in program.comments.items() if not ARRANGING.search(text)]
    if len(lines) <= (JOB_COMMENTS if program.sample.job else 1):
        return []
    *_, last = sorted(lines)
    return [
        Fault(
            f"{len(lines)} comments, at most one is read",
            program.at(last),
            "the page explains; a comment stands only on the line that a reader would ask about",
            "keep the one that matters, and let names say the rest",
        )
    ]
