"""Only the first answer becomes the result of the future."""

from concurrent.futures import Future


def main() -> None:
    answer: Future[str] = Future()
    for server in ("first", "second"):
        if not answer.done():
            answer.set_result(server)
    first = answer.result() if answer.done() else "nobody"
    print("answer from:", first)


if __name__ == "__main__":
    main()
