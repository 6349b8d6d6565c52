# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: dictionary changed size during iteration"
# ///
"""A dict that another thread grows ends the loop over it."""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    stock = {"apples": 3, "pears": 5}

    def deliver() -> None:
        stock["plums"] = 8

    with ThreadPoolExecutor() as pool:
        for item in stock:
            pool.submit(deliver).result()
            print("counted:", item)


if __name__ == "__main__":
    main()
