"""Who reads the queue first and joins afterwards gets the item and the
end of the process."""

from multiprocessing import Process, Queue, queues


def develop(tray: "queues.Queue[bytes]") -> None:
    tray.put(bytes(1_000_000))


def main() -> None:
    tray: queues.Queue[bytes] = Queue()
    child = Process(target=develop, args=(tray,))
    child.start()
    photo = tray.get()
    child.join()
    print("kilobytes in the photo:", len(photo) // 1000)
    print("exit code of the child:", child.exitcode)


if __name__ == "__main__":
    main()
