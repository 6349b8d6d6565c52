"""What the page on groups says besides, held to pandas and to the program."""

from __future__ import annotations

import pytest

from tests.jobs.conftest import Job
from tests.jobs.test_group_table import CALL, WORK, table

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def test_groups_as_arguments_send_the_table(job: Job) -> None:
    """What a pool of processes pickles for `map` is as large as the table."""
    words = job.lines(
        "group_table",
        """
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing.reduction import ForkingPickler
        import pandas as pd

        sent = 0
        dumps = ForkingPickler.dumps

        def counted(*args):
            global sent
            made = dumps(*args)
            sent += len(made)
            return made

        def work(rows):
            return len(rows)

        if __name__ == "__main__":
            ForkingPickler.dumps = counted
            table = pd.DataFrame({"till": [n % 20 for n in range(50_000)]})
            table["wait"] = [n / 7 for n in range(50_000)]
            groups = [rows for _, rows in table.groupby("till")]
            with ProcessPoolExecutor(2) as pool:
                total = sum(pool.map(work, groups))
            print(total, sent > table.memory_usage().sum() * 0.9)
        """,
    )

    assert words == ["50000 True"]


def test_groupby_leaves_out_rows_without_a_key(job: Job) -> None:
    """Two of six; `dropna=False` keeps them."""
    words = job.lines(
        "group_table",
        """
        import pandas as pd

        table = pd.DataFrame({"till": ["a", "b", None, "a", None, "b"], "wait": range(6)})
        print(table.groupby("till").size().sum(), table.groupby("till", dropna=False).size().sum())
        """,
    )

    assert words == ["4 6"]


def test_a_sum_hangs_on_its_order_and_its_python(job: Job) -> None:
    """The same four numbers: `sum` by the Python, `fsum` exact in any order."""
    words = job.lines(
        "group_table",
        """
        from itertools import permutations
        from math import fsum

        numbers = [1e16, 1.0, -1e16, 1.0]
        print(sum(numbers), {fsum(order) for order in permutations(numbers)})
        total = 0.0
        for number in (1e16, 1.0, 1.0):
            total += number
        other = 0.0
        for number in (1.0, 1.0, 1e16):
            other += number
        print(total == other)
        """,
    )

    old = job.interpreter.tag == "3.11"
    assert words == [f"{1.0 if old else 2.0} {{2.0}}", "False"]


def test_a_group_has_its_rows_in_the_order_of_the_table(job: Job) -> None:
    """And all columns, among them the key."""
    rows = [f"{'ba'[n % 2]},{n},1" for n in range(1000)]
    (job.folder / "visits.csv").write_text("\n".join(["till,gap,served", *rows]))
    check = (
        "    assert [*rows.columns] == ['till', 'gap', 'served']\n"
        "    assert [*rows.index] == [*range(500)]\n"
        "    assert [*rows['gap']] == [*range(int(rows['till'][0] == 'a'), 1000, 2)]\n"
    )

    done = job.run("group_table", *CALL, "--workers", 2, edits={WORK: check + WORK})

    assert done.out.splitlines()[0] == "2 done, 0 failed, 0 left"


def test_the_largest_share_is_handed_out_first(job: Job) -> None:
    """The group with most rows begins before those that come first by their keys."""
    table(job, {"a": 10, "b": 10, "huge": 5000, "k": 10})
    edits = {WORK: f"    print(rows['till'][0], file=sys.stderr, flush=True)\n{WORK}"}

    done = job.run("group_table", *CALL, "--workers", 1, edits=edits)

    order = done.err.split()
    assert sorted(order) == ["a", "b", "huge", "k"]
    assert order[-1] == "k"
    assert order.index("huge") < order.index("k")


def test_the_workers_map_the_file(job: Job) -> None:
    """Its pages are not memory of their own."""
    words = job.lines(
        "group_table",
        """
        import pandas as pd
        import pyarrow
        from pyarrow import feather

        pd.DataFrame({"x": range(1_000_000)}).to_feather("x.part", compression="uncompressed")
        table = feather.read_table("x.part", memory_map=True)
        print(table.nbytes >= 8_000_000, pyarrow.total_allocated_bytes() < 1_000_000)
        """,
    )

    assert words == ["True True"]
