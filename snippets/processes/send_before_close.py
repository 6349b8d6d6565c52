"""The end is closed after the last message."""

from multiprocessing import Pipe


def main() -> None:
    near, far = Pipe()
    near.send("bread")
    print("got:", far.recv() if far.poll(60) else "nothing")
    near.close()


if __name__ == "__main__":
    main()
