"""The loop goes over a copy, so a thread may add to the set."""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    guests = {"Ada", "Bob"}
    with ThreadPoolExecutor() as pool:
        for name in guests.copy():
            pool.submit(guests.add, f"friend of {name}").result()
    print("guests:", len(guests))


if __name__ == "__main__":
    main()
