# /// script
# [tool.sample.spared]
# raise = "that the status stays 0 is what it shows"
# ///
"""An exception in a thread is printed and goes no further: join
returns, and the program ends as if all were well."""

from threading import Thread


def pay(price: int, purse: int) -> None:
    if price > purse:
        raise ValueError("the purse is too small")


def main() -> None:
    thread = Thread(target=pay, args=(30, 20))
    thread.start()
    thread.join()
    print("join has returned")
    print("thread alive:", thread.is_alive())


if __name__ == "__main__":
    main()
