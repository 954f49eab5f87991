"""What the window may show: the live page, isolated items, alarms and diagnostics."""

from dataclasses import replace

from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.picture import Overlay
from inspector_gui.viewmodels.queue_view import Choosing
from PySide6.QtCore import QRectF

from inspector.domain.alarm import AlarmState
from inspector.domain.dispositioning import Fate
from inspector.domain.packml import PackState
from inspector.domain.review import Answer
from inspector.domain.waiting import WaitsFor
from tests.support import gui_journal, gui_line
from tests.support.gui_stage import Stage


def running(stage: Stage) -> None:
    """A divert a moment ago, no alarm."""
    stage.run(range(40, 59))


def alarmed(stage: Stage) -> None:
    """Held, with two alarms, looking back at an item."""
    stage.run(range(30, 45))
    stage.model.take(gui_line.heard(gui_line.state(PackState.HELD, ("camera top: no frame for 2.0 s",)), stage.now_s))
    stage.model.take(gui_line.heard(gui_line.alarm("camera-lost", detail="top: no frame for 2.0 s"), stage.now_s))
    stage.model.take(gui_line.heard(gui_line.alarm("divert-rate", AlarmState.ACK_ACTIVE), stage.now_s))
    stage.model.items.step(-4)
    stage.model.picture.set_overlay(Overlay.HEAT)
    stage.come_true()
    stage.model.tick(stage.now_s + 0.3)


def unheard(stage: Stage) -> None:
    """The broker is gone."""
    stage.run(range(40, 59))
    stage.model.take(Disconnected(at_s=stage.now_s + 1, detail="Connection refused"))
    stage.model.tick(stage.now_s + 8.3)


def empty(stage: Stage) -> None:
    """Just started, nothing heard."""
    stage.model.tick(stage.now_s)


def queue(stage: Stage) -> None:
    """An isolated item, one answered a moment ago."""
    stage.isolate(range(40, 59))
    stage.model.queue.confirm()
    stage.come_true()
    stage.wait(2.0)


def queue_reasons(stage: Stage) -> None:
    """Overruled: why?"""
    stage.isolate(range(40, 59))
    stage.model.queue.step(1)
    stage.model.queue_pictures.next_overlay()
    stage.come_true()
    stage.model.queue.choose(Choosing.REASON)


def queue_compare(stage: Stage) -> None:
    """The item beside a picture of how its product should look, both enlarged at the same place."""
    stage.isolate(range(40, 59))
    stage.model.queue.step(7)
    stage.model.queue_pictures.compare()
    stage.come_true()
    stage.model.queue_pictures.look(stage.model.queue_pictures.viewport.zoomed(1.6, (0.8, 0.6)))


def queue_kinds(stage: Stage) -> None:
    """Damaged otherwise than the station thought."""
    stage.isolate(range(40, 59))
    stage.model.queue.step(2)
    stage.come_true()
    stage.model.queue.choose(Choosing.KIND)


def queue_fate(stage: Stage) -> None:
    """Answered: what becomes of it? Something is proposed. Two others have new labels by now."""
    stage.isolate(range(40, 59), fates=True)
    told = {"waits_for": WaitsFor.FATE, "answer": Answer.CONFIRMED, "fate": Fate.RELABELLED}
    stage.station.items[-2:] = [item.model_copy(update=told) for item in stage.station.items[-2:]]
    stage.list_again()
    stage.model.queue.step(1)
    stage.model.queue.set_label("superficial")
    stage.wait(0.5)
    stage.come_true()
    stage.model.queue.confirm()
    stage.wait(2.0)


def queue_marked(stage: Stage) -> None:
    """Somebody draws around the damage."""
    stage.isolate(range(40, 59))
    stage.model.queue.step(2)
    stage.come_true()
    stage.model.queue_pictures.enlarge("top")
    stage.model.queue.set_label("deformation")
    stage.model.queue.marks.toggle()
    stage.model.queue.marks.add("top", QRectF(250, 150, 160, 110))
    stage.wait(0.5)


def queue_again(stage: Stage) -> None:
    """A blind second look."""
    stage.isolate(range(40, 59))
    told = {"waits_for": WaitsFor.AGAIN, "first_by": "Ben"}
    stage.station.items = [item.model_copy(update=told) for item in stage.station.items[2:]]
    stage.list_again()
    stage.model.queue.step(1)
    stage.come_true()
    stage.wait(0.5)


def queue_grade(stage: Stage) -> None:
    """A second chance, as what?"""
    queue_fate(stage)
    stage.model.queue.decide(Fate.SECOND_CHANCE)
    stage.wait(0.5)


def queue_unheard(stage: Stage) -> None:
    """The station is gone; two answers wait."""
    stage.isolate(range(40, 59))
    stage.model.take(Disconnected(at_s=stage.now_s, detail="Connection refused"))
    stage.model.tick(stage.now_s)
    stage.model.queue.cannot_tell()
    stage.come_true()
    stage.now_s += 1.0
    stage.model.queue.confirm()
    stage.come_true()
    stage.now_s += 8.3
    stage.model.tick(stage.now_s)


def queue_empty(stage: Stage) -> None:
    """Nothing waits."""
    stage.run(range(40, 43))
    stage.window.turn_to(Page.QUEUE)
    stage.list_again()


def queue_unknown(stage: Stage) -> None:
    """Just started on this page."""
    stage.window.turn_to(Page.QUEUE)
    stage.model.tick(stage.now_s)


def alarms(stage: Stage) -> None:
    """Several alarms in all states; one that is not acknowledged is chosen."""
    stage.run(range(30, 45))
    for name, state in (
        ("camera-lost", AlarmState.UNACK_ACTIVE),
        ("divert-rate", AlarmState.ACK_ACTIVE),
        ("image-quality", AlarmState.RTN_UNACK),
        ("evidence-degraded", AlarmState.SHELVED),
    ):
        stage.model.take(gui_line.heard(gui_line.alarm(name, state, detail="top: no frame for 2.0 s"), stage.now_s))
    stage.window.turn_to(Page.ALARMS)
    stage.wait(0.2)


def alarms_shelving(stage: Stage) -> None:
    """Why is it put aside?"""
    alarms(stage)
    stage.model.desk.shelve()
    stage.model.desk.pick(2)


def alarms_shelved(stage: Stage) -> None:
    """What was put aside, and by whom."""
    alarms(stage)
    stage.model.desk.choose("evidence-degraded")


def alarms_journal(stage: Stage) -> None:
    """What happened."""
    alarms(stage)
    stage.window.alarms_page.turn(journal=True)
    stage.model.take_answer(gui_journal.told(60))


def alarms_none(stage: Stage) -> None:
    """All is well."""
    stage.run(range(30, 45))
    stage.window.turn_to(Page.ALARMS)


def diagnostics(stage: Stage) -> None:
    """The station's figures."""
    stage.run(range(20, 59))
    stage.model.take(gui_line.heard(gui_line.info_in_full(), stage.now_s))
    stage.model.take(gui_line.heard(gui_line.metrics(), stage.now_s))
    stage.window.turn_to(Page.DIAGNOSTICS)
    stage.wait(3.0)


def diagnostics_queues(stage: Stage) -> None:
    """What waits, and this window's links; messages were lost."""
    diagnostics(stage)
    stage.inboxes = (replace(stage.inboxes[0], waiting=4096, lost=17), *stage.inboxes[1:])
    stage.window.diagnostics.turn(1)
    stage.wait(0.2)


def diagnostics_cameras(stage: Stage) -> None:
    """One camera is lost."""
    diagnostics_queues(stage)
    reasons = ("camera:side: no frame for 2.0 s, cable or power",)
    stage.model.take(gui_line.heard(gui_line.state(PackState.ABORTED, reasons), stage.now_s))
    stage.window.diagnostics.turn(2)
    stage.wait(0.2)


def diagnostics_versions(stage: Stage) -> None:
    """What it is made of."""
    diagnostics(stage)
    stage.window.diagnostics.turn(3)


def diagnostics_empty(stage: Stage) -> None:
    """Just started."""
    stage.window.turn_to(Page.DIAGNOSTICS)
    stage.model.tick(stage.now_s)
