"""Asking every future brings a task's failure to light."""

from concurrent.futures import ThreadPoolExecutor

ADDRESSES = ["ada@example.org", "bob", "eve@example.org"]


def send(address: str) -> None:
    if "@" not in address:
        raise ValueError(f"no such address: {address}")


def main() -> None:
    with ThreadPoolExecutor() as pool:
        letters = [pool.submit(send, address) for address in ADDRESSES]
    for letter in letters:
        print(letter.exception() or "sent")


if __name__ == "__main__":
    main()
