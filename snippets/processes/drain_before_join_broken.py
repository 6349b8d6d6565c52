# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A process does not end before its queue has been read, so who joins
first waits for ever."""

from multiprocessing import Process, Queue, queues


def develop(tray: "queues.Queue[bytes]") -> None:
    tray.put(bytes(1_000_000))


def main() -> None:
    tray: queues.Queue[bytes] = Queue()
    child = Process(target=develop, args=(tray,))
    child.start()
    child.join()
    photo = tray.get()
    print("kilobytes in the photo:", len(photo) // 1000)
    print("exit code of the child:", child.exitcode)


if __name__ == "__main__":
    main()
