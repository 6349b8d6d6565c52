"""EOFError is taken for the end of the messages."""

from multiprocessing import Pipe


def main() -> None:
    near, far = Pipe()
    far.send("bread")
    far.close()
    try:
        while True:
            print("got:", near.recv())
    except EOFError:
        print("that was all")


if __name__ == "__main__":
    main()
