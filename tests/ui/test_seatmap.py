"""A block is drawn with one path for each kind of seat."""

from kithkin.ui.seatmap import Box, Mark, picture


def row(*kinds, y=0):
    return [Mark(26 * place, y, kind, "A" if kind == "mine" else "") for place, kind in enumerate(kinds)]


def test_each_kind_is_one_path_however_many_seats():
    drawn = picture(row("free", "taken", "free", "resale", "wheel"))

    assert [kind for kind, _ in drawn.paths] == ["free", "taken", "resale", "wheel"]
    assert dict(drawn.paths)["free"].count("M") == 2


def test_the_view_holds_every_seat_and_the_names_of_the_rows():
    drawn = picture(row("free", "free"), rows=[(-30, 0, "F")])

    assert drawn.view == Box(-50, -20, 96, 40)
    assert str(drawn.view) == "-50 -20 96 40"


def test_own_seats_side_by_side_have_a_ring_around_them():
    assert picture(row("free", "mine", "mine")).halo == Box(12, -14, 54, 28)


def test_own_seats_in_two_rows_have_no_ring():
    assert picture([*row("mine"), *row("mine", y=28)]).halo is None


def test_the_pitch_lies_below_the_last_row():
    drawn = picture([*row("free", "free"), *row("free", y=28)], front=True)

    assert drawn.front.y > 28
    assert drawn.view.y + drawn.view.height >= drawn.front.y + drawn.front.height


def test_nothing_to_draw_is_no_mistake():
    assert picture([]).paths == []
