# /// script
# requires-python = ">=3.14"
# ///
"""Text, numbers, bytes and tuples cross to another interpreter without
pickle; lists, dicts and sets do not."""

from concurrent.interpreters import is_shareable

GOODS = {
    "a number": 1.5,
    "text": "bread",
    "bytes": b"bread",
    "a tuple of them": (1, "bread"),
    "a view of bytes": memoryview(b"bread"),
    "a tuple with a list": (1, ["bread"]),
    "a list": ["bread"],
    "a dict": {"bread": 1},
    "a frozenset": frozenset({"bread"}),
}


def main() -> None:
    for name, thing in GOODS.items():
        how = "shared" if is_shareable(thing) else "pickled"
        print(f"{name}: {how}")


if __name__ == "__main__":
    main()
