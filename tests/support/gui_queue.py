"""A canned isolation queue: open items made of the canned line's results, and scenes of its page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from inspector_gui.link.answers import Entry, command_of, id_of
from inspector_gui.link.open_list import Ask, Told

from inspector.config.dispositions import DispositionsSection
from inspector.domain.dispositioning import Fate, Step
from inspector.domain.item import Identity
from inspector.domain.proposing import FateRule, proposals
from inspector.domain.review import Review
from inspector.domain.verdict import Disposition
from inspector.wire.line import ResponseMessage
from inspector.wire.result import Result
from inspector.wire.review import FatePart, OpenItem, OpenItems
from tests.support import gui_line

RULES = DispositionsSection().to_domain()


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


def page(items: Sequence[OpenItem], total: int | None = None, relabelled: int | None = None) -> OpenItems:
    """One page."""
    late = sum(item.fate is Fate.RELABELLED for item in items) if relabelled is None else relabelled
    return OpenItems(total=len(items) if total is None else total, items=list(items), relabelled=late)


def asking(items: Sequence[OpenItem], rules: Sequence[FateRule] = RULES) -> list[OpenItem]:
    """The same items of a station that asks what becomes of them."""
    return [item.model_copy(update={"proposed": _proposed(item, rules)}) for item in items]


def _proposed(item: OpenItem, rules: Sequence[FateRule]) -> dict[str, FatePart]:
    found = proposals(rules, Identity(sku=item.sku), "defect")
    return {name: FatePart(fate=one.fate, grade=one.grade) for name, one in found.items()}


def response(entry: Entry, *, ok: bool = True, detail: str = "", retry: bool = False) -> ResponseMessage:
    """The station's answer to what brought this."""
    data = {"retry": True} if retry else {}
    name, request = command_of(entry), id_of(entry)
    return ResponseMessage(**gui_line.header(), name=name, req_id=request, ok=ok, detail=detail, data=dict(data))


@dataclass
class Station:
    """What a station would do: keeps answers, lists what is open. `down`: it hears nothing."""

    items: list[OpenItem] = field(default_factory=list)
    asked: list[Ask] = field(default_factory=list)
    every: list[Entry] = field(default_factory=list)
    down: bool = False

    @property
    def sent(self) -> list[Review]:
        """The answers that came."""
        return [entry for entry in self.every if isinstance(entry, Review)]

    @property
    def steps(self) -> list[Step]:
        """The decisions that came."""
        return [entry for entry in self.every if isinstance(entry, Step)]

    def ask(self, ask: Ask) -> None:
        """Somebody asks for the list."""
        self.asked.append(ask)

    def send(self, entry: Entry) -> bool:
        """Somebody sends an answer or a decision."""
        if not self.down:
            self.every.append(entry)
        return not self.down

    def told(self) -> Told:
        """The answer to the newest question, as things are now."""
        return Told(ask=self.asked[-1], page=page(self.items))
