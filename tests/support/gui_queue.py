"""A canned isolation queue: open items made of the canned line's results, and scenes of its page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from inspector_gui.link.open_list import Ask, Told

from inspector.domain.review import Review
from inspector.domain.verdict import Disposition
from inspector.wire.line import ResponseMessage
from inspector.wire.result import Result
from inspector.wire.review import OpenItem, OpenItems
from tests.support import gui_line


def open_item(result: Result, number: int, cameras: Sequence[str] = gui_line.CAMERAS) -> OpenItem:
    """As the station lists it."""
    return OpenItem(
        number=number,
        rid=result.rid,
        epoch=result.epoch,
        track=result.track,
        sku=result.sku,
        time=result.ts,
        disp=result.disp,
        lane=result.lane,
        score=result.score,
        reasons=result.reasons,
        boxes=result.boxes,
        cameras=list(cameras),
    )


def plain_item(index: int, disposition: Disposition = Disposition.DIVERT, **changes: object) -> OpenItem:
    """Without pictures."""
    return open_item(gui_line.plain_result(index, disposition, **changes), index + 1, ())


def page(items: Sequence[OpenItem], total: int | None = None) -> OpenItems:
    """One page."""
    return OpenItems(total=len(items) if total is None else total, items=list(items))


def response(review: Review, *, ok: bool = True, detail: str = "", retry: bool = False) -> ResponseMessage:
    """The station's answer to `cmd/review`."""
    data = {"retry": True} if retry else {}
    return ResponseMessage(
        **gui_line.header(), name="review", req_id=review.review_id, ok=ok, detail=detail, data=dict(data)
    )


@dataclass
class Station:
    """What a station would do: keeps answers, lists what is open. `down`: it hears nothing."""

    items: list[OpenItem] = field(default_factory=list)
    asked: list[Ask] = field(default_factory=list)
    sent: list[Review] = field(default_factory=list)
    down: bool = False

    def ask(self, ask: Ask) -> None:
        """Somebody asks for the list."""
        self.asked.append(ask)

    def send(self, review: Review) -> bool:
        """Somebody sends an answer."""
        if not self.down:
            self.sent.append(review)
        return not self.down

    def told(self) -> Told:
        """The answer to the newest question, as things are now."""
        return Told(ask=self.asked[-1], page=page(self.items))
