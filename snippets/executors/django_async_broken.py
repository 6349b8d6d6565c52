# /// script
# dependencies = ["asgiref", "django"]
# ///
"""Django refuses to ask the database in the thread of an event loop
that runs."""

import asyncio

from django import setup
from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection

ITEMS = ["tea", "bread"]


def price(item: str) -> str:
    try:
        cursor = connection.cursor()
        cursor.execute("select '4 euros'")
        return f"{item}: {cursor.fetchone()[0]}"
    finally:
        connection.close()


async def order() -> None:
    try:
        for item in ITEMS:
            print(price(item))
    except SynchronousOnlyOperation as error:
        print("SynchronousOnlyOperation:", error)


def main() -> None:
    engine = "django.db.backends.sqlite3"
    shop = {"ENGINE": engine, "NAME": "file:"}
    settings.configure(DATABASES={"default": shop})
    setup()
    asyncio.run(order())


if __name__ == "__main__":
    main()
