"""What the window may show of the station itself: its mode, a person's hold, and what is asked before an order."""

from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.tour import STOPS, Stop
from pydantic import JsonValue

from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import HELD, StationState
from inspector.wire.from_domain import state_message
from tests.support import gui_access, gui_line
from tests.support.gui_stage import Stage


def say_state(
    stage: Stage, *, pack: PackState = PackState.EXECUTE, mode: PackMode = PackMode.PRODUCTION, hold: str = ""
) -> None:
    """The station retains this state; it beats."""
    reasons = (f"{HELD}{hold}",) if hold else ()
    message = state_message(StationState(pack=pack, mode=mode, reasons=reasons), header=gui_line.header())
    stage.model.take(gui_line.heard(message, stage.now_s, retained=True))
    stage.wait(0.2)


def answered(stage: Stage, data: dict[str, JsonValue] | None = None, *, ok: bool = True, detail: str = "") -> None:
    """The station answers the newest command."""
    gui_access.answer(stage, stage.commands[-1][0], data if data is not None else {}, ok=ok, detail=detail)


def orders(stage: Stage) -> None:
    """A line that runs; what can be ordered."""
    stage.run(range(30, 45))
    stage.wait(0.2)
    stage.model.panel.toggle()


def orders_reason(stage: Stage) -> None:
    """Why is it held?"""
    orders(stage)
    stage.model.panel.pick(1)


def orders_typed(stage: Stage) -> None:
    """A reason of one's own."""
    orders_reason(stage)
    stage.model.panel.pick(5)
    stage.window.panel.orders.questions.field.setText("Somebody is at the tunnel")


def orders_sure(stage: Stage) -> None:
    """Is manual mode meant?"""
    orders(stage)
    stage.model.panel.pick(4)
    stage.model.panel.pick(3)


def orders_held(stage: Stage) -> None:
    """It was held, and the mode is manual, too."""
    orders_reason(stage)
    stage.model.panel.pick(1)
    answered(stage, {"held": "A lens or a light is cleaned", "kept": False})
    say_state(stage, pack=PackState.HELD, mode=PackMode.MANUAL, hold="A lens or a light is cleaned")


def orders_denied(stage: Stage) -> None:
    """An operator may hold, and not let go on."""
    orders(stage)
    gui_access.tell(stage)
    gui_access.sign_in(stage, "Ana")
    say_state(stage, pack=PackState.HELD, hold="The belt is jammed or stands")


def orders_unheard(stage: Stage) -> None:
    """The broker is gone; an order could not leave."""
    orders(stage)
    stage.model.take(Disconnected(at_s=stage.now_s, detail="Connection refused"))
    stage.now_s += 8.3
    stage.model.tick(stage.now_s)
    stage.model.panel.pick(1)


def not_judged(stage: Stage) -> None:
    """Manual mode on the live page."""
    stage.run(range(40, 59))
    say_state(stage, mode=PackMode.MANUAL)


def tour_welcome(stage: Stage) -> None:
    """The first start."""
    stage.run(range(40, 59))
    stage.wait(0.2)
    stage.model.tour.start()


def tour_to(stage: Stage, stop: Stop) -> None:
    """As far as there."""
    tour_welcome(stage)
    for _ in range(STOPS.index(stop)):
        stage.model.tour.step(1)


def tour_strip(stage: Stage) -> None:
    """At the film strip."""
    tour_to(stage, Stop.STRIP)


def tour_queue(stage: Stage) -> None:
    """At the isolated items."""
    stage.isolate(range(40, 59))
    tour_to(stage, Stop.QUEUE)


def tour_alarm(stage: Stage) -> None:
    """At the alarms, one of which is there."""
    tour_to(stage, Stop.ALARM)
    stage.model.take(gui_line.heard(gui_line.alarm("camera-lost", detail="top: no frame for 2.0 s"), stage.now_s))
