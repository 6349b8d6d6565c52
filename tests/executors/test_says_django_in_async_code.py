"""What the page "Call Django from async code" says, held to Django on a small database."""

from __future__ import annotations

import pytest

from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

HEAD = """\
import asyncio, os, threading

import django
from asgiref.sync import ThreadSensitiveContext, async_to_sync, sync_to_async
from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation

shop = {"ENGINE": "django.db.backends.sqlite3", "NAME": "shop.db"}
settings.configure(DATABASES={"default": shop}, INSTALLED_APPS=["django.contrib.contenttypes"])
django.setup()

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

call_command("migrate", verbosity=0)
both = threading.Barrier(2, timeout=60)


def name():
    return threading.current_thread().name


def count():
    return ContentType.objects.count()


async def tried(work):
    try:
        print(await work())
    except SynchronousOnlyOperation:
        print("refused")


"""


def said(job: Job, text: str) -> list[str]:
    """What a text prints after that head."""
    done = job.start_text("executors/django_async", HEAD + text).finish()

    assert done.code == 0, done.err
    return done.out.splitlines()


def test_the_loop_of_the_thread_decides(job: Job) -> None:
    """A plain function deep below, a queryset that is read late, a close and a transaction."""
    text = """\
async def deep():
    return count()

async def late():
    return list(await sync_to_async(ContentType.objects.all)())

async def close():
    return connection.close()

async def atomic():
    with transaction.atomic():
        await asyncio.sleep(0)

async def own_thread():
    return await asyncio.to_thread(count)

async def inside():
    return await sync_to_async(lambda: len(list(ContentType.objects.all())))()

async def own_async():
    await ContentType.objects.aget(model="contenttype")
    return len([one async for one in ContentType.objects.all()])

for work in (deep, late, close, atomic, own_thread, inside, own_async):
    asyncio.run(tried(work))
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
asyncio.run(tried(deep))
"""
    assert said(job, text) == ["refused"] * 4 + ["1"] * 4


def test_calls_share_a_thread_by_default(job: Job) -> None:
    """The caller's below `async_to_sync`; one for each context; and others side by side."""
    text = """\
async def three(**how):
    names = await asyncio.gather(*(sync_to_async(name, **how)() for _ in range(3)))
    return len(set(names))

async def meet(**how):
    await asyncio.gather(*(sync_to_async(both.wait, **how)() for _ in range(2)))
    return "met"

async def meet_in_threads():
    await asyncio.gather(*(asyncio.to_thread(both.wait) for _ in range(2)))
    return "met"

async def request():
    async with ThreadSensitiveContext():
        return await sync_to_async(both.wait)()

async def requests():
    await asyncio.gather(request(), request())
    return "met"

async def below():
    return await sync_to_async(name)()

asyncio.run(tried(three))
asyncio.run(tried(lambda: meet(thread_sensitive=False)))
asyncio.run(tried(meet_in_threads))
asyncio.run(tried(requests))
print(async_to_sync(below)() == name())
"""
    assert said(job, text) == ["1", "met", "met", "met", "True"]


def test_a_thread_keeps_its_connection_until_it_closes_it(job: Job) -> None:
    """Two that work side by side have one each; `connection.close` is that of the loop's thread."""
    words = "DatabaseWrapper objects created in a thread can only be used in that same thread"
    text = """\
def own():
    connection.ensure_connection()
    both.wait()
    return id(connection.connection)

def is_open():
    return connection.connection is not None

async def main():
    print(len(set(await asyncio.gather(*(asyncio.to_thread(own) for _ in range(2))))))
    await sync_to_async(count)()
    print(await sync_to_async(is_open)())
    try:
        await sync_to_async(connection.close)()
    except DatabaseError as error:
        print(str(error).split(".")[0])
    await sync_to_async(lambda: connection.close())()
    print(await sync_to_async(is_open)())

asyncio.run(main())
"""
    assert said(job, text) == ["2", "True", words, "False"]
