"""Every ledger keeps the lot watch's state and its holds alike: all or nothing, once, never removed."""

from dataclasses import replace

import pytest

from inspector.domain.hold import Hold, HoldAction, HoldFacts, HoldRefused, Release
from inspector.domain.item import Identity, ItemKey
from inspector.domain.ledger import Delivery
from inspector.domain.lot_group import Dimension, Group
from inspector.ports.ledger import Ledger
from tests.support.line_values import decision, trigger, verdict

FACTS = HoldFacts(
    since="2030-01-01T00:00:00.000Z", items=9, calls=3, expected=0.1, confirmed=1, overruled=0, evidence=1 / 3
)


def close(ledger: Ledger, track: int, identity: Identity | None = None) -> None:
    chosen = decision(track, did=f"decision-{track}")
    ledger.close_trigger(verdict(), chosen, decided_at_ns=3, delivery=Delivery.READY, body=None, identity=identity)


def hold(number: int = 1, name: str = "V-1", facts: HoldFacts | None = FACTS) -> Hold:
    return Hold(
        hold_id=f"hold-{number:04}",
        group=Group(dimension=Dimension.VENDOR, name=name),
        finding="deformation",
        action=HoldAction.REVIEW,
        raised_utc="2030-01-01T00:00:00.000Z",
        raised_by="station",
        why="3 of 9",
        facts=facts,
    )


def test_rows_are_read_in_order_up_to_the_first_that_has_no_outcome(ledger: Ledger) -> None:
    assert (ledger.lots.newest(), ledger.lots.newest_review()) == (0, 0)
    for track in range(1, 6):
        ledger.open_trigger(trigger(track))
    for track in (1, 2, 4):
        close(ledger, track)
    read = ledger.lots.closed(9, 0)
    assert [row.trigger.key.track for row in read] == [1, 2]
    assert [row.trigger.key.track for row in ledger.lots.closed(1, 0)] == [1]
    close(ledger, 3)
    assert [row.trigger.key.track for row in ledger.lots.closed(9, read[-1].number)] == [3, 4]
    assert ledger.lots.newest() == 5


def test_what_the_codes_told_replaces_what_the_controller_said(ledger: Ledger) -> None:
    told = Identity(sku="CT-1001", lot="L-7", vendor="V-1", upstream="dock-3", serial="9")
    for track, identity in ((1, told), (2, None)):
        ledger.open_trigger(trigger(track))
        close(ledger, track, identity)
    rows = [ledger.row(ItemKey(5, track)) for track in (1, 2)]
    assert [None if row is None else row.trigger.identity for row in rows] == [told, trigger().identity]


def test_pieces_are_written_overwritten_and_removed(ledger: Ledger) -> None:
    ledger.lots.keep({"a": "1", "b": "2"}, [])
    ledger.lots.keep({"a": None, "b": "3", "c": None}, [])
    assert dict(ledger.lots.state()) == {"b": "3"}


def test_a_group_is_held_once_for_a_finding(ledger: Ledger) -> None:
    first, again, other, by_hand = hold(1), hold(2), hold(3, "V-2"), replace(hold(4, facts=None), finding="by_hand")
    assert list(ledger.lots.keep({}, [first, again])) == [first]
    assert list(ledger.lots.keep({"a": "1"}, [again, other, by_hand])) == [other, by_hand]
    assert list(ledger.lots.holds(9, standing=True)) == [by_hand, other, first]
    assert list(ledger.lots.holds(1, standing=True)) == [by_hand]


def test_a_release_is_booked_once_and_the_group_can_be_held_again(ledger: Ledger) -> None:
    ledger.lots.keep({"a": "1", "b": "2"}, [hold(1)])
    release = Release(hold_id="hold-0001", operator="Ana", reason="recounted")
    let_go = ledger.lots.release(release, {"a": None, "b": "3"})
    assert let_go is not None
    assert let_go.released_utc is not None
    assert (let_go.released_by, let_go.released_why) == ("Ana", "recounted")
    assert ledger.lots.release(release, {"b": "4"}) is None
    with pytest.raises(HoldRefused, match="Ana released it already"):
        ledger.lots.release(replace(release, reason="another"), {"b": "4"})
    with pytest.raises(HoldRefused, match="no hold hold-9999"):
        ledger.lots.release(replace(release, hold_id="hold-9999"), {"b": "4"})
    assert dict(ledger.lots.state()) == {"b": "3"}, "written with the release, and only with it"
    assert list(ledger.lots.holds(9, standing=True)) == []
    assert list(ledger.lots.keep({}, [hold(2)])) == [hold(2)]
    assert list(ledger.lots.holds(9, standing=False)) == [hold(2), let_go]
