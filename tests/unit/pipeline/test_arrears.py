"""Writes that failed are done later, in order and once; a new one waits its turn; too many give up the oldest."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.errors import StoreError
from inspector.pipeline import arrears as module
from inspector.pipeline.arrears import Arrears


class Disk:
    """Takes notes, unless it is broken."""

    def __init__(self) -> None:
        self.broken = False
        self.notes: list[int] = []
        self.told: list[str] = []

    def note(self, number: int) -> Callable[[], None]:
        def write() -> None:
            if self.broken:
                raise StoreError("no")
            self.notes.append(number)

        return write

    def arrears(self) -> Arrears:
        return Arrears(on_failed=lambda _: self.told.append("failed"), on_works=lambda: self.told.append("works"))


@given(st.lists(st.booleans(), max_size=40))
def test_every_write_is_done_once_and_in_order(broken: list[bool]) -> None:
    disk = Disk()
    arrears = disk.arrears()
    for number, fails in enumerate(broken):
        disk.broken = fails
        done = arrears.write(str(number), disk.note(number))
        assert done == (not fails)
    disk.broken = False
    assert arrears.settle()
    assert disk.notes == list(range(len(broken)))
    assert len(arrears) == 0
    if any(broken):
        assert disk.told[-1] == "works"


def test_nothing_overtakes_what_is_owed() -> None:
    disk = Disk()
    arrears = disk.arrears()
    disk.broken = True
    arrears.write("first", disk.note(1))
    disk.broken = False
    assert arrears.write("second", disk.note(2))
    assert disk.notes == [1, 2]


def test_too_much_is_given_up_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    disk = Disk()
    arrears = disk.arrears()
    disk.broken = True
    for number in range(5):
        arrears.write(str(number), disk.note(number))
    disk.broken = False
    arrears.settle()
    assert disk.notes == [2, 3, 4]
    assert arrears.given_up == 2


def test_what_is_about_no_item_never_takes_the_place_of_what_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 4)
    monkeypatch.setattr(module, "MOST_LESSER", 2)
    disk = Disk()
    arrears = disk.arrears()
    disk.broken = True
    arrears.write("item", disk.note(1))
    for number in range(10, 15):
        arrears.write("who signed in", disk.note(number), lesser=True)
    arrears.write("item", disk.note(2))
    for number in (3, 4):
        arrears.owe("item", disk.note(number))
    arrears.write("who signed in", disk.note(15), lesser=True)
    disk.broken = False
    arrears.settle()
    assert disk.notes == [1, 2, 3, 4]
    assert arrears.given_up == 6


def test_a_question_that_failed_is_asked_until_it_is_known_that_the_ledger_works() -> None:
    disk = Disk()
    arrears = disk.arrears()
    disk.broken = True
    for _ in range(3):
        arrears.failed("a row", StoreError("no"), disk.note(7))
    assert len(arrears) == 1
    assert not arrears.settle()
    disk.broken = False
    assert arrears.settle()
    assert disk.told[-1] == "works"
    assert disk.notes == [7]
