# /// script
# [tool.sample]
# expect = "error"
# error = "InvalidStateError"
# ///
"""A future that has its result gets a second one."""

from concurrent.futures import Future


def main() -> None:
    answer: Future[str] = Future()
    for server in ("first", "second"):
        answer.set_result(server)
    print("answer from:", answer.result())


if __name__ == "__main__":
    main()
