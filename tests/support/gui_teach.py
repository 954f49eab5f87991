"""A canned station that is taught, for the operator's window: it answers `teach.*` as a test or a picture wants it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from inspector_gui.link.pictures import Layer, Picture, Source, Wish
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.teach_view import Place

from inspector.app.teach_preview import contact_sheet
from inspector.domain.lesson import (
    Candidate,
    Doing,
    Draft,
    Refusal,
    Step,
    Taught,
    TeachSession,
    TeachState,
    Trial,
    TriedItem,
    Unfit,
    Work,
    plain_lesson,
)
from inspector.domain.verdict import Disposition
from inspector.scene.line import LineSpec, item_at
from inspector.scene.render import Renderer, View
from inspector.wire.line import ResponseMessage
from tests.support import gui_line
from tests.support.gui_stage import Sent, Stage

SKU, CAMERA = "CT-1004", "top"
SPEC = LineSpec(seed=11, damage_rate=0.2, skus=(SKU,))
SINCE = "2026-09-21T13:40:00.000Z"
SESSION = TeachSession(session_id="session-1", sku=SKU, camera=CAMERA, by="Ana", since=SINCE)
ITEMS = range(26)


def record(index: int) -> str:
    return f"lesson-{index:06d}"


@cache
def _renderer(view: View) -> Renderer:
    return Renderer(SPEC, view=view, size=(640, 512))


@cache
def item(index: int) -> gui_line.CannedItem:
    """The n-th item of the product."""
    damaged = bool(item_at(SPEC, index).defects)
    disposition = Disposition.DIVERT if damaged or index % 9 == 5 else Disposition.PASS
    result = gui_line.plain_result(index, disposition, rid=record(index), sku=SKU)
    return gui_line.CannedItem(result=result, frames={"top": _renderer("top").item(index).image})


def candidates(indices: Sequence[int] = ITEMS) -> tuple[Candidate, ...]:
    """Newest first, as the station lists them."""
    found = []
    for index in reversed(indices):
        result = item(index).result
        answer = "OVERRULED" if index % 9 == 5 else ""
        found.append(
            Candidate(
                record_id=record(index),
                time=result.ts,
                disposition=result.disp.value,
                answer=answer,
                collected=index > 20,
            )
        )
    return tuple(found)


def draft(given: Sequence[str]) -> Draft:
    """Two pictures look different."""
    left_out = (given[3], given[8]) if len(given) > 8 else ()
    learnt = tuple(one for one in given if one not in left_out)
    return Draft(
        draft_id="draft-1",
        golden="1" * 64,
        memory="2" * 64,
        given=tuple(given),
        learnt=learnt,
        left_out=left_out,
        odd=(),
        isolated=0,
        judged=len(learnt),
        low=0.0,
        high=0.185,
        by="Ana",
        time="2026-09-21T13:44:00.000Z",
        seconds=5.3,
    )


def trial() -> Trial:
    """Three that were isolated go through, one that went through is isolated."""
    verdicts = {1: ("DIVERT", "PASS"), 4: ("DIVERT", "PASS"), 9: ("REVIEW", "PASS"), 12: ("PASS", "REVIEW")}
    items = [
        TriedItem(record_id=record(index), active=active, draft=then)
        for index in range(20)
        for active, then in [verdicts.get(index, ("PASS", "PASS"))]
    ]
    return Trial(draft_id="draft-1", items=tuple(items), unread=1)


class CannedLesson:
    """The station's side; `settle` answers what was asked since."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.state = TeachState(
            cameras=("top", "side"),
            active=Taught(number=0, golden="0" * 64, memory="0" * 64, pictures=20),
        )
        self.items = candidates()
        self.refusals: tuple[Refusal, ...] = ()
        self._answered = 0

    def settle(self) -> None:
        """Answer, let a second pass, and answer what was asked upon that."""
        for _ in range(3):
            while self._answered < len(self.stage.sent):
                sent = self.stage.sent[self._answered]
                self._answered += 1
                if sent.name.startswith("teach."):
                    self._answer(sent)
            self.stage.wait(1.5)
            self.stage.come_true()

    def show_sheet(self) -> None:
        """The picture of the draft comes."""
        made = self.state.draft
        if made is None:
            return
        pictures = [item(int(one.removeprefix("lesson-"))).frames["top"] for one in made.given]
        odd = [place for place, one in enumerate(made.given) if one in made.left_out]
        image = gui_line.to_image(contact_sheet(pictures, odd_ones=odd, numbered=True))
        wish = Wish(rid=made.draft_id, camera=CAMERA, layer=Layer.DRAFT, sku=SKU)
        self.stage.model.take_picture(
            Picture(wish=wish, source=Source.ITEM, image=image, thumb=image, size=image.size())
        )

    def _answer(self, sent: Sent) -> None:
        if sent.name == "teach.items":
            self._tell(sent, {"items": [plain_lesson(one) for one in self.items]})
            return
        if sent.name != "teach.look" and self.refusals:
            self._tell(sent, {"refusals": [plain_lesson(one) for one in self.refusals]}, ok=False)
            return
        if sent.name == "teach.begin":
            self.state = replace(self.state, session=SESSION)
        self._tell(sent, plain_lesson(self.state))

    def _tell(self, sent: Sent, data: dict[str, object], *, ok: bool = True) -> None:
        detail = "" if ok else "refused"
        response = ResponseMessage.model_validate(
            {**gui_line.header(), "name": sent.name, "req_id": sent.request, "ok": ok, "detail": detail, "data": data}
        )
        self.stage.model.take(gui_line.heard(response, self.stage.now_s))


def lesson(stage: Stage) -> CannedLesson:
    """The page is shown, a product and a camera are chosen."""
    stage.run(range(12))
    stage.know({record(index): item(index) for index in ITEMS})
    stage.wait(0.5)
    made = CannedLesson(stage)
    stage.window.turn_to(Page.TEACH)
    made.settle()
    stage.model.teach.name(SKU)
    stage.model.teach.see_by(CAMERA)
    made.settle()
    return made


def begun(stage: Stage) -> CannedLesson:
    """With pictures."""
    made = lesson(stage)
    stage.model.teach.begin()
    made.settle()
    return made


def teach_product(stage: Stage) -> None:
    """The first step."""
    lesson(stage)


def teach_busy(stage: Stage) -> None:
    """Another window teaches."""
    made = lesson(stage)
    made.refusals = (Refusal(code=Unfit.BUSY, pictures=("CT-1011", "side"), detail="Berta"),)
    stage.model.teach.begin()
    made.settle()


def teach_pictures(stage: Stage) -> None:
    """The second, while items are collected."""
    made = begun(stage)
    made.state = replace(made.state, collecting=True, collected=5)
    made.settle()


def teach_learning(stage: Stage) -> None:
    """The station learns."""
    made = begun(stage)
    made.state = replace(made.state, work=Work(doing=Doing.LEARNING, step=Step.READING, done=6, of=18))
    stage.model.teach.learn()
    made.settle()


def teach_refused(stage: Stage) -> None:
    """Nothing was learnt."""
    made = begun(stage)
    given = stage.model.teach.view.given
    stage.model.teach.learn()
    made.state = replace(
        made.state,
        refusals=(
            Refusal(code=Unfit.ODD, pictures=(given[2], given[5], given[11])),
            Refusal(code=Unfit.OTHER_PRODUCT, detail="CT-1011"),
        ),
    )
    made.settle()


def learnt(stage: Stage) -> CannedLesson:
    """There is a draft."""
    made = begun(stage)
    given = stage.model.teach.view.given
    stage.model.teach.learn()
    made.state = replace(made.state, draft=draft(given))
    made.settle()
    made.show_sheet()
    return made


def teach_learnt(stage: Stage) -> None:
    """Its outliers and its figure."""
    learnt(stage)


def teach_tried(stage: Stage) -> None:
    """What it would do."""
    made = learnt(stage)
    stage.model.teach.go(Place.TRY)
    stage.model.teach.try_on()
    made.state = replace(made.state, trial=trial())
    made.settle()


def teach_use(stage: Stage) -> None:
    """It is in use."""
    made = learnt(stage)
    stage.model.teach.go(Place.USE)
    made.settle()
    made.state = replace(
        made.state,
        draft=None,
        active=Taught(number=1, golden="1" * 64, memory="2" * 64, pictures=16, by="Ana", time=SINCE),
        previous=made.state.active,
    )
    stage.model.teach.activate()
    made.settle()


def teach_unheard(stage: Stage) -> None:
    """The connection goes; what was ticked is kept."""
    begun(stage)
    stage.now_s += 10.0
    stage.model.tick(stage.now_s)
