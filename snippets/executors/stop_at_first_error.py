"""The first error, and Ctrl-C too, cancels what has not begun and ends
the program with that error."""

from concurrent.futures import (
    FIRST_EXCEPTION,
    ThreadPoolExecutor,
    wait,
)

IMAGES = ["cat.png", "dog.png", "fox.png", "owl.png"]
WORKERS = 2


def shrink(image: str) -> str:
    return image.replace(".", "-small.")


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            work = [pool.submit(shrink, image) for image in IMAGES]
            done, _ = wait(work, return_when=FIRST_EXCEPTION)
            for image in done:
                image.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    print("made:", *[image.result() for image in work])


if __name__ == "__main__":
    main()
