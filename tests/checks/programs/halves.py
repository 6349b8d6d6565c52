"""Pairs: a wrong program differs from its right neighbour in what the page is about."""

from __future__ import annotations

import ast
from difflib import SequenceMatcher
from pathlib import Path

from shelf import Sample, samples
from shelf.fault import Fault

#: So many lines may differ, or so large a part of the longer half.
LINES, PART = 8, 0.5
#: Why more lines differ.
ARRANGED = "the wrong one arranges the order in which it goes wrong"
LONGER = "the cure is most of the right one"
TOOL = "the cure is another tool"
USED = "what is copied ends well too: its limit, status and finally"
#: The pairs of which that is so, with the lines that differ.
WIDER = {
    "choosing/cpus_quota_broken": (13, LONGER),
    "executors/chunk_loses_results_broken": (9, LONGER),
    "executors/late_tasks_broken": (11, ARRANGED),
    "executors/one_loop_for_both_broken": (15, ARRANGED),
    "executors/pool_per_batch_broken": (9, TOOL),
    "executors/silent_failure_broken": (11, LONGER),
    "jobs/end_the_group_broken": (20, USED),
    "processes/connect_in_the_worker_broken": (21, TOOL),
    "processes/drain_before_join_broken": (11, TOOL),
    "processes/inherited_port_broken": (12, USED),
    "processes/log_processes_broken": (17, TOOL),
    "processes/no_lock_broken": (9, LONGER),
    "processes/one_dict_each_broken": (19, TOOL),
    "processes/orphan_broken": (16, USED),
    "processes/pass_the_table_broken": (9, TOOL),
    "processes/put_a_copy_broken": (15, TOOL),
    "processes/same_key_broken": (12, USED),
    "processes/till_of_the_dead_broken": (12, TOOL),
    "processes/value_plus_equals_broken": (11, USED),
    "threads/connection_per_thread_broken": (14, TOOL),
    "threads/daemon_prints_broken": (9, USED),
    "threads/lock_order_broken": (12, ARRANGED),
    "threads/one_bad_item_broken": (14, USED),
    "threads/shared_generator_broken": (18, TOOL),
    "threads/threads_in_bounds_broken": (12, TOOL),
}


def pairs_are_close(root: Path) -> list[Fault]:
    """What differs between the halves of a pair is bounded, so that it is the cure and no more."""
    known = samples(root)
    faults = []
    for wrong in known.values():
        if not wrong.broken or wrong.neighbour not in known:
            continue
        try:
            halves = [statements(one) for one in (wrong, known[wrong.neighbour])]
        except SyntaxError:
            continue  # another check says so
        apart, most = distance(*halves), max(LINES, int(PART * max(map(len, halves))))
        wider, _ = WIDER.get(wrong.stem, (0, ""))
        if apart > max(wider, most):
            faults.append(
                Fault(
                    f"{apart} lines differ from {wrong.neighbour}, at most {max(wider, most)} may",
                    f"snippets/{wrong.stem}.py:1",
                    "a reader who compares both cannot tell the cure from the rest, and neither"
                    " can a check: it may go wrong for another reason",
                    f"have {wrong.stem} be its neighbour less the cure, then: make record"
                    f" ONLY={wrong.neighbour}",
                )
            )
        elif wider and apart < wider:
            faults.append(
                Fault(
                    f"only {apart} lines differ, and {wider} may",
                    f"snippets/{wrong.stem}.py:1",
                    "what is left lying covers the next line that goes apart",
                    "write that number into WIDER in tests/checks/programs/halves.py"
                    + (", or take the line out" if apart <= most else ""),
                )
            )
    return faults


def statements(sample: Sample) -> list[str]:
    """The lines of a program that do something: no header, docstring, comment or import."""
    tree = ast.parse(sample.source)
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return [
        line
        for node in body
        if not isinstance(node, ast.Import | ast.ImportFrom)
        for line in ast.unparse(node).splitlines()
        if line.strip()
    ]


def distance(one: list[str], other: list[str]) -> int:
    """How many lines of either text are not in the other."""
    same = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in same)


CHECKS = (pairs_are_close,)
