"""What a label prints against what its codes say."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.check import PRINT, Reading
from inspector.domain.print_and_code import Contradiction, contradictions

SIGNS = st.text("ABCDEFGHKLMNPRTUVXY0123456789", min_size=5, max_size=12)


def printed(name: str, text: str, meaning: str = "", camera: str = "top") -> Reading:
    place = (1.0, 2.0, 30.0, 9.0)
    return Reading(name=name, text=text, confidence=0.95, camera=camera, xyxy=place, source=PRINT, meaning=meaning)


def coded(name: str, text: str, camera: str = "top") -> Reading:
    return Reading(
        name=name, text=text, confidence=1.0, camera=camera, xyxy=(50.0, 50.0, 90.0, 90.0), source="Data Matrix"
    )


def found(one: Reading, *others: Reading) -> list[Contradiction]:
    return list(contradictions([one], others))


@given(SIGNS, SIGNS)
def test_a_lot_contradicts_exactly_where_it_is_another(one: str, other: str) -> None:
    assert not found(printed("lot", one), coded("lot", one))
    assert not found(printed("lot", one), coded("lot", other), coded("lot", one))  # two units: one of them says it
    assert not found(printed("lot", one), coded("serial", other))
    differing = found(printed("lot", one), coded("lot", f"{other}-{one}9{one}"))
    assert [one.sure for one in differing] == [True]


@pytest.mark.parametrize(
    ("print_says", "code_says", "sure"),
    [
        ("HB205956", "HB205965", True),
        ("HB205956", "HB205957", False),
        ("HB205956", "HB20595", False),
        ("HB205956", "B205956", False),
        ("HB205956", "HB2059", True),
        ("HB2O5956", "HB205956", None),
        ("HB-205956", "HB205956", None),
        ("hb205956", "HB205956", None),
        ("L05S1", "L0551", None),
    ],
)
def test_one_misread_sign_is_for_a_person_and_signs_that_look_alike_are_none(
    print_says: str, code_says: str, sure: bool | None
) -> None:
    assert [one.sure for one in found(printed("lot", print_says), coded("lot", code_says))] == (
        [] if sure is None else [sure]
    )


@pytest.mark.parametrize(
    ("text", "meaning", "code_says", "sure"),
    [
        ("2031-02-11", "2031-02-11", "2031-02-11", None),
        ("11.02.2031", "2031-02-11", "2031-02-11", None),
        ("02/2031", "2031-02-28", "2031-02-11", None),  # print without a day
        ("11.02.2031", "2031-02-11", "2031-02-28", None),  # a code without a day
        ("05/06/27", "2027-05-06 or 2027-06-05", "2027-06-05", None),
        ("11.02.2031", "2031-02-11", "2031-03-11", False),
        ("11.02.2031", "2031-02-11", "2032-04-17", True),
        ("05/06/27", "2027-05-06 or 2027-06-05", "2029-11-30", True),
    ],
)
def test_days_are_compared_by_what_they_mean(text: str, meaning: str, code_says: str, sure: bool | None) -> None:
    differing = found(printed("expiry", text, meaning), coded("expiry", code_says))
    assert [one.sure for one in differing] == ([] if sure is None else [sure])


@given(st.dates(datetime.date(2026, 1, 1), datetime.date(2060, 1, 1)))
def test_the_same_day_never_contradicts(day: datetime.date) -> None:
    assert not found(printed("expiry", f"{day:%d.%m.%Y}", day.isoformat()), coded("expiry", day.isoformat()))


def test_the_words_name_both_and_where_the_code_is_on_another_picture() -> None:
    (here,) = found(printed("lot", "A1234"), coded("lot", "B9876"))
    (there,) = found(printed("lot", "A1234"), coded("lot", "B9876", camera="side"))
    assert here.words == "printed lot A1234, its Data Matrix says B9876"
    assert there.words == "printed lot A1234, its Data Matrix on side says B9876"
