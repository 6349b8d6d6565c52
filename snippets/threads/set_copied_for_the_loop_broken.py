# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: Set changed size during iteration"
# ///
"""A set that a thread adds to ends the loop over it."""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    guests = {"Ada", "Bob"}
    with ThreadPoolExecutor() as pool:
        for name in guests:
            pool.submit(guests.add, f"friend of {name}").result()
    print("guests:", len(guests))


if __name__ == "__main__":
    main()
