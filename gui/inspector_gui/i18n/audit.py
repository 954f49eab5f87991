"""The audit log in words: what it was done to, which facts were changed, and from what to what."""

import re
from collections.abc import Callable

from pydantic import JsonValue
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.domain.access import Role
from inspector.domain.alarm import ALARMS, AlarmState, ShelveReason
from inspector.domain.dispositioning import Fate
from inspector.domain.hold import BY_HAND, STATION, HoldAction
from inspector.domain.lot_group import Dimension
from inspector.domain.review import Answer, OverruleReason
from inspector.wire.audit import AuditLine
from inspector_gui.i18n import words
from inspector_gui.i18n.came_back import say_kind
from inspector_gui.i18n.fates import FATES
from inspector_gui.i18n.holds import ACTIONS, HOLD_REASONS, say_finding, say_group, say_moment
from inspector_gui.i18n.orders import REASONS, say_order_reason
from inspector_gui.i18n.setup import FIELDS, say_setup
from inspector_gui.i18n.words import say, say_alarm

FACTS = {
    "action": QT_TRANSLATE_NOOP("Audit", "its items"),
    "answer": QT_TRANSLATE_NOOP("Audit", "answer"),
    "badge": QT_TRANSLATE_NOOP("Audit", "badge"),
    "boxes": QT_TRANSLATE_NOOP("Audit", "boxes"),
    "by": QT_TRANSLATE_NOOP("Audit", "held by"),
    "class": QT_TRANSLATE_NOOP("Audit", "kind"),
    "disabled": QT_TRANSLATE_NOOP("Audit", "kept out"),
    "fate": QT_TRANSLATE_NOOP("Audit", "what becomes of it"),
    "finding": QT_TRANSLATE_NOOP("Audit", "because of"),
    "group": QT_TRANSLATE_NOOP("Audit", "group"),
    "held": QT_TRANSLATE_NOOP("Audit", "held"),
    "hold": QT_TRANSLATE_NOOP("Audit", "station held"),
    "item": QT_TRANSLATE_NOOP("Audit", "item"),
    "label": QT_TRANSLATE_NOOP("Audit", "kind"),
    "mode": QT_TRANSLATE_NOOP("Audit", "mode"),
    "open_items": QT_TRANSLATE_NOOP("Audit", "items not decided by then"),
    "pin": QT_TRANSLATE_NOOP("Audit", "PIN"),
    "reason": QT_TRANSLATE_NOOP("Audit", "reason"),
    "restart": QT_TRANSLATE_NOOP("Audit", "restarted"),
    "role": QT_TRANSLATE_NOOP("Audit", "role"),
    "state": QT_TRANSLATE_NOOP("Audit", "state"),
    "threshold": QT_TRANSLATE_NOOP("Audit", "threshold"),
    "until": QT_TRANSLATE_NOOP("Audit", "until"),
    "version": QT_TRANSLATE_NOOP("Audit", "version"),
    "why": QT_TRANSLATE_NOOP("Audit", "why"),
}
CODES = {
    **{("answer", str(code)): words.ANSWERS[code] for code in Answer},
    **{("fate", str(code)): FATES[code] for code in Fate},
    **{("mode", code): word for code, word in words.MODES.items()},
    **{("role", str(code)): words.ROLES[code] for code in Role},
    **{("state", str(code)): words.ALARM_STATES[code] for code in AlarmState},
    **{("reason", str(code)): words.SHELVE_REASONS[code] for code in ShelveReason},
    **{("reason", str(code)): words.OVERRULES[code] for code in OverruleReason},
    **{("action", str(code)): ACTIONS[code] for code in HoldAction},
}


def say_subject(line: AuditLine) -> str:
    """What it was done to: an alarm by its cause, a group by what its items have in common, else as it came."""
    if line.subject in ALARMS:
        return say_alarm(ALARMS[line.subject].cause)
    return _group(line.subject) or line.subject


def say_fact(name: str, before: JsonValue, then: JsonValue) -> str:
    """One fact before and after."""
    what = _say(FACTS[name]) if name in FACTS else say_setup(FIELDS[name]) if name in FIELDS else name
    if before in (None, ""):
        return f"{what}: {_value(name, then)}"
    return f"{what}: {_value(name, before)} → {_value(name, then)}"


def say_why(reason: str) -> str:
    """A reason that was pressed, in words; one that was typed as it was typed."""
    if reason in REASONS:
        return say_order_reason(reason)
    pressed = {str(known): word for known, word in HOLD_REASONS.items()}
    return say(pressed[reason]) if reason in pressed else say(reason)


def _value(name: str, value: JsonValue) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _say(QT_TRANSLATE_NOOP("Audit", "yes") if value else QT_TRANSLATE_NOOP("Audit", "no"))
    if isinstance(value, dict):
        return ", ".join(say_fact(part, None, of_it) for part, of_it in value.items()) or "—"
    text = str(value)
    if (name, text) in CODES:
        return say(CODES[name, text])
    return SAYERS[name](text) if name in SAYERS else text


def _found(value: str) -> str:
    return _say(QT_TRANSLATE_NOOP("Audit", "held by hand")) if value == BY_HAND else say_finding(value)


def _whose(value: str) -> str:
    return _say(QT_TRANSLATE_NOOP("Audit", "the station")) if value == STATION else value


def _group(text: str) -> str:
    """As the station writes a group: `vendor:ACME`, or `vendor ACME`."""
    found = re.fullmatch(rf"({'|'.join(Dimension)})[: ](.+)", text)
    return "" if found is None else say_group(Dimension(found[1]), found[2])


def _say(text: object) -> str:
    return QCoreApplication.translate("Audit", str(text))


SAYERS: dict[str, Callable[[str], str]] = {
    "finding": _found,
    "label": say_kind,
    "class": say_kind,
    "by": _whose,
    "group": lambda value: _group(value) or value,
    "until": say_moment,
    "why": say_why,
    "hold": say_why,
    "reason": say_why,
}
