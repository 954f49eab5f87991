"""The answer of `cmd/shift`: what goes out comes back the same, within the message's limit, or says what is wrong."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inspector.domain.errors import BadMessage
from inspector.domain.reason import ReasonCode
from inspector.domain.shift import (
    COUNTED,
    LONGEST_NAME,
    MOST_DAYS,
    MOST_PRODUCTS,
    Counts,
    Finding,
    Product,
    Shift,
    Span,
)
from inspector.pipeline.shift_commands import shift_data
from inspector.wire.codec import decode, encode
from inspector.wire.line import ResponseMessage
from inspector.wire.shift import shift_from

BEGINS = datetime(2030, 1, 1, 6, tzinfo=UTC)
MOST = Counts(**dict.fromkeys(COUNTED, 250_000))
LONGEST = Shift(
    span=Span(since=BEGINS, until=BEGINS + timedelta(days=MOST_DAYS)),
    total=MOST,
    simulated=250_000,
    findings=tuple(Finding(code=int(code), counts=MOST) for code in ReasonCode),
    products=tuple(Product(sku=f"{n:02d}" + "\U0001f4e6" * 600, counts=MOST) for n in range(MOST_PRODUCTS)),
    other=MOST,
    other_products=250_000,
    hours=(MOST,) * 24 * MOST_DAYS,
)


def message(shift: Shift) -> ResponseMessage:
    return ResponseMessage(
        seq=0, boot=1, ts="2030-01-01T00:00:00.000Z", station="st01", name="shift", req_id="q-1", ok=True,
        data=shift_data(shift),
    )  # fmt: skip


def test_the_longest_answer_keeps_to_the_limit_and_comes_back_with_its_names_cut() -> None:
    payload = encode(message(LONGEST))
    assert len(payload) < ResponseMessage.limit_bytes / 2
    heard = decode("rsp/shift", payload)
    assert isinstance(heard, ResponseMessage)
    back = shift_from(heard.data)
    assert replace(back, products=()) == replace(LONGEST, products=())
    assert {(len(product.sku), product.sku[-1]) for product in back.products} == {(LONGEST_NAME, "…")}


def test_zeros_are_left_out_and_come_back() -> None:
    quiet = replace(
        LONGEST,
        span=Span(since=BEGINS, until=BEGINS + timedelta(hours=1)),
        total=Counts(items=2, passed=2),
        findings=(),
        products=(Product(sku="", counts=Counts(items=2, passed=2)),),
        hours=(Counts(items=2, passed=2),),
    )
    assert shift_data(quiet)["hours"] == [{"items": 2, "passed": 2}]
    assert shift_from(json.loads(json.dumps(shift_data(quiet)))) == quiet


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"total": None}, "total"),
        ({"total": {"items": -1}}, "total.items"),
        ({"hours": []}, "0 hours in a span of 168"),
        ({"products": [{"counts": {}}]}, "products.0.sku"),
        ({"since": "2030-02-01T06:00:00.000Z"}, "before until"),
        ({"since": "now"}, "since"),
    ],
)
def test_what_is_no_such_answer_is_refused_with_its_reason(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(BadMessage, match=why):
        shift_from(shift_data(LONGEST) | changes)
    assert shift_from(shift_data(LONGEST) | {"field_of_tomorrow": 1}).total == MOST
