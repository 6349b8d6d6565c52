"""A `Value` locks each read and each write, and not the two together,
so one of two deposits is lost."""

from multiprocessing import Barrier, Process, Value, sharedctypes
from multiprocessing.synchronize import Barrier as Meeting


def deposit(
    balance: "sharedctypes.Synchronized[int]", meeting: Meeting
) -> None:
    seen = balance.value
    meeting.wait()  # both have read, neither has written
    balance.value = seen + 10


def main() -> None:
    balance = Value("i", 0)
    meeting = Barrier(2)
    clerks = [
        Process(target=deposit, args=(balance, meeting)) for _ in "ab"
    ]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    print("two deposits of 10 leave", balance.value)


if __name__ == "__main__":
    main()
