# /// script
# [tool.sample]
# expect = "error"
# error = "KeyError: 'Ada'"
# ///
"""A guest who was never asked is looked up all the same."""

rooms = {"Bob": 7}


def room_of(guest: str) -> int:
    return rooms[guest]


def main() -> None:
    print("Bob has room", room_of("Bob"))
    print("Ada has room", room_of("Ada"))


if __name__ == "__main__":
    main()
