"""Says how many claims the pages make and what answers for them: ``python -m tests.ledger``.

With ``--open`` it also prints the sentences that nobody has answered for.
"""

from __future__ import annotations

import argparse
from collections import Counter

from shelf import ROOT
from tests.checks.pages import answers


def main() -> None:
    """Print the counts, page by page."""
    parser = argparse.ArgumentParser(prog="python -m tests.ledger", description=__doc__)
    parser.add_argument("--open", action="store_true", help="list the unanswered sentences")
    for one in answers.open_claims(ROOT) if parser.parse_args().open else ():
        print(f"{one.page.at(one.line)}: {one.says}")
    total: Counter[str] = Counter()
    for page, here in answers.counts(ROOT).items():
        total += here
        print(f"{page:44}", *(f"{here[key]:>5}" for key in COLUMNS))
    print(f"{'all pages':44}", *(f"{total[key]:>5}" for key in COLUMNS))
    print(f"{'':44}", *(f"{key[:5]:>5}" for key in COLUMNS))


COLUMNS = ("sentences", "claims", "run", "test", "program", "docs", "open")

if __name__ == "__main__":
    main()
