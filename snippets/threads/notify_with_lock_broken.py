# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: cannot notify on un-acquired lock"
# ///
"""A notice outside of the condition's lock is refused."""

from threading import Condition


def main() -> None:
    arrived, letters = Condition(), list[str]()
    letters.append("from Ada")
    arrived.notify()
    print("letters:", letters)


if __name__ == "__main__":
    main()
