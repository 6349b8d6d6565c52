"""What stands in sentences: no number that could be measured, no word that belittles."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from shelf.fault import Fault
from tests.checks.pages.markdown import NOT_PROSE, Page, without

ONES = "one two three four five six seven eight nine ten eleven twelve fifteen twenty".split()
TENS = "thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen".split()
SHARES = (
    "half third quarter fifth sixth seventh eighth ninth tenth twelfth twentieth"
    " hundredth thousandth millionth".split()
)
#: A number in figures or in words.
NUMBER = (
    rf"(?:\d[\d.,]*|(?:a\s+)?(?:{'|'.join(ONES + TENS)})(?:[\s-]+(?:{'|'.join(ONES + TENS)}))*)"
)
COUNTED = rf"(?:{NUMBER}|half\s+an?|a\s+quarter\s+of\s+an?|a\s+few|several|a\s+couple\s+of)"
PARTS = r"(?:nano|micro|milli)"
#: What makes "twice" or "ten times" a factor, and not a count of events.
MORE = (
    r"(?:as|the|that|its|their|more|less|fewer|faster|slower|quicker|longer|shorter|bigger"
    r"|larger|smaller|cheaper|dearer|better|worse|higher|lower)"
)
ABOUT = r"(?:by|nearly|almost|roughly)"

#: What a page may not state by hand: its name, and how it looks.
#: "5 MB" and "5 mb" are both typed, but "5 b" is no size, so case is minded there.
TYPED = (
    (
        "duration",
        rf"\b{COUNTED}[\s-]*(?:{PARTS}?seconds|minutes?|hours?)\b"
        rf"|\b(?:{COUNTED}|an?)[\s-]*{PARTS}seconds?\b"
        rf"|\b(?:one|\d[\d.,]*|half\s+a)[\s-]+second\b"
        r"|\b(?:tens|hundreds|thousands)\s+of\s+\w*seconds\b"
        r"|(?<![\w.])\d[\d.,]*\s?(?:ns|µs|μs|us|ms|s|sec|secs|min|mins|h)\b",
    ),
    (
        "factor",
        rf"\b(?:twice|thrice|{NUMBER}\s+times)\s+{MORE}\b"
        rf"|\b{ABOUT}\s+(?:twice|thrice|{NUMBER}\s+times)\b"
        rf"|\b{NUMBER}[\s-]?fold\b"
        r"|\b\d[\d.,]*\s?[x×](?!\w)|×\s?\d"
        r"|\b(?:doubles|triples|quadruples|halves)\s+the\b"
        r"|\bhalf\s+(?:as|the\s+(?:time|speed|memory|cost|work))\b"
        rf"|\b(?:an?|{'|'.join(ONES)})[\s-]+(?:{'|'.join(SHARES)})s?\s+of\s+"
        r"(?:the|its|their)\s+(?:time|speed|memory|cost|work)"
        r"|\borders?\s+of\s+magnitude\b"
        rf"|\bspeed-?\s?up\s+of\s+(?:about\s+)?{NUMBER}",
    ),
    ("percentage", rf"\d[\d.,]*\s?%|\b{NUMBER}\s+per\s?cent\b"),
    (
        "size of memory",
        rf"\b{NUMBER}[\s-]*(?:(?:kilo|mega|giga|tera|kibi|mebi|gibi)?bytes?)\b"
        r"|\b\d[\d.,]*\s?(?:[kKMGT]i?[bB]|B)\b",
    ),
    (
        "Python version",
        r"\b[cj]?(?:python|pypy)[\s-]?\d+(?:\.\d+)*t?\b|\b[cp]{1,2}y?[23]\d{1,2}t?\b"
        r"|\bv?[23]\.\d{1,2}(?:\.\d+)?t?\b",
    ),
)
IN_WORDS = "say what the program shows in words, or name a measured number: [[stem.key]]"
BY_HEADER = "name the program whose header says it: [[stem.python]], [[stem.variant]]"
BELITTLING = re.compile(r"(?i)\b(?:simply|just|easy|easily|obviously|of\s+course)\b")


#: Code within a sentence, and what stands between its ticks.
CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>[^`\n]+)(?P=ticks)(?!`)")
#: What makes words bold or slanted.
EMPHASIS = re.compile(r"\*+|(?<![^\W_])_+|_+(?![^\W_])")
#: A comment that parts what a reader sees as one word.
SEAM = re.compile(r"(?<=\S)<!--[^\n]*?-->(?=\S)")
ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);")


def typed_numbers(page: Page) -> list[Fault]:
    """Numbers that could be measured, typed into a sentence, whatever they are dressed in."""
    whole = SEAM.sub("", page.unfenced)
    prose, text = plain(without(whole, NOT_PROSE)), without(whole, NOT_PROSE[:1])
    found = [
        (prose.count("\n", 0, match.start()) + 1, name, match[0])
        for name, pattern in TYPED
        for match in re.finditer(pattern, prose, _case(name))
    ]
    found += [
        (text.count("\n", 0, match.start()) + 1, name, match["code"].strip())
        for match in CODE.finditer(text)
        for name in _typed_as(match["code"])
    ]
    return [
        Fault(
            f"a {name} typed by hand: {' '.join(words.split())!r}",
            page.at(line),
            "nobody measures a typed number again, so it is true until something changes",
            BY_HEADER if name == "Python version" else IN_WORDS,
        )
        for line, name, words in dict.fromkeys(found)
    ]


@cache
def _typed_as(code: str) -> tuple[str, ...]:
    """What the whole of a code mark states by hand."""
    said = plain(code).strip(" ~<>=+")
    return tuple(name for name, typed in TYPED if re.fullmatch(typed, said, _case(name)))


def plain(text: str) -> str:
    """`text` as a reader sees it: entities are the signs they stand for, and nothing is bold.

    No line is added or lost.
    """
    text = ENTITY.sub(lambda match: " ".join(unescape(match[0]).split("\n")), text)
    text = re.sub("[\u200b\u2060\ufeff\xad]", "", text)
    return ESCAPED.sub("", EMPHASIS.sub("", text))


def _case(name: str) -> re.RegexFlag:
    return re.RegexFlag(0) if name == "size of memory" else re.IGNORECASE


def belittling_words(page: Page) -> list[Fault]:
    """Words that tell a reader who struggles that there is nothing to struggle with."""
    return [
        Fault(
            f"the word {' '.join(match[0].split())!r}",
            page.at(page.line_of(match.start())),
            "what is so to the writer is not so to the reader, who then feels slow",
            "leave it out, and the sentence is better",
        )
        for match in BELITTLING.finditer(page.prose)
    ]
