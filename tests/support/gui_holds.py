"""Canned holds: real wire messages, and items that fell under them."""

from inspector_gui.link.news import Cleared, Heard
from pydantic import JsonValue

from inspector.domain.hold import BY_HAND, STATION, Hold, HoldAction, HoldFacts, why_in_words
from inspector.domain.item import Identity
from inspector.domain.lot_group import Dimension, Group
from inspector.domain.reason import ReasonCode
from inspector.wire.hold import HoldMessage, hold_message
from inspector.wire.item import ItemArrived
from inspector.wire.line import ResponseMessage
from inspector.wire.result import ReasonPart
from tests.support import gui_line

VENDOR, LOT, HOUR, LONG = "hold-vendor-0042", "hold-lot-0007", "hold-hour-0022", "hold-long-0001"
FACTS = HoldFacts(
    since="2026-09-21T11:40:12.207Z", items=212, calls=11, expected=1.59, confirmed=7, overruled=2, evidence=3.1e7
)


def by_station(
    hold_id: str = VENDOR,
    *,
    dimension: Dimension = Dimension.VENDOR,
    name: str = "V-0042",
    finding: str = "deformation",
    action: HoldAction = HoldAction.REVIEW,
    raised: str = "2026-09-21T14:02:40.300Z",
) -> HoldMessage:
    """The lot watch found too many."""
    return _message(
        Hold(
            hold_id=hold_id,
            group=Group(dimension=dimension, name=name),
            finding=finding,
            action=action,
            raised_utc=raised,
            raised_by=STATION,
            why=why_in_words(FACTS, finding),
            facts=FACTS,
        )
    )


def by_hand(
    hold_id: str = LOT,
    *,
    dimension: Dimension = Dimension.LOT,
    name: str = "CT-1042:L-2209",
    why: str = "Recall or complaint",
    action: HoldAction = HoldAction.DIVERT,
) -> HoldMessage:
    """A person holds a lot."""
    return _message(
        Hold(
            hold_id=hold_id,
            group=Group(dimension=dimension, name=name),
            finding=BY_HAND,
            action=action,
            raised_utc="2026-09-21T09:15:07.000Z",
            raised_by="Ben",
            why=why,
        )
    )


def shown_hour() -> HoldMessage:
    """An hour, which nothing happens to."""
    return by_station(
        HOUR,
        dimension=Dimension.HOUR,
        name="2026-09-21T13Z",
        finding="check:expiry",
        action=HoldAction.SHOWN,
        raised="2026-09-21T13:48:31.000Z",
    )


def longest() -> tuple[HoldMessage, HoldMessage]:
    """What the wire allows: no blank to break a name at, and a whole story as the reason."""
    name = "CTXYZ42" * 9
    why = "The driver says that the pallet fell in the yard, and the boxes at the bottom look wet as well. " * 2
    station = by_station("hold-long-0002", dimension=Dimension.LOT, name=name, finding="check:" + "expiry_" * 8)
    return by_hand(LONG, name=name, why=why[:200], dimension=Dimension.UPSTREAM), station


def _message(hold: Hold) -> HoldMessage:
    return hold_message(hold, header=gui_line.header())


def heard(message: HoldMessage, at_s: float = 1.0) -> Heard:
    """As the link hands it over."""
    return gui_line.heard(message, at_s, suffix=f"hold/{message.id}", retained=True)


def cleared(hold_id: str, at_s: float = 1.0) -> Cleared:
    """It was released."""
    return Cleared(at_s=at_s, suffix=f"hold/{hold_id}")


def response(request: str, *, ok: bool = True, detail: str = "", repeated: bool = False) -> ResponseMessage:
    """The station's answer."""
    data: dict[str, JsonValue] = {"hold_id": VENDOR, "repeated": repeated} if ok else {}
    return ResponseMessage(**gui_line.header(), name="hold.release", req_id=request, ok=ok, detail=detail, data=data)


def because_of(hold_id: str) -> ReasonPart:
    """Why an item of a held group is isolated, as the station says it."""
    code = ReasonCode.GROUP_HELD
    return ReasonPart(code=int(code), name=code.name, score=0.0, detail=f"vendor V-0042 is held ({hold_id}): 11 of 212")


def arrived(track: int, identity: Identity) -> ItemArrived:
    """The controller knows who it is."""
    return ItemArrived(
        **gui_line.header(),
        epoch=1,
        track=track,
        enc=1,
        commit_enc=2000,
        sku=identity.sku,
        lot=identity.lot,
        vendor=identity.vendor,
        upstream=identity.upstream,
    )
