# /// script
# dependencies = ["asgiref", "django"]
# ///
"""A coroutine has Django ask the database in a thread, and awaits the
answer."""

import asyncio

from asgiref.sync import sync_to_async
from django import setup
from django.conf import settings
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
    for item in ITEMS:
        print(await sync_to_async(price)(item))


def main() -> None:
    engine = "django.db.backends.sqlite3"
    shop = {"ENGINE": engine, "NAME": "file:"}
    settings.configure(DATABASES={"default": shop})
    setup()
    asyncio.run(order())


if __name__ == "__main__":
    main()
