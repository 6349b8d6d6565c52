"""A guest who was never asked has no room, and that is an answer."""

rooms = {"Bob": 7}


def room_of(guest: str) -> int | None:
    return rooms.get(guest)


def main() -> None:
    print("Bob has room", room_of("Bob"))
    print("Ada has room", room_of("Ada"))


if __name__ == "__main__":
    main()
