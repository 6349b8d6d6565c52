"""Names in a sentence lead to what proves them; facts and tables."""

from __future__ import annotations


def test_names_lead_to_the_figure_that_proves_them(draw):
    """A program's name, words for it, and facts of its header; in a table too."""
    page = draw("""
        See [[threads/lose]], [[ threads/lose |it *loses*]], [[threads/fail. python ]].

        | a | b |
        |---|---|
        | [[threads/newer.older]] | [[threads/lose\\|words]] |

        `[[0] * 3]` is code.
    """)
    links = [(a.get_text(), a["href"], a["class"][0]) for a in page.select("a")]

    assert links == [
        ("lose", "other.md#threads-lose", "program"),
        ("it loses", "other.md#threads-lose", "program"),
        ("3.14 and later", "other.md#threads-fail", "fact"),
        ("3.13 and older", "other.md#threads-newer", "fact"),
        ("words", "other.md#threads-lose", "program"),
    ]
    assert page.find("code", string="[[0] * 3]")
    assert page.select_one("a.program code").get_text() == "lose"
    assert len(page.select("a.program code")) == 1


def test_the_facts_of_an_article_stand_in_a_strip(draw):
    """A definition list is one by its first term; any other is left alone."""
    page = draw("""
        Works on
        :   [[threads/lose.marks]]

        Platforms
        :   the same on every system

        Between.

        Lock
        :   a term
    """)

    assert [one.get("class") for one in page.select("dl")] == [["facts"], None]
    assert [term.get_text() for term in page.select(".facts dt")] == ["Works on", "Platforms"]
    assert page.select_one(".facts a.marks")["href"] == "other.md#threads-lose"


def test_a_wide_table_scrolls_by_itself(draw):
    """In a frame of its own, and what follows it stays behind it."""
    page = draw("| | b |\n|---|---|\n| 1 | 2 |\n\nafter\n")

    assert [cell.get_text() for cell in page.select("div.scrolls > table tbody td")] == ["1", "2"]
    assert page.select_one("div.scrolls + p").get_text() == "after"
    assert [head.get_text() for head in page.select("th")] == ["b"]
