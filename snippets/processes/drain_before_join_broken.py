# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A process does not end before its queue has been read, so who joins
first waits for ever."""

from multiprocessing import Process, Queue, queues


def compress(pages: int, done: "queues.Queue[bytes]") -> None:
    done.put(bytes(pages * 1000))


def main() -> None:
    done: queues.Queue[bytes] = Queue()
    child = Process(target=compress, args=(1000, done))
    child.start()
    child.join()
    result = done.get()
    print("kilobytes in the result:", len(result) // 1000)
    print("exit code of the child:", child.exitcode)


if __name__ == "__main__":
    main()
