"""What the page on many CSV files says, held to pandas."""

from __future__ import annotations

import pytest

from tests.jobs.conftest import Job
from tests.made import typed

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


#: A neighbour that counts, and gets on only where somebody lets go of the GIL; and a
#: file that notes at each look at it whether the neighbour has got on since the last.
WATCHED = """
import io
import threading
import time
from sys import setswitchinterval

import pandas as pd

TEXT = "a,b\\n" + "".join(f"{n},{n / 7}\\n" for n in range(60_000))
steps, over = 0, False


def walk():
    global steps
    while not over:
        time.sleep(0)
        steps += 1


class Watched(io.StringIO):
    seen, moved = None, 0

    def look(self, ask, *words):
        self.moved += self.seen not in (None, steps)
        got = ask(*words)
        self.seen = steps
        return got

    def read(self, *words):
        return self.look(super().read, *words)

    def readline(self, *words):
        return self.look(super().readline, *words)

    def __next__(self):
        return self.look(super().__next__)


def moved(engine):
    file = Watched(TEXT)
    assert len(pd.read_csv(file, engine=engine)) == 60_000
    return file.moved
"""


def test_the_c_engine_lets_go_of_the_gil_and_the_other_does_not(job: Job) -> None:
    """Between two looks at the file: in C often, in Python at none of 120,000."""
    if job.interpreter.tag.endswith("t"):
        pytest.skip("there is no GIL")
    words = job.lines(
        "group_table",
        WATCHED
        + """
neighbour = threading.Thread(target=walk)
neighbour.start()
setswitchinterval(1000)
try:
    print("python", moved("python"))
    print("c", any(moved("c") for _ in range(500)))
finally:
    over = True
    neighbour.join()
""",
    )

    assert words == ["python 0", "c True"]


def test_threads_read_what_a_loop_reads(job: Job) -> None:
    """In the order of the names, with the GIL and without it."""
    words = job.lines(
        "group_table",
        typed("jobs/read-csv-files")[0]
        + """
import sys

import pandas as pd

for n in range(12):
    lines = [f"{n},{row / 7},till {row % 9}" for row in range(n * 400)]
    Path(f"{n:02}.csv").write_text("\\n".join(["file,x,till", *lines, ""]))
table = read_all(".")
loop = pd.concat(map(pd.read_csv, sorted(Path().glob("*.csv"))), ignore_index=True)
print(len(table), table.equals(loop), getattr(sys, "_is_gil_enabled", lambda: True)())
""",
    )

    assert words == [f"26400 True {not job.interpreter.tag.endswith('t')}"]


def test_what_the_c_engine_cannot_do_goes_to_the_other(job: Job) -> None:
    """With a warning: a separator of two signs, and lines at the end to leave out."""
    words = job.lines(
        "group_table",
        """
        import io
        import warnings

        import pandas as pd

        for more in ({"sep": "::"}, {"skipfooter": 1}, {"sep": ";"}):
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                pd.read_csv(io.StringIO("a::b\\n1::2\\n3::4\\n"), **more)
            print([(one.category.__name__, "'python' engine" in str(one.message)) for one in told])
        """,
    )

    assert words == ["[('ParserWarning', True)]"] * 2 + ["[]"]


def test_a_converter_is_called_for_each_value(job: Job) -> None:
    """By the thread that reads."""
    words = job.lines(
        "group_table",
        """
        import io
        import threading

        import pandas as pd

        callers = []

        def worth(text):
            callers.append(threading.current_thread())
            return float(text)

        text = "a,b\\n" + "1,2\\n" * 500
        pd.read_csv(io.StringIO(text), converters={"a": worth})
        print(len(callers), {*callers} == {threading.main_thread()})
        """,
    )

    assert words == ["500 True"]


def test_an_option_that_is_not_known_is_an_error(job: Job) -> None:
    """As `mode.max_threads` was to pandas 3.0.0, when it was tried by hand."""
    words = job.lines(
        "group_table",
        """
        import pandas as pd

        try:
            pd.set_option("mode.most_threads", 1)
        except pd.errors.OptionError as error:
            print(type(error).__name__)
        """,
    )

    assert words == ["OptionError"]


def test_a_large_file_is_read_by_threads_of_pandas(job: Job) -> None:
    """From 5 MiB on, and not with the options that the page names."""
    words = job.lines(
        "group_table",
        """
        import gzip
        import threading

        import pandas as pd

        begun = 0
        start = threading.Thread.start

        def counted(thread):
            global begun
            begun += 1
            start(thread)

        threading.Thread.start = counted

        def threads(name, **more):
            global begun
            begun = 0
            pd.read_csv(name, **more)
            return begun > 0

        rows = "day,a,b\\n" + "2026-11-30,1234567,7654321\\n" * 250_000
        open("large.csv", "w").write(rows)
        open("small.csv", "w").write(rows[:4_000_000].rpartition("\\n")[0] + "\\n")
        with gzip.open("large.csv.gz", "wt", compresslevel=1) as file:
            file.write(rows)
        pd.set_option("mode.max_threads", 2)
        print(threads("large.csv"), threads("small.csv"), threads("large.csv.gz"))
        print(threads("large.csv", usecols=["a"]), threads("large.csv", index_col="a"))
        print(threads("large.csv", parse_dates=["day"]), threads("large.csv", nrows=240_000))
        pd.set_option("mode.max_threads", 1)
        print(threads("large.csv"))
        """,
    )

    assert words == ["True False False", "False False", "False False", "False"]


def test_the_engine_of_arrow_has_threads_of_its_own(job: Job) -> None:
    """Python's `threading` does not know them; `set_cpu_count` says how many."""
    words = job.lines(
        "group_table",
        """
        import io
        import os
        import threading

        import pandas as pd
        import pyarrow

        pyarrow.set_cpu_count(3)
        text = ("a,b\\n" + "1,2\\n" * 2_000_000).encode()
        before = len(os.listdir("/proc/self/task"))
        pd.read_csv(io.BytesIO(text), engine="pyarrow")
        after = len(os.listdir("/proc/self/task"))
        print(pyarrow.cpu_count(), after > before, threading.active_count())
        """,
    )

    assert words == ["3 True 1"]


def test_a_table_is_pickled_whole_on_its_way_back(job: Job) -> None:
    """And a sum is not."""
    words = job.lines(
        "group_table",
        """
        import pickle

        import pandas as pd

        table = pd.DataFrame({"till": [n % 20 for n in range(50_000)], "wait": 0.5})
        whole = len(pickle.dumps(table))
        part = len(pickle.dumps(table.groupby("till")["wait"].sum()))
        print(whole > table.memory_usage().sum() * 0.9, part < 5_000)
        """,
    )

    assert words == ["True True"]


def test_fewer_columns_and_narrower_ones_are_a_smaller_table(job: Job) -> None:
    """`usecols` reads the same numbers; `dtype` halves them, and shares repeated text."""
    words = job.lines(
        "group_table",
        """
        import io

        import pandas as pd

        text = "till,a,b\\n" + "".join(f"till {n % 9},{n},{n / 7}\\n" for n in range(20_000))

        def read(**more):
            return pd.read_csv(io.StringIO(text), **more)

        def size(table):
            return table.memory_usage(deep=True, index=False).sum()

        whole, some = read(), read(usecols=["b"])
        narrow = read(dtype={"b": "float32"})
        shared = read(dtype={"till": "category"})
        print(some["b"].equals(whole["b"]), size(some) * 2 < size(whole))
        print(size(narrow[["b"]]) * 2 == size(whole[["b"]]))
        print(size(shared[["till"]]) * 5 < size(whole[["till"]]))
        """,
    )

    assert words == ["True True", "True", "True"]
