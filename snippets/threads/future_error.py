"""An executor keeps the exception of a call and raises it where you
ask for the result."""

from concurrent.futures import ThreadPoolExecutor


def pay(price: int, purse: int) -> int:
    if price > purse:
        raise ValueError("the purse is too small")
    return purse - price


def main() -> None:
    with ThreadPoolExecutor() as pool:
        payment = pool.submit(pay, 30, 20)
    try:
        print("left in the purse:", payment.result())
    except ValueError as error:
        print("not paid:", error)


if __name__ == "__main__":
    main()
