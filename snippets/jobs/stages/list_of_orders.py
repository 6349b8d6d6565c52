"""A file of orders, one on each line, in JSON."""

import json
from collections.abc import Iterator
from pathlib import Path


def stage() -> Iterator[None]:
    orders = [
        {"id": n, "prices": [n, 2 * n + 0.5]} for n in range(1, 41)
    ]
    text = "".join(f"{json.dumps(order)}\n" for order in orders)
    Path("orders.jsonl").write_text(text)
    yield
