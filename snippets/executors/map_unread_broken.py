"""A failed task makes no sound when nobody takes the results of
map."""

from concurrent.futures import ThreadPoolExecutor

ADDRESSES = ["ada@example.org", "bob", "eve@example.org"]


def send(address: str) -> str:
    if "@" not in address:
        raise ValueError(f"no such address: {address}")
    return address


def main() -> None:
    with ThreadPoolExecutor() as pool:
        pool.map(send, ADDRESSES)
    print("all letters sent")


if __name__ == "__main__":
    main()
