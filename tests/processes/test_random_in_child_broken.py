from collections.abc import Callable
from multiprocessing import get_all_start_methods

import pytest

from shelf import find

SHOWN = find("processes/random_in_child_broken").shown


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="no fork on this system")
def test_a_forked_child_seeds_the_module_anew(printed: Callable[[str], str]) -> None:
    """The functions of random draw other numbers in each forked child, whatever the seed."""
    module = SHOWN.replace("rng = random.Random(1)", "random.seed(1)").replace("rng.", "random.")
    forked = module.replace("(max_workers=1)", "(1, get_context('fork'))")
    source = forked.replace(
        "import random\n", "import random\nfrom multiprocessing import get_context\n"
    )

    assert printed(source) == "2 children drew numbers: 2\n"


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="no fork on this system")
@pytest.mark.parametrize("seed", ["1", ""])
def test_a_generator_of_ones_own_is_copied(printed: Callable[[str], str], seed: str) -> None:
    """A forked child has a copy of it, seeded or not."""
    forked = SHOWN.replace("(max_workers=1)", "(1, get_context('fork'))").replace(
        "Random(1)", f"Random({seed})"
    )
    source = forked.replace(
        "import random\n", "import random\nfrom multiprocessing import get_context\n"
    )

    assert printed(source) == "2 children drew numbers: 1\n"
