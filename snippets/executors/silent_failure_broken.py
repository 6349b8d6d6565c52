"""A failed task makes no sound when nobody asks its future."""

from concurrent.futures import ThreadPoolExecutor

ADDRESSES = ["ada@example.org", "bob", "eve@example.org"]


def send(address: str) -> None:
    if "@" not in address:
        raise ValueError(f"no such address: {address}")


def main() -> None:
    with ThreadPoolExecutor() as pool:
        for address in ADDRESSES:
            pool.submit(send, address)
    print("all letters sent")


if __name__ == "__main__":
    main()
