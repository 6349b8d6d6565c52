# /// script
# [tool.sample.variants.older]
# python = "<3.14"
# ///
"""A class that goes by another name in its module cannot travel."""

from concurrent.futures import ProcessPoolExecutor

Page = type("Sheet", (dict,), {})


def main() -> None:
    page = Page(title="Preface", words=120)
    with ProcessPoolExecutor(max_workers=1) as pool:
        problem = pool.submit(len, page).exception()
    print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
