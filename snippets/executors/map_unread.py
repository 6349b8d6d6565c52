# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError: no such address: bob"
# ///
"""A loop over the results of map raises what a task raised."""

from concurrent.futures import ThreadPoolExecutor

ADDRESSES = ["ada@example.org", "bob", "eve@example.org"]


def send(address: str) -> str:
    if "@" not in address:
        raise ValueError(f"no such address: {address}")
    return address


def main() -> None:
    with ThreadPoolExecutor() as pool:
        for address in pool.map(send, ADDRESSES):
            print("sent to", address)
    print("all letters sent")


if __name__ == "__main__":
    main()
