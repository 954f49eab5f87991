"""What the window may show of many items: the holds and the shift."""

from inspector_gui.link.files import Problem, Written
from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.spans import SpanChoice

from inspector.domain.item import Identity
from inspector.domain.lot_group import Dimension
from tests.support import gui_holds, gui_line, gui_shift
from tests.support.gui_stage import Stage


def holds(stage: Stage) -> None:
    """A vendor, a lot and an hour are held; two items of the vendor wait."""
    stage.isolate(range(40, 59))
    stage.station.items = [
        item.model_copy(update={"reasons": [gui_holds.because_of(gui_holds.VENDOR)]}) if place % 3 == 0 else item
        for place, item in enumerate(stage.station.items)
    ]
    stage.list_again()
    for message in (gui_holds.by_station(), gui_holds.by_hand(), gui_holds.shown_hour()):
        stage.model.take(gui_holds.heard(message, stage.now_s))
    for track, vendor in enumerate(("V-0042", "V-0107", "V-0311"), start=1):
        known = Identity(sku="CT-1042", lot="L-2209", vendor=vendor, upstream="dock-4")
        stage.model.take(gui_line.heard(gui_holds.arrived(track, known), stage.now_s))
    stage.window.turn_to(Page.HOLDS)
    stage.wait(0.2)


def holds_reasons(stage: Stage) -> None:
    """Why are they let go?"""
    holds(stage)
    stage.model.hold_desk.release()


def holds_typed(stage: Stage) -> None:
    """A reason of one's own."""
    holds_reasons(stage)
    stage.model.hold_desk.pick(5)
    stage.window.holds.questions.field.setText("Vendor sent new cartons")


def holds_by_hand(stage: Stage) -> None:
    """What is held?"""
    holds(stage)
    stage.model.hold_desk.raise_by_hand()


def holds_names(stage: Stage) -> None:
    """Which vendor?"""
    holds_by_hand(stage)
    stage.model.hold_desk.pick(1 + list(Dimension).index(Dimension.VENDOR))


def holds_misfit(stage: Stage) -> None:
    """A lot without its product."""
    holds_by_hand(stage)
    stage.model.hold_desk.pick(1 + list(Dimension).index(Dimension.LOT))
    stage.model.hold_desk.scan("L-2209")


def holds_refused(stage: Stage) -> None:
    """Somebody else was quicker."""
    holds_reasons(stage)
    stage.model.hold_desk.pick(1)
    detail = "Ben released it already, because: The cause is mended"
    stage.model.hold_desk.take(gui_holds.response(f"request-{len(stage.commands)}", ok=False, detail=detail))


def holds_released(stage: Stage) -> None:
    """The next one is shown."""
    holds_reasons(stage)
    stage.model.hold_desk.pick(1)
    stage.model.take(gui_holds.cleared(gui_holds.VENDOR, stage.now_s))
    stage.model.hold_desk.take(gui_holds.response(f"request-{len(stage.commands)}"))


def holds_unheard(stage: Stage) -> None:
    """The broker is gone; a release could not leave."""
    holds(stage)
    stage.model.take(Disconnected(at_s=stage.now_s, detail="Connection refused"))
    stage.now_s += 8.3
    stage.model.tick(stage.now_s)
    stage.model.hold_desk.release()


def holds_long(stage: Stage) -> None:
    """Names and reasons as long as they may be."""
    holds(stage)
    for message in gui_holds.longest():
        stage.model.take(gui_holds.heard(message, stage.now_s))
    stage.model.hold_desk.choose(gui_holds.LONG)
    stage.model.hold_desk.release()
    stage.model.hold_desk.pick(1)


def holds_none(stage: Stage) -> None:
    """All is well."""
    stage.run(range(30, 45))
    stage.window.turn_to(Page.HOLDS)
    stage.wait(0.2)


def holds_unknown(stage: Stage) -> None:
    """Just started on this page."""
    stage.window.turn_to(Page.HOLDS)
    stage.model.tick(stage.now_s)


def shift(stage: Stage) -> None:
    """A shift of some hours."""
    stage.run(range(30, 45))
    stage.window.turn_to(Page.SHIFT)
    stage.wait(0.2)
    stage.model.shift.take(gui_shift.response(f"request-{len(stage.commands)}", gui_shift.SOME_HOURS))


def shift_day(stage: Stage) -> None:
    """24 hours of a fast line, with names as long as they may be; the table was written."""
    shift(stage)
    stage.model.shift.choose(SpanChoice.LAST_24)
    stage.model.shift.take(gui_shift.response(f"request-{len(stage.commands)}", gui_shift.LONG_DAY))
    stage.window.shift.export_csv()
    stage.model.exports.take(Written(path=stage.files[-1].path))


def shift_full(stage: Stage) -> None:
    """A file could not be written."""
    shift(stage)
    stage.window.shift.export_pdf()
    stage.model.exports.take(Written(path=stage.files[-1].path, problem=Problem.FULL, detail="No space left on device"))


def shift_none(stage: Stage) -> None:
    """Nothing came."""
    shift(stage)
    stage.model.shift.choose(SpanChoice.TODAY)
    stage.model.shift.take(gui_shift.response(f"request-{len(stage.commands)}", gui_shift.NOTHING))


def shift_refused(stage: Stage) -> None:
    """The station's disk can not be read."""
    shift(stage)
    stage.model.shift.choose(SpanChoice.LAST_8)
    stage.model.shift.take(gui_shift.refusal(f"request-{len(stage.commands)}", "ledger: disk I/O error"))


def shift_unheard(stage: Stage) -> None:
    """The broker is gone."""
    shift(stage)
    stage.model.take(Disconnected(at_s=stage.now_s, detail="Connection refused"))
    stage.now_s += 8.3
    stage.model.tick(stage.now_s)


def shift_unknown(stage: Stage) -> None:
    """Just started on this page."""
    stage.window.turn_to(Page.SHIFT)
    stage.model.tick(stage.now_s)
