# /// script
# dependencies = ["flask"]
# ///
"""A thread that a Flask view starts gets the app and the name of the
guest, and enters a context of that app."""

from concurrent.futures import Future, ThreadPoolExecutor

from flask import Flask, current_app, request

GUESTS = ["Ada", "Bob"]


def thank(app: Flask, guest: str) -> str:
    with app.app_context():
        return f"{current_app.config['SHOP']} thanks {guest}"


def make_app(
    pool: ThreadPoolExecutor, jobs: "list[Future[str]]"
) -> Flask:
    app = Flask("shop")
    app.config.update(SHOP="The tea shop", TESTING=True)

    @app.get("/order")
    def order() -> str:
        guest = request.args["guest"]
        jobs.append(pool.submit(thank, app, guest))
        return "ordered"

    return app


def main() -> None:
    jobs: list[Future[str]] = []
    with ThreadPoolExecutor(1) as pool:
        browser = make_app(pool, jobs).test_client()
        for guest in GUESTS:
            print(browser.get(f"/order?guest={guest}").text)
    for job in jobs:
        print(job.result())


if __name__ == "__main__":
    main()
