# /// script
# [tool.sample.variants.newer]
# python = ">=3.15"
# ///
"""Brackets around one argument make no tuple, so the call fails in the
thread."""

from threading import Thread


def water(liters: int) -> None:
    print("liters of water:", liters)


def main() -> None:
    gardener = Thread(target=water, args=(5))  # type: ignore
    gardener.start()
    gardener.join()


if __name__ == "__main__":
    main()
