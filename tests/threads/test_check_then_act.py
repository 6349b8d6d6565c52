from snippets.threads.check_then_act import Hotel


def test_of_two_namesakes_one_gets_the_room() -> None:
    """Two guests of one name are two guests, and the room is given to the first."""
    hotel = Hotel()

    assert [hotel.book("Ada"), hotel.book("Ada")] == [True, False]
