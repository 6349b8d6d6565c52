# /// script
# dependencies = ["flask"]
# [tool.sample.variants.no_gil]
# python = ">=3.14"
# gil = false
# ///
"""A thread that a Flask view starts has no app and no request: those
belong to the thread of the view."""

from concurrent.futures import Future, ThreadPoolExecutor

from flask import Flask, current_app, request

GUESTS = ["Ada", "Bob"]


def thank() -> str:
    shop = current_app.config["SHOP"]
    return f"{shop} thanks {request.args['guest']}"


def make_app(
    pool: ThreadPoolExecutor, jobs: "list[Future[str]]"
) -> Flask:
    app = Flask("shop")
    app.config.update(SHOP="The tea shop", TESTING=True)

    @app.get("/order")
    def order() -> str:
        jobs.append(pool.submit(thank))
        return "ordered"

    return app


def main() -> None:
    jobs: list[Future[str]] = []
    with ThreadPoolExecutor(1) as pool:
        browser = make_app(pool, jobs).test_client()
        for guest in GUESTS:
            print(browser.get(f"/order?guest={guest}").text)
    for job in jobs:
        try:
            print(job.result())
        except RuntimeError as error:
            print("RuntimeError:", str(error).split("\n")[0])


if __name__ == "__main__":
    main()
