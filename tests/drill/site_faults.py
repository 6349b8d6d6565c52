"""Faults in what is typed on pages, and in what the site makes of them."""

from __future__ import annotations

from tests.drill.look import TYPED, browser, build, site
from tests.drill.page_faults import INDEX
from tests.drill.plant import Case, add, both, edit, hook
from tests.plugins.turns import share_of_page

#: Words that no packing makes short, on each page.
HEAVY = hook(
    "import random\n"
    "def on_page_content(html, **more):\n"
    "    words = random.Random(0)\n"
    "    return html + '<p>' + ' '.join(words.randbytes(60).hex() for _ in range(200))\n"
)

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
#: A browser looks at the pages in shares; this one has the article on threads.
THREADS = share_of_page("threads/index.html")
SEARCH = "{{ lang.t('search.placeholder') }}"
#: Seen when the Python typed on a page runs.
TYPING = [
    Case(
        "Python typed in a list",
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
        HEAVY,
        site("weight_next"),
        ("the page alone sends ", "make two pages of it"),
    ),
    Case(
        "page that is not marked in the list of pages",
        edit("theme/site/main.html", ' aria-current="page"', ""),
        site("here_is_marked"),
        ("in the list of pages, ./ is not marked as here", "theme/site/main.html"),
    ),
    Case(
        "article that is too heavy",
        HEAVY,
        site("weight_of_articles"),
        ("the article sends ", "make two pages of it"),
    ),
    Case(
        "fault in one state of a page each",
        both(
            edit("theme/site/main.html", f'aria-label="{SEARCH}" placeholder="{SEARCH}"', ""),
            add("theme/site/assets/find.css", FAINT),
        ),
        browser(f"tests/test_browser.py::test_no_page_keeps_a_reader_out[{THREADS}]"),
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
        edit("theme/site/assets/theme.js", "own.textContent;", "own.textContent.trim();"),
        browser(f"tests/test_browser.py::test_what_is_copied_is_what_was_tested[{THREADS}]"),
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
        "line of a change that is not said to go",
        hook(
            "def on_page_content(html, **more):\n"
            "    return re.sub('<del>.*?</del>', '', html, count=1, flags=re.S)\n"
        ),
        site("pairs_say_all_that_differs"),
        (
            "docs/threads/wrong.md:19 (built as threads/wrong/index.html): the pair of"
            " threads/standstill differs in more than it says",
            "-from threading import Lock",
        ),
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
