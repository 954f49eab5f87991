"""Orders to the station in words: what each one means, why it is given, and what became of it."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.domain.packml import PackMode
from inspector.domain.station import HELD
from inspector_gui.i18n.access import say_role
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.i18n.words import MODES, say
from inspector_gui.viewmodels.line import Condition, LineView
from inspector_gui.viewmodels.order_reasons import HoldReason, ModeReason
from inspector_gui.viewmodels.orders import Fate, Order, Outcome

ORDERS = {
    Order.HOLD: QT_TRANSLATE_NOOP("Orders", "Hold the station"),
    Order.UNHOLD: QT_TRANSLATE_NOOP("Orders", "Let it go on"),
    Order.PRODUCTION: QT_TRANSLATE_NOOP("Orders", "Production"),
    Order.MAINTENANCE: QT_TRANSLATE_NOOP("Orders", "Maintenance"),
    Order.MANUAL: QT_TRANSLATE_NOOP("Orders", "Manual"),
}
MEANINGS = {
    Order.HOLD: QT_TRANSLATE_NOOP(
        "Orders", "No item is judged: each is NO DECISION at once, until it is let go on. The belt runs."
    ),
    Order.UNHOLD: QT_TRANSLATE_NOOP("Orders", "Items are judged again, from the next one on."),
    Order.PRODUCTION: QT_TRANSLATE_NOOP("Orders", "Items are judged, and the controller is told: as it should be."),
    Order.MAINTENANCE: QT_TRANSLATE_NOOP(
        "Orders", "Items are judged, but the controller is told nothing: each takes its default lane."
    ),
    Order.MANUAL: QT_TRANSLATE_NOOP(
        "Orders", "Nobody looks: every item gets the same answer, the one that your engineer chose. Never PASS."
    ),
}
NOTES = {
    Condition.NOT_JUDGED: QT_TRANSLATE_NOOP("Orders", "Manual mode: nobody looks at the items"),
    Condition.NOT_SENT: QT_TRANSLATE_NOOP("Orders", "Maintenance: the controller is not told; default lane"),
}
REASONS = {
    str(HoldReason.CLEANING): QT_TRANSLATE_NOOP("Orders", "A lens or a light is cleaned"),
    str(HoldReason.REPAIR): QT_TRANSLATE_NOOP("Orders", "Something is repaired"),
    str(HoldReason.DOUBT): QT_TRANSLATE_NOOP("Orders", "Its decisions look wrong"),
    str(HoldReason.BELT): QT_TRANSLATE_NOOP("Orders", "The belt is jammed or stands"),
    str(ModeReason.REPAIR): QT_TRANSLATE_NOOP("Orders", "The station is repaired"),
    str(ModeReason.TRIAL): QT_TRANSLATE_NOOP("Orders", "Trial run or setting up"),
    str(ModeReason.FAILED): QT_TRANSLATE_NOOP("Orders", "It judges wrongly or not at all"),
    str(ModeReason.ORDERED): QT_TRANSLATE_NOOP("Orders", "Ordered by the shift lead"),
}
FATES = {
    Fate.SENT: QT_TRANSLATE_NOOP("Orders", "{0}: the station is being told …"),
    Fate.DONE: QT_TRANSLATE_NOOP("Orders", "DONE: {0}"),
    Fate.UNKEPT: QT_TRANSLATE_NOOP(
        "Orders", "DONE: {0}. Its disk can not be written now: a restart may forget it. Call the engineer."
    ),
    Fate.REFUSED: QT_TRANSLATE_NOOP("Orders", "NOT DONE: {0}. The station says: {1}"),
    Fate.NOT_SENT: QT_TRANSLATE_NOOP("Orders", "NOT SENT: {0}. The station is not heard. Press again when it is back."),
    Fate.NO_ANSWER: QT_TRANSLATE_NOOP(
        "Orders", "The station did not answer: {0}. Look at how it stands, then press again."
    ),
    Fate.OVERTAKEN: QT_TRANSLATE_NOOP("Orders", "{0}: it is so already; somebody else was quicker."),
}


def say_order(order: Order) -> str:
    """What is wanted, in words."""
    return _say(ORDERS[order])


def say_meaning(order: Order) -> str:
    """What it does to the items."""
    return _say(MEANINGS[order])


def say_mode_meaning(mode: str) -> str:
    """What the mode of now does to the items; empty for one of a newer station."""
    return say_meaning(Order(mode)) if mode in set(PackMode) else ""


def say_mode(mode: str) -> str:
    """A mode in words."""
    return say(MODES.get(mode, mode))


def say_note(condition: Condition) -> str:
    """What stands beside the line's word where it runs, but not as it should; empty where nothing has to be said."""
    return _say(NOTES[condition]) if condition in NOTES else ""


def say_order_reason(reason: str) -> str:
    """Why; what a person wrote stands as it was written."""
    return _say(REASONS[reason]) if reason in REASONS else reason


def say_hold(reason: str) -> str:
    """That a person holds the station, and why."""
    return _say(QT_TRANSLATE_NOOP("Orders", "Held by a person: {0}")).format(say_order_reason(reason))


def say_reasons(view: LineView) -> str:
    """Why the line does not run, or not as it should: what stands beside its word, a person's hold first."""
    held = say_hold(view.held_for) if view.held_for else ""
    others = (reason for reason in view.reasons if not reason.startswith(HELD))
    return "; ".join(part for part in (say_note(view.condition), held, *others) if part)


def say_outcome(outcome: Outcome | None) -> str:
    """What became of the newest order; empty where there was none."""
    if outcome is None:
        return ""
    words = say_order(outcome.order)
    if outcome.fate is Fate.REFUSED and outcome.least is not None:
        denied = _say(QT_TRANSLATE_NOOP("Orders", "NOT DONE: {0}. Only for the role {1} or higher, who is signed in."))
        return denied.format(words, say_role(outcome.least))
    return _say(FATES[outcome.fate]).format(words, say_refusal(outcome.detail))


def _say(text: object) -> str:
    return QCoreApplication.translate("Orders", str(text))
