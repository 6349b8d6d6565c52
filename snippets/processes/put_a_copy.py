# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Each batch is a list of its own, so nothing changes after it was
submitted."""

from concurrent.futures import ProcessPoolExecutor

PAGES = ["page 1", "page 2", "page 3", "page 4"]
SIZE = 2


def main() -> None:
    starts = range(0, len(PAGES), SIZE)
    batches = [PAGES[start : start + SIZE] for start in starts]
    with ProcessPoolExecutor(max_workers=1) as pool:
        tasks = [pool.submit(len, batch) for batch in batches]
        sizes = [task.result() for task in tasks]
    print("pages in each batch:", sizes)


if __name__ == "__main__":
    main()
