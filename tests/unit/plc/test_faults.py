"""Faults as people type them, and what they do to answers."""

import re

import pytest

from inspector.domain.item import ItemKey
from inspector.plc.faults import Fault, FaultKind, parse_fault
from inspector.plc.mischief import AckFaults, AckTreatment

KEY = ItemKey(1, 2)


def test_every_kind_can_be_typed() -> None:
    assert [parse_fault(f"{kind}@4") for kind in FaultKind] == [Fault(kind=kind, item=4) for kind in FaultKind]


def test_options_are_read() -> None:
    fault = parse_fault("lane-full@5:lane=3,ms=2500.5")
    assert fault == Fault(kind=FaultKind.LANE_FULL, item=5, lane=3, ms=2500.5)
    assert isinstance(fault.lane, int)
    assert parse_fault("drop-ack@0:times=4").times == 4


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("jam", "KIND@ITEM"),
        ("jam@x", "KIND@ITEM"),
        ("jam@-1", "KIND@ITEM"),
        ("melt@3", "no such fault; there are drop-ack, "),
        ("jam@3:hours=2", "'hours' is none of ms, times, lane, mm, mm_s"),
        ("jam@3:ms=long", "'long' is no number for ms"),
        ("jam@3:ms", "'' is no number for ms"),
    ],
)
def test_what_is_no_fault_is_refused_with_what_would_be(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)):
        parse_fault(text)


def test_dropped_answers_come_first_then_the_rest() -> None:
    faults = AckFaults()
    faults.add(KEY, [parse_fault("drop-ack@0:times=2"), parse_fault("ack-twice@0"), parse_fault("ack-late@0:ms=40")])
    assert [faults.treat(KEY) for _ in range(4)] == 2 * [AckTreatment(copies=0)] + 2 * [
        AckTreatment(copies=2, delay_ms=40.0)
    ]


def test_other_items_and_other_faults_leave_answers_alone() -> None:
    faults = AckFaults()
    faults.add(KEY, [parse_fault("jam@0")])
    faults.add(KEY, [parse_fault("ack-twice@0")])
    assert faults.treat(ItemKey(1, 3)) == AckTreatment()
    assert faults.treat(KEY) == AckTreatment(copies=2)
    faults.forget(KEY)
    assert faults.treat(KEY) == AckTreatment()
