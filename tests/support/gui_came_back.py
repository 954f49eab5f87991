"""Canned complaints about items of the canned line, and scenes of looking again at what came back."""

from collections.abc import Sequence

from inspector_gui.link.came_back import AskCameBack, CameBackTold
from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.pages import Page

from inspector.domain.complaint import LetBy
from inspector.wire.escapes import CameBack, CameBackItem, CameBackPage
from inspector.wire.line import ResponseMessage
from tests.support import gui_group_scenes, gui_line
from tests.support.gui_stage import Stage

CRUSHED, TORN, OTHER = gui_line.canned_item(58), gui_line.canned_item(31), gui_line.canned_item(34)
LONG_TEXT = "El paquete llegó con una esquina aplastada y la etiqueta rota; el contenido estaba mojado. " * 12


def item_of(canned: gui_line.CannedItem, let_by: LetBy = LetBy.STATION) -> CameBackItem:
    """As the station lists it."""
    result = canned.result
    return CameBackItem(
        rid=result.rid,
        track=f"{result.epoch}/{result.track}",
        sku=result.sku,
        lot="L-2026-31",
        lpn=f"LPN{result.track:08d}",
        time=result.ts,
        disp=result.disp,
        score=result.score,
        let_by=let_by,
        boxes=result.boxes,
        cameras=list(gui_line.CAMERAS),
    )


def complaint(name: str, finding: str, text: str, items: Sequence[CameBackItem], note: str = "") -> CameBack:
    """As the station lists it."""
    reported = "2026-09-20T09:30:00.000Z"
    return CameBack(
        complaint_id=name,
        text=text,
        reported=reported,
        finding=finding,
        note=note,
        count=len(items),
        items=list(items),
    )


WAITING = (
    complaint("R-17", "deformation", "Arrived with a crushed corner.", [item_of(CRUSHED, LetBy.PERSON)]),
    complaint("R-18", "label_defect", LONG_TEXT, [item_of(TORN)]),
    complaint("R-19", "wrong_item", "Not what I ordered!", [item_of(OTHER), item_of(TORN)], "2 items fit"),
)


def told(number: int, complaints: Sequence[CameBack] = WAITING, total: int | None = None) -> CameBackTold:
    """The answer to question `number`."""
    page = CameBackPage(total=len(complaints) if total is None else total, complaints=list(complaints))
    return CameBackTold(ask=AskCameBack(number=number), page=page)


def tell(stage: Stage, complaints: Sequence[CameBack] = WAITING) -> None:
    """The station answers the newest question."""
    stage.model.take_answer(told(stage.came_back_asked[-1].number, complaints))
    stage.come_true()


def answer(stage: Stage, *, ok: bool = True, detail: str = "") -> None:
    """The station answers the newest command."""
    sent = stage.sent[-1]
    response = ResponseMessage(**gui_line.header(), name=sent.name, req_id=sent.request, ok=ok, detail=detail)
    stage.model.take(gui_line.heard(response, stage.now_s))


def came_back(stage: Stage) -> None:
    """A lead looks at what came back."""
    gui_group_scenes.shift(stage)
    stage.know({one.result.rid: one for one in (CRUSHED, TORN, OTHER)})
    stage.window.turn_to(Page.SHIFT)
    tell(stage)
    stage.window.shift.turn()
    stage.come_true()


def came_back_long(stage: Stage) -> None:
    """A long complaint, the second of them."""
    came_back(stage)
    stage.model.came_back.step(1)
    stage.come_true()


def came_back_kinds(stage: Stage) -> None:
    """It was so already: which kind?"""
    came_back(stage)
    stage.model.came_back.pick(1)


def came_back_others(stage: Stage) -> None:
    """The other kinds."""
    came_back_kinds(stage)
    stage.model.came_back.pick(8)


def came_back_why(stage: Stage) -> None:
    """What is to be seen?"""
    came_back_kinds(stage)
    stage.model.came_back.pick(1)


def came_back_typed(stage: Stage) -> None:
    """A reason is typed."""
    came_back_why(stage)
    stage.model.came_back.pick(4)


def came_back_several(stage: Stage) -> None:
    """It may be one of two items; the one before was answered."""
    came_back(stage)
    for number in (2, 1):
        stage.model.came_back.pick(number)
    answer(stage)
    tell(stage, WAITING[1:])
    stage.model.came_back.step(1)
    stage.model.came_back.step_item(1)
    stage.come_true()


def came_back_refused(stage: Stage) -> None:
    """Somebody else was quicker."""
    came_back(stage)
    for number in (3, 1):
        stage.model.came_back.pick(number)
    answer(stage, ok=False, detail="María Fernández-Castellanos answered OVERRULED already")


def came_back_none(stage: Stage) -> None:
    """Nothing waits."""
    gui_group_scenes.shift(stage)
    tell(stage, ())
    stage.window.shift.turn()


def came_back_unheard(stage: Stage) -> None:
    """The broker is gone."""
    came_back(stage)
    stage.model.take(Disconnected(at_s=stage.now_s, detail="Connection refused"))
    stage.now_s += 30.0
    stage.model.tick(stage.now_s)


def came_back_unknown(stage: Stage) -> None:
    """The station has not said it."""
    gui_group_scenes.shift(stage)
    stage.window.shift.turn()
