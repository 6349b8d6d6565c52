"""A loop over a copy of the keys goes on while another thread adds
one."""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    stock = {"apples": 3, "pears": 5}

    def deliver() -> None:
        stock["plums"] = 8

    with ThreadPoolExecutor() as pool:
        for item in list(stock):
            pool.submit(deliver).result()
            print("counted:", item)


if __name__ == "__main__":
    main()
