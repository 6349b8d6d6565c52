"""What the generated pages of what was measured say of their numbers."""

from __future__ import annotations

import pyperf
import pytest

from shelf import measuring
from shelf.timing import timings


@pytest.mark.parametrize("sample", measuring().values(), ids=lambda sample: sample.stem)
def test_half_of_the_values_lie_within_the_spread(sample) -> None:
    """A number is the middle one of its values, and its spread holds half of them."""
    for timing in timings(sample).values():
        suite = pyperf.BenchmarkSuite.load(str(timing.path))
        for one in suite.get_benchmarks():
            values, figure = sorted(one.get_values()), timing.figures[one.get_name()]
            within = [v for v in values if abs(v - figure.value) <= figure.spread * (1 + 1e-9)]

            assert len(within) * 2 >= len(values) > 1
            assert sum(v <= figure.value for v in values) * 2 >= len(values)
            assert sum(v >= figure.value for v in values) * 2 >= len(values)
