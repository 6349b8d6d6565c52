# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A class that goes by its own name in its module travels."""

from concurrent.futures import ProcessPoolExecutor

Page = type("Page", (dict,), {})


def main() -> None:
    page = Page(title="Preface", words=120)
    with ProcessPoolExecutor(max_workers=1) as pool:
        print("fields:", pool.submit(len, page).result())


if __name__ == "__main__":
    main()
