"""Canned shifts for the operator's window, and the station's answers about them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspector.domain.reason import ReasonCode
from inspector.domain.second_look import Agreed
from inspector.domain.shift import Counts, Finding, Product, Shift, Span
from inspector.pipeline.shift_commands import shift_data
from inspector.wire.line import ResponseMessage
from tests.support import gui_line

NOW = datetime(2026, 9, 21, 13, 52, 7, tzinfo=UTC)
BEGINS = datetime(2026, 9, 21, 6, tzinfo=UTC)
FOLDER = Path("/home/ana/Documents")

FOUND = (
    (ReasonCode.DEFECT_DEFORMATION, 41, 22, 9),
    (ReasonCode.DEFECT_LABEL, 27, 16, 4),
    (ReasonCode.EXPIRED, 12, 11, 0),
    (ReasonCode.NOVEL, 9, 2, 5),
    (ReasonCode.CAMERA_MISS, 7, 0, 0),
    (ReasonCode.DEFECT_PENETRATION, 5, 4, 0),
    (ReasonCode.GROUP_HELD, 3, 1, 1),
    (ReasonCode.WRONG_COLOUR, 2, 2, 0),
    (ReasonCode.IMAGE_BLURRED, 1, 0, 0),
)
ISOLATED = (33, 21, 12, 9, 7, 4, 3, 2, 1)
PER_HOUR = (388, 412, 405, 120, 431, 440, 402, 342)
PER_HOUR_ISOLATED = (9, 12, 11, 4, 20, 21, 14, 8)


def _found(code: ReasonCode, items: int, confirmed: int, overruled: int) -> Finding:
    unjudged = int(code) < int(ReasonCode.DEFECT)
    said = {"undecided": items} if unjudged else {"diverted": items, "confirmed": confirmed, "overruled": overruled}
    return Finding(code=int(code), counts=Counts(items=items, **said))


def _product(sku: str, items: int, isolated: int) -> Product:
    return Product(sku=sku, counts=Counts(items=items, passed=items - isolated, diverted=isolated))


def _hour(items: int, isolated: int) -> Counts:
    return Counts(items=items, passed=items - isolated, diverted=isolated)


SOME_HOURS = Shift(
    span=Span(since=BEGINS, until=NOW + timedelta(seconds=1)),
    total=Counts(
        items=sum(PER_HOUR),
        passed=sum(PER_HOUR) - 107,
        diverted=88,
        review=11,
        undecided=8,
        late=2,
        defaulted=3,
        confirmed=58,
        overruled=19,
        cannot_tell=4,
    ),
    simulated=6,
    findings=tuple(_found(*one) for one in FOUND),
    products=tuple(
        _product(f"CT-{1042 + 31 * place}" if place != 2 else "", 60 * isolated + 7, isolated)
        for place, isolated in enumerate(ISOLATED)
    ),
    other=_hour(412, 7),
    other_products=34,
    hours=tuple(map(_hour, PER_HOUR, PER_HOUR_ISOLATED)),
    two_people=Agreed(n=12, agreed=11),
    twice=Agreed(n=14, agreed=13),
)
LONG_DAY = Shift(
    span=Span(since=NOW - timedelta(hours=24, minutes=-1), until=NOW + timedelta(minutes=1)),
    total=Counts(items=239_412, passed=231_999, diverted=7_210, review=203, confirmed=6_801, overruled=412),
    simulated=120_411,
    findings=tuple(Finding(code=int(code), counts=Counts(items=2500 - 50 * n)) for n, code in enumerate(ReasonCode)),
    products=tuple(_product(f"{n:02d}-CTXYZ42" * 8, 15_200 - 10 * n, 412 - 10 * n) for n in range(20)),
    other=_hour(101_204, 4_114),
    other_products=9_871,
    hours=tuple(_hour(9_000 + 97 * n, 200 + 13 * n) for n in range(24)),
    two_people=Agreed(n=1_204, agreed=1_204),
    twice=Agreed(n=1_204, agreed=1_204),
)
NOTHING = Shift(
    span=Span(since=BEGINS, until=BEGINS + timedelta(hours=2)),
    total=Counts(),
    simulated=0,
    findings=(),
    products=(),
    other=Counts(),
    other_products=0,
    hours=(Counts(), Counts()),
)


def response(request: str, shift: Shift) -> ResponseMessage:
    """The station tells."""
    return ResponseMessage(**gui_line.header(), name="shift", req_id=request, ok=True, data=shift_data(shift))


def refusal(request: str, detail: str) -> ResponseMessage:
    """The station does not."""
    return ResponseMessage(**gui_line.header(), name="shift", req_id=request, ok=False, detail=detail)
