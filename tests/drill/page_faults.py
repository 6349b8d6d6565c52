"""Faults in pages, in what is typed on them, and in what the site makes of them."""

from __future__ import annotations

from tests.drill.look import TYPED, browser, build, drawn, pages, site
from tests.drill.plant import Case, add, both, copy, edit, hook, rename

INDEX, WRONG = "docs/threads/index.md", "docs/threads/wrong.md"
TALLY = "snippets/threads/tally.py"
BROKEN_FIRST = "```sample\nthreads/no_guest_broken\n```\n"
FAINT = """
@media (prefers-color-scheme: dark) {
  main p { color: #444 !important }
  #menu a { color: #444 !important }
}
@media (prefers-color-scheme: light) {
  #search-results a { color: #ccc !important }
  #menu a { color: #ccc !important }
}
"""
SEARCH = "{{ lang.t('search.placeholder') }}"
RIGHT_NEXT = "```sample\nthreads/no_guest\n```\n"


def says(text: str) -> str:
    """A paragraph to be added to a page."""
    return f"\n{text}\n"


def fence(language: str, text: str, mark: str = "```") -> str:
    """A fence to be added to a page."""
    return f"\n{mark}{language}\n{text}\n{mark}\n"


#: Seen when a page is read.
READING = [
    Case(
        "stem renamed",
        rename(TALLY, "snippets/threads/vote_count.py"),
        pages("known_stems"),
        (
            "docs/threads/index.md:10: there is no program 'threads/tally'",
            "write the stem of a program of snippets/",
        ),
    ),
    Case(
        "unused snippet",
        copy(TALLY, "snippets/threads/idle_hands.py"),
        pages("one_place_each"),
        (
            "snippets/threads/idle_hands.py:1: no page shows this program",
            "show it where it is talked about, in a sample fence that names threads/idle_hands",
        ),
    ),
    Case(
        "program on two pages",
        add(INDEX, fence("sample", "threads/standstill")),
        pages("one_place_each"),
        ("threads/standstill stands at docs/threads/index.md:", "docs/threads/wrong.md:"),
    ),
    Case(
        "right program not next",
        both(
            edit(WRONG, BROKEN_FIRST, ""), edit(WRONG, RIGHT_NEXT, RIGHT_NEXT + "\n" + BROKEN_FIRST)
        ),
        pages("right_after_broken"),
        ("after threads/no_guest_broken comes threads/standstill_broken, not threads/no_guest",),
    ),
    Case(
        "program too far down",
        edit(INDEX, "A lock keeps both.", "A lock keeps both. " + "And so on. " * 30),
        pages("program_first"),
        ("docs/threads/index.md:6: 107 words stand before the first program, at most 80",),
    ),
    Case(
        "region of a fence typed by hand",
        add(
            INDEX,
            fence(
                "python",
                "voters = []\nfor voter in voters:\n    voter.start()\n"
                "for voter in voters:\n    voter.join()",
            ),
        ),
        pages("typed_by_hand"),
        ("a region of threads/tally typed by hand", "docs/threads/index.md:"),
    ),
    Case(
        "output typed by hand",
        add(INDEX, fence("text", "votes that were counted: 2")),
        pages("typed_by_hand"),
        ("what threads/tally prints, typed by hand",),
    ),
    Case(
        "Python under another name in a tab",
        edit(INDEX, "    ```python", "    ```py"),
        pages("spelt_as_python"),
        ("docs/threads/index.md:26: Python in a fence called 'py'", "write ```python"),
    ),
    Case(
        "Python between tildes",
        add(INDEX, fence("python", "print(1)", "~~~")),
        pages("spelt_as_python"),
        ("a fence of ~~~",),
    ),
    Case(
        "Python in a fence of text",
        add(INDEX, fence("text", "import this")),
        pages("spelt_as_python"),
        ("Python in a fence called 'text'",),
    ),
    Case(
        "fence that does not close",
        add(INDEX, "\n```text\nand so on"),
        pages("fences_are_whole"),
        ("a fence that does not close",),
    ),
    Case(
        "version typed by hand",
        add(INDEX, says("This needs Python 3.13.")),
        pages("no_typed_numbers"),
        ("a Python version typed by hand: 'Python 3.13'", "docs/threads/index.md:"),
    ),
    Case(
        "factor typed by hand",
        add(INDEX, says("Threads make this three times faster.")),
        pages("no_typed_numbers"),
        (
            "a factor typed by hand: 'three times faster'",
            "say what the program shows in words, or name a measured number: [[stem.key]]",
        ),
    ),
    Case(
        "version typed as code",
        add(INDEX, says("This needs `3.14`.")),
        pages("no_typed_numbers"),
        ("a Python version typed by hand: '3.14'", "docs/threads/index.md:"),
    ),
    Case(
        "duration typed as code",
        add(INDEX, says("This takes `5 ms`.")),
        pages("no_typed_numbers"),
        ("a duration typed by hand: '5 ms'",),
    ),
    Case(
        "version typed as an entity",
        add(INDEX, says("This needs 3&#46;14.")),
        pages("no_typed_numbers"),
        ("a Python version typed by hand: '3.14'",),
    ),
    Case(
        "version half in bold",
        add(INDEX, says("This needs **3**.15.")),
        pages("no_typed_numbers"),
        ("a Python version typed by hand: '3.15'",),
    ),
    Case(
        "output under a command",
        add(INDEX, fence("console", "$ python tally.py\nthree votes")),
        pages("only_commands"),
        ("a line of a console fence that is no command: 'three votes'",),
    ),
    Case(
        "command in a fence of text",
        add(INDEX, fence("text", "$ python tally.py\nthree votes")),
        pages("only_commands"),
        ("a command in a fence called 'text'",),
    ),
    Case(
        "Python in a fence of settings",
        add(INDEX, fence("ini", "while True:\n    ballot_box = 1")),
        pages("spelt_as_python"),
        ("Python in a fence called 'ini'",),
    ),
    Case(
        "output drawn in HTML",
        add(INDEX, says('<div style="white-space:pre">three votes</div>')),
        pages("no_raw_html"),
        ("docs/threads/index.md:", 'raw HTML: <div style="white-space:pre">'),
    ),
    Case(
        "file among the pages",
        add("docs/threads/tally.txt", "three votes\n"),
        pages("only_pages"),
        ("docs/threads/tally.txt:1: is no page",),
    ),
    Case(
        "guide that leads nowhere",
        add("README.md", "# One\n\nSee [the rules](CONTRIBUTING.md).\n"),
        pages("guides_lead_somewhere"),
        ("README.md:3: the link 'CONTRIBUTING.md' finds no CONTRIBUTING.md",),
    ),
    Case(
        "guide that leads to no heading",
        add("README.md", "# One rule\n\nSee [the rule](README.md#one-rul).\n"),
        pages("guides_lead_somewhere"),
        ("finds no heading #one-rul; did you mean one-rule?",),
    ),
    Case(
        "word that belittles",
        add(INDEX, says("Simply take the lock.")),
        pages("no_belittling_words"),
        ("the word 'Simply'",),
    ),
    Case(
        "three callouts",
        add(INDEX, "\n!!! note\n    One more.\n\n??? tip\n    And another.\n"),
        pages("few_callouts"),
        ("docs/threads/index.md:", "3 callouts, at most 2"),
    ),
    Case(
        "directive of snippets",
        add(INDEX, says('--8<-- "snippets/threads/tally.py"')),
        pages("no_snippets_directive"),
        ("a directive of pymdownx.snippets",),
    ),
    Case(
        "page missing from the nav",
        edit("mkdocs.yml", "  - threads/wrong.md\n", ""),
        pages("nav_is_complete"),
        ("docs/threads/wrong.md stands in the nav nowhere",),
    ),
    Case(
        "nav names no page",
        edit("mkdocs.yml", "  - threads/wrong.md\n", "  - threads/wrong.md\n  - threads/rong.md\n"),
        pages("nav_is_complete"),
        ("the nav names threads/rong.md, which is no page; did you mean threads/wrong.md",),
    ),
    Case(
        "nav out of order",
        edit(
            "mkdocs.yml",
            "  - threads/index.md\n  - threads/wrong.md\n",
            "  - threads/wrong.md\n  - threads/index.md\n",
        ),
        pages("nav_is_in_order"),
        (
            "expected threads/index.md as the first page of its topic, seen threads/wrong.md",
            "in mkdocs.yml, move threads/index.md above threads/wrong.md",
        ),
    ),
    Case(
        "placeholder left",
        edit(INDEX, "A lock keeps both.", "Still to be written: the cure."),
        pages("nothing_unwritten"),
        ("docs/threads/index.md:4: still to be written: the cure",),
    ),
    Case(
        "line lit that is not there",
        edit(INDEX, 'lines="11-12"', 'lines="11-99"'),
        drawn("threads/index"),
        ("docs/threads/index.md:10: ", "make test ONLY=threads/index"),
    ),
]

#: Seen when the Python typed on a page runs.
TYPING = [
    Case(
        "Python typed in a tab",
        edit(INDEX, "len(votes) == 2", "len(votes) == 3"),
        TYPED,
        ("docs/threads/index.md:26 on Python", "seen exit status 1, AssertionError"),
    ),
    Case(
        "fence that raises",
        edit(INDEX, "active_count() == 1", "active_count(1)"),
        TYPED,
        ("docs/threads/index.md:18 on Python", "seen exit status 1, TypeError"),
    ),
    Case(
        "fence that leaves a child",
        edit(
            INDEX,
            "assert active_count() == 1",
            "import subprocess, sys\n"
            "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])",
        ),
        TYPED,
        ("docs/threads/index.md:18 on Python", "left behind: "),
    ),
]

#: Seen in the site, whatever generator and theme did.
BUILDING = [
    Case(
        "link broken",
        edit(INDEX, "(wrong.md#at-the-door)", "(rong.md#at-the-door)"),
        build,
        ("docs/threads/index.md:42: the link 'rong.md#at-the-door' leads nowhere",),
    ),
    Case(
        "anchor broken",
        edit(INDEX, "(wrong.md#at-the-door)", "(wrong.md#at-the-dor)"),
        build,
        ("docs/threads/index.md:42: the link 'wrong.md#at-the-dor' leads nowhere",),
    ),
    Case(
        "warning in the build",
        hook("print('this will end')\n"),  # as generators and themes speak of their own future
        build,
        ("the build says more than that it is built", "this will end"),
    ),
    Case(
        "program shown otherwise than tested",
        hook(
            "def on_page_content(html, **more):\n    return html.replace('Barrier', 'Semaphore')\n"
        ),
        site("code_is_tested"),
        (
            "docs/threads/index.md:11 (built as threads/index.html): a block of code that nobody"
            " tested, most like the program threads/tally",
            "+from threading import Semaphore, Lock, Thread",
            "the program threads/tally is not shown",
        ),
    ),
    Case(
        "transcript not shown",
        hook(
            "def on_page_content(html, **more):\n"
            "    return re.sub(r'<pre><code data-transcript.*?</pre>', '', html, flags=re.S)\n"
        ),
        site("code_is_tested"),
        ("the transcript tally.txt of threads/tally is not shown",),
    ),
    Case(
        "transcripts swapped",
        hook(
            "def on_page_content(html, **more):\n"
            "    block = re.compile(r'<pre><code data-transcript.*?</pre>', re.S)\n"
            "    other = reversed(block.findall(html))\n"
            "    return block.sub(lambda one: next(other), html)\n"
        ),
        site("figures_are_the_samples"),
        ("the figure of threads/tally_broken shows another text as tally_broken.txt",),
    ),
    Case(
        "wrong program called safe",
        hook(
            "def on_page_content(html, **more):\n"
            "    return html.replace('✗ Broken on purpose', '✓ Safe')\n"
        ),
        site("figures_are_the_samples"),
        ('the figure of threads/tally_broken does not say "Broken on purpose"',),
    ),
    Case(
        "wrong program drawn like a right one",
        hook(
            "def on_page_content(html, **more):\n"
            "    return html.replace('sample broken', 'sample')\n"
        ),
        site("figures_are_the_samples"),
        ("the figure of threads/tally_broken lacks the class broken",),
    ),
    Case(
        "style typed into a page",
        add(INDEX, '\n<p style="color: red">A word.</p>\n'),
        build,
        ("'<p style=\"color: red\">' stands in the page itself", "theme/site/assets/*.css"),
    ),
    Case(
        "picture of another host",
        add(INDEX, "\n![A chart](https://other.example.dev/chart.png)\n"),
        site("nothing_from_elsewhere"),
        ("takes https://other.example.dev/chart.png from another host",),
    ),
    Case(
        "page that is too heavy",
        hook(
            "import random\n"
            "def on_page_content(html, **more):\n"
            "    words = random.Random(0)\n"
            "    return html + '<p>' + ' '.join(words.randbytes(60).hex() for _ in range(200))\n"
        ),
        site("weight_next"),
        ("the page alone sends ", "make two pages of it"),
    ),
    Case(
        "fault in one state of a page each",
        both(
            edit("theme/site/main.html", f'aria-label="{SEARCH}" placeholder="{SEARCH}"', ""),
            add("theme/site/assets/find.css", FAINT),
        ),
        # the first share of the pages is enough
        browser("tests/test_browser.py::test_no_page_keeps_a_reader_out[0]"),
        (
            "wide and light: label at input",
            "wide and light, search open: color-contrast at ol > li",
            "wide and dark, search open: color-contrast at ",
            "narrow and dark: color-contrast at article > p",
            "narrow and dark, drawer open: color-contrast at li",
            "narrow and light, drawer open: color-contrast at li",
            "mend it in theme/",
        ),
    ),
    Case(
        "button that copies something else",
        edit("theme/site/assets/theme.js", "(program.textContent)", "(program.textContent.trim())"),
        browser("tests/test_browser.py::test_what_is_copied_is_what_was_tested[threads/tally]"),
        ("the button of threads/tally copies something else", "theme/site/assets/theme.js"),
    ),
    Case(
        "wrong program that a button copies",
        hook(
            "def on_page_content(html, **more):\n"
            "    return html.replace('<strong class=\"mark mark-broken\">',"
            " '<button class=\"sample-copy\">Copy</button><strong>')\n"
        ),
        site("figures_are_the_samples"),
        ("the figure of threads/tally_broken has a copy button",),
    ),
    Case(
        "figures in another order",
        hook(
            "def on_page_content(html, **more):\n"
            "    found = re.findall(r'<figure class=.sample.*?</figure>', html, flags=re.S)\n"
            "    for at, one in enumerate(found):\n"
            "        html = html.replace(one, f'@{at}@')\n"
            "    for at, one in enumerate(found[::-1]):\n"
            "        html = html.replace(f'@{at}@', one)\n"
            "    return html\n"
        ),
        site("figures_are_the_samples"),
        ("expected the figures threads/tally_broken, threads/tally, seen threads/tally, threads/",),
    ),
    Case(
        "code that is indented, and in no fence",
        add(INDEX, "\nAnd then:\n\n    print('nobody ran this')\n"),
        site("code_is_tested"),
        ("a block of code that nobody tested", "+print('nobody ran this')"),
    ),
    Case(
        "link that the generator does not see",
        hook(
            "def on_page_content(html, **more):\n    return html + '<a href=\"#nowhere\">x</a>'\n"
        ),
        site("links_resolve"),
        ("the link '#nowhere' finds no #nowhere in threads/index.html",),
    ),
    Case(
        "link that forgets the site's folder",
        hook(
            "def on_page_content(html, **more):\n    return html + '<a href=\"/threads/\">x</a>'\n"
        ),
        site("links_resolve"),
        ("the link '/threads/' leaves the site's folder",),
    ),
    Case(
        "id given away twice",
        hook("def on_page_content(html, **more):\n    return html + '<p id=\"see-also\"></p>'\n"),
        site("ids_are_unique"),
        ("docs/threads/index.md:40 (built as threads/index.html): the id 'see-also' stands 2",),
    ),
    Case(
        "download that differs",
        hook(
            "def on_post_build(config):\n"
            "    for file in pathlib.Path(config['site_dir']).rglob('tally.py'):\n"
            "        file.write_text('# changed')\n"
        ),
        site("downloads_are_the_files"),
        ("offers threads/tally.py, which differs from snippets/threads/tally.py",),
    ),
]
