# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# ///
"""A global that `main` fills is missing in every worker that was not
forked."""

from concurrent.futures import ProcessPoolExecutor

table: dict[str, int]


def look_up(item: str) -> int:
    return table[item]


def main() -> None:
    global table
    table = {"bread": 4, "milk": 2}
    with ProcessPoolExecutor(max_workers=2) as pool:
        try:
            print("prices:", list(pool.map(look_up, ["bread", "milk"])))
        except NameError as problem:
            print(f"NameError: {problem}")


if __name__ == "__main__":
    main()
