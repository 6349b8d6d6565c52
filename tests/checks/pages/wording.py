"""The words of a line, and which of them make what it says.

Of a line everything is kept apart that could make it say something else: the words
that turn a sentence over, numbers, names in code marks, and what this site is about.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from tests.checks.pages.markdown import FRONT_MATTER, Page

#: Words by which a sentence comes to say something else, and is as well written as before.
TURNS = frozenset(
    """
    no not never none nothing nobody neither nor cannot can't without with yes isn't doesn't
    always only all every each any some both either one two three four half once twice
    everything everybody anything anybody something somebody
    first last before after begins begin ends end earlier later early late next until since when
    while still already again older newer oldest newest old new
    more less fewer most least faster slower larger smaller longer shorter higher lower cheaper
    costlier many few fast slow
    true false right wrong safe unsafe on off in out inside outside above below over under to from
    accepts accept refuses refuse refused accepted takes gives gets raises raise returns return
    waits wait runs run blocks block keeps keep loses lose lost kept shares share shared copies
    copy copied passes pass fails fail failed stops stop goes sees misses hears ignores allows
    forbids needs open opens close closes closed opened starts start started read write reads writes
    reader writer sender receiver cancelled cancels converted done finished unfinished killed
    parent child parents children main worker workers caller callee
    thread threads process processes interpreter interpreters spawn spawned fork forked forkserver
    linux macos windows default defaults ordered unordered gil
    producer producers consumer consumers client clients server servers owner holder handler
    task tasks item items job jobs page pages file files core cores cpu cpus pool pools queue queues
    lock locks future futures event events call calls program programs
    bit bits byte bytes kibibyte kibibytes mebibyte mebibytes gibibyte gibibytes
    nanosecond nanoseconds microsecond microseconds millisecond milliseconds second seconds
    minute minutes hour hours day days
    take turns overlap order once meet begins
    is are was does do did can may must will has have the a an it its and or but so of by at
    """.split()
)
#: Of these, what turns nothing by itself.
SMALL = frozenset("is are was the a an it its and or but so of by at to in does do did".split())
#: What the sentences of this site are about, beside those: who says something of it says how it is.
FIELD = frozenset(
    """
    handlers owners holders callers memory descriptor descriptors socket sockets connection
    connections pipe pipes signal signals sigterm ctrl exception exceptions error errors result
    results traceback tracebacks timeout timeouts limit limits deadlock deadlocks race races barrier
    barriers semaphore semaphores condition conditions executor executors loop loops coroutine
    coroutines callback callbacks argument arguments keyword seed seeds state module modules import
    imports imported object objects pickle pickled table row rows line lines chunk chunks batch
    batches wheel wheels build builds version versions container containers shell group groups
    exit status daemon system kernel scheduler atomic generator generators iterator iterators
    cache buffer log logs message messages answer answers data value values wakes dies died crash
    crashes restarts ignored inherits inherited handed hands reaches reached comes came
    """.split()
)
#: These go with the name behind them.
ARTICLES = ("a", "an")
#: Where a link leads is for `referred` to say.
ADDRESS = re.compile(r"\]\([^()\s]*\)")
TOKEN = re.compile(r"\[\[[^\]]*\]\]|[A-Za-z_][\w']*|\d[\d.]*|[<>=]=|[<>]")
NUMBER = re.compile(r"\[\[[\w-]+/[\w.-]+.*|\d[\d.]*|[<>=]=|[<>]")
MEASURED = re.compile(r"\[\[(?P<name>[\w-]+/[\w-]+_timing\.[^|]*)\|(?P<bounds>.*)\]\]")
#: What stands in code marks.
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
#: Fences whose lines say something of what they draw.
DRAWING = ("timeline", "chart")


@cache
def short(text: str) -> str:
    """A digest of four letters: 16 million of them, and a page has a hundred lines."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:3]).decode()


def lines_of(page: Page) -> list[tuple[int, str]]:
    """The lines of a page that say something, with their numbers; front matter does not."""
    front = FRONT_MATTER.match(page.text)
    first = front[0].count("\n") if front else 0
    found = [(n, s) for n, s in enumerate(page.unfenced.split("\n"), 1) if n > first and s.strip()]
    found = [(number, line) for number, line in found if not line.startswith("#")]
    for fence in page.fences:
        if fence.language in DRAWING:
            found += [(fence.line + n, s) for n, s in enumerate(fence.text.split("\n"), 1) if s]
    return [(number, line.strip()) for number, line in found]


def tokens_of(line: str) -> list[str]:
    """The words, numbers and names of a line; where its links lead is left out."""
    found = (" ".join(token.split()) for token in TOKEN.findall(ADDRESS.sub("]", line)))
    return [token if token.startswith("[[") else token.lower() for token in found]


def turns(token: str) -> bool:
    """Whether a word or a number can turn the sense of what stands around it."""
    return token in TURNS or bool(NUMBER.fullmatch(token))


def unbound(token: str) -> str:
    """A number without its bounds, which are looked at by themselves."""
    return match["name"] if (match := MEASURED.fullmatch(token)) else token


def sense_of(line: str) -> list[str]:
    """What a line says, less the words around it and their order."""
    names = {token for code in CODE.findall(line) for token in tokens_of(code)}
    said = {token for token in tokens_of(line) if _weighs(token) or token in names}
    return sorted(unbound(token) for token in said)


def _weighs(token: str) -> bool:
    return (turns(token) or token in FIELD) and token not in SMALL
