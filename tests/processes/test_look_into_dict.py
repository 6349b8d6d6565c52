import pytest

from snippets.processes.look_into_dict import Shelf


def test_names_with_two_underscores_are_not_asked_of_the_goods() -> None:
    """A list can be reversed, and the shelf that stands before it cannot."""
    shelf = Shelf(["tea"])

    assert shelf.count("tea") == 1  # type: ignore[operator]
    assert not hasattr(shelf, "__reversed__")


def test_a_shelf_without_goods_refuses_every_name() -> None:
    """As pickle makes it, before it is filled; to look for the goods would never end."""
    with pytest.raises(AttributeError, match="count"):
        _ = Shelf.__new__(Shelf).count
