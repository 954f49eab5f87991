"""Questions to a label's lines: by keyword and place, whatever the label's turn and size."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.known_questions import asked
from inspector.domain.label_answer import answers
from inspector.domain.label_question import Question, keyword_of
from inspector.domain.label_search import LabelSearch
from inspector.domain.label_value import Calendar
from inspector.domain.text_line import Corners, Point, TextLine, turned

CALENDAR = Calendar(year_now=2026)
ALL = asked(["expiry", "lot", "serial", "net_weight"])
MEDICINE = (  # text, left, top: a box of tablets, its values in a column of their own, ten pixels high
    ("SN:", 0, 0), ("0287177509968", 60, 0),
    ("Ch.-B.:", 0, 12), ("HB205956-50", 60, 12),
    ("Verw.bis:", 0, 24), ("12.2082", 60, 24),
)  # fmt: skip


def line(text: str, x: float = 0, y: float = 0, *, height: float = 10, score: float = 0.97) -> TextLine:
    right, bottom = x + 6 * len(text), y + height
    return TextLine(text=text, score=score, corners=((x, y), (right, y), (right, bottom), (x, bottom)))


def said(*texts: str | tuple[str, float, float], ask: tuple[Question, ...] = ALL) -> dict[str, str]:
    lines = [line(*one) if isinstance(one, tuple) else line(one, 0, 40 * n) for n, one in enumerate(texts)]
    return {one.alias: one.text for one in answers(lines, ask, CALENDAR)}


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("LOT A1234-5", {"lot": "A1234-5"}),
        ("LOTA1234", {"lot": "A1234"}),
        ("L24017", {"lot": "24017"}),
        ("Charge: 4711X EXP 2027-05", {"lot": "4711X", "expiry": "2027-05"}),
        ("L0T: 77B", {"lot": "77B"}),  # a naught for the letter
        ("S/N 5CG1234X", {"serial": "5CG1234X"}),
        ("Serien-Nr. 99812", {"serial": "99812"}),
        ("Verw.bis:12.2082", {"expiry": "12.2082"}),
        ("Verw.bic: 12.2082", {"expiry": "12.2082"}),
        ("Seriel No 99812", {"serial": "99812"}),
        ("MHD 03.11.27", {"expiry": "03.11.27"}),
        ("A CONSOMMER DE PREFERENCE AVANT 01/2028", {"expiry": "01/2028"}),
        ("NET WT 12 OZ (340g)", {"net_weight": "12 OZ"}),
        ("500 g e", {"net_weight": "500 g e"}),
        ("℮ 1,5 L", {"net_weight": "℮ 1,5 L"}),
        ("Isocyt 200mg", {}),  # a strength, not a weight
        ("LEMON 12 SNACKS", {}),  # words that begin like keywords
        ("LOT", {}),
        ("105 13 88 11", {}),  # figures that look like Los, L and BB
        ("LOT 12.2082", {}),  # a date is no lot
        ("Made 2024-03-01", {}),
        ("", {}),
    ],
)
def test_what_one_line_says(text: str, answered: dict[str, str]) -> None:
    assert said(text) == answered


def test_the_meaning_is_in_one_form_and_a_doubt_is_told() -> None:
    def one(text: str) -> tuple[str, str]:
        (answer,) = answers([line(text)], ALL, CALENDAR)
        return answer.meaning, answer.doubt

    assert one("NET WT 1,5 kg") == ("1500 g", "")
    assert one("Verw. bis 12.2082") == ("2082-12-31", "")
    assert one("EXP 05/06/27") == ("2005-06-27 or 2027-05-06 or 2027-06-05", "ambiguous")
    assert one("EXP 31.02.2027") == ("", "no calendar has it")


def test_values_stand_beside_their_keywords_or_below() -> None:
    assert said(*MEDICINE) == {"serial": "0287177509968", "lot": "HB205956-50", "expiry": "12.2082"}
    below = (("LOT", 0, 0), ("EXP", 100, 0), ("A77B", 0, 12), ("2027-05-01", 100, 12))
    assert said(*below) == {"lot": "A77B", "expiry": "2027-05-01"}
    assert said(("LOT", 0, 0), ("A77B", 0, 60)) == {}  # too far below
    assert said(("LOT", 0, 0), ("A77B", 300, 0)) == {}  # too far away


def test_a_value_answers_one_question_and_the_nearest_keyword_has_it() -> None:
    assert said(("LOT", 0, 0), ("SN", 0, 12), ("A77B", 60, 12)) == {"serial": "A77B"}


def test_two_texts_that_need_no_keyword_contradict_each_other() -> None:
    assert said("500 g e", "250 g e") == {}
    assert said("500 g e", "500 g e") == {"net_weight": "500 g e"}


@given(
    turn=st.floats(-math.pi, math.pi),
    size=st.floats(0.3, 8),
    shift=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
    order=st.permutations(range(len(MEDICINE))),
)
def test_turn_size_place_and_order_of_the_lines_do_not_matter(
    turn: float, size: float, shift: Point, order: list[int]
) -> None:
    def moved(point: Point) -> Point:
        x, y = point[0] * size, point[1] * size
        return (
            x * math.cos(turn) - y * math.sin(turn) + shift[0],
            x * math.sin(turn) + y * math.cos(turn) + shift[1],
        )

    upright = [line(*one) for one in MEDICINE]
    expected = answers(upright, ALL, CALENDAR)
    whirled = [
        TextLine(text=one.text, score=one.score, corners=_each(one.corners, moved))
        for one in map(upright.__getitem__, order)
    ]
    found = answers(whirled, ALL, CALENDAR)
    assert [(one.alias, one.text) for one in found] == [(one.alias, one.text) for one in expected]
    for one, true in zip(found, expected, strict=True):
        assert sum(one.corners, ()) == pytest.approx(sum(_each(true.corners, moved), ()), abs=1e-6)


def test_an_answer_stands_where_its_characters_do() -> None:
    (answer,) = answers([line("EXP 2031-03-13 CT-1003", 100, 50)], ALL, CALENDAR)
    assert sum(answer.corners, ()) == pytest.approx((124, 50, 184, 50, 184, 60, 124, 60))


def test_no_more_lines_are_read_than_the_answer_needs() -> None:
    prose = tuple((f"ingredients, row {n}", 0.0, 100.0 + 12 * n) for n in range(20))
    sheet = {one.corners: one for one in (line(*each) for each in (*MEDICINE[:2], *prose))}
    search, read = LabelSearch(tuple(sheet), asked(["serial"]), CALENDAR), []
    while (place := search.next_place()) is not None:
        read.append(sheet[place].text)
        search.read(sheet[place])
    assert read == ["SN:", "0287177509968"]
    assert search.unread == 20
    assert [one.text for one in search.answers()] == ["0287177509968"]


def test_a_keyword_that_was_overlooked_is_sought_before_its_value() -> None:
    value = line("0287177509968", 60)
    search = LabelSearch((value.corners,), asked(["serial"]), CALENDAR)
    assert search.next_place() == value.corners
    search.read(value)
    place = search.next_place()
    assert place is not None
    assert place[1] == value.corners[0]
    assert place[0][0] < 0 < place[1][0]  # it reaches over where the keyword stands
    search.read(TextLine(text="SN:", score=0.9, corners=place))
    assert search.next_place() is None
    assert [one.text for one in search.answers()] == ["0287177509968"]


def test_nothing_legible_ends_the_search() -> None:
    search = LabelSearch((line("x").corners, line("y", 0, 20).corners), ALL, CALENDAR)
    for _ in range(2):
        assert search.next_place() is not None
        search.read(None)
    assert search.next_place() is None
    assert search.answers() == ()


def test_a_station_s_own_question_goes_before_a_known_one() -> None:
    article = Question(alias="article", keywords=("REF", "Art.-Nr."), pattern=r"\d{6}")
    own_lot = Question(alias="lot", keywords=("Palette",), pattern=r"P\d+")
    ask = asked(["article", "lot"], (article, own_lot))
    assert said("Art-Nr 123456", "LOT A1", "Palette P99", ask=ask) == {"article": "123456", "lot": "P99"}
    assert said("Art-Nr 1234567", ask=ask) == {}


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"keywords": ("REF",), "pattern": "("}, "pattern"),
        ({"keywords": ("REF",), "unmarked": "["}, "pattern"),
        ({"pattern": "x"}, "needs keywords"),
        ({"keywords": (" - ",)}, "needs keywords"),
    ],
)
def test_a_question_that_nothing_can_answer_is_refused(options: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Question(alias="article", **options)  # type: ignore[arg-type]


def test_an_unknown_question_is_named_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"unknown question 'colour'; known: expiry, lot, net_weight, serial"):
        asked(["colour"])


def test_turns_of_corners_come_round() -> None:
    corners = line("x").corners
    assert turned(corners, 4) == corners
    assert turned(turned(corners, 1), 3) == corners
    assert keyword_of(ALL[0]).search("EXPERT") is None


def _each(corners: Corners, move: object) -> Corners:
    first, second, third, fourth = (move(point) for point in corners)  # type: ignore[operator]
    return first, second, third, fourth
