"""Words about who may do what, and about signing in."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.domain.access import Role
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.i18n.words import ROLES, say
from inspector_gui.viewmodels.access import AccessView, Denied, LockedBy
from inspector_gui.viewmodels.sign_in import Hitch, SignInView

ACTIONS = {
    "review": QT_TRANSLATE_NOOP("Access", "Item answered"),
    "escape.answer": QT_TRANSLATE_NOOP("Access", "Returned item looked at"),
    "disposition": QT_TRANSLATE_NOOP("Access", "Item's fate"),
    "alarm.ack": QT_TRANSLATE_NOOP("Access", "Alarm acknowledged"),
    "alarm.shelve": QT_TRANSLATE_NOOP("Access", "Alarm shelved"),
    "alarm.unshelve": QT_TRANSLATE_NOOP("Access", "Alarm taken back"),
    "hold": QT_TRANSLATE_NOOP("Access", "Station held"),
    "unhold": QT_TRANSLATE_NOOP("Access", "Station let go on"),
    "hold.raise": QT_TRANSLATE_NOOP("Access", "Group held"),
    "hold.release": QT_TRANSLATE_NOOP("Access", "Group released"),
    "teach.collect": QT_TRANSLATE_NOOP("Access", "Items collected for a lesson"),
    "teach.learn": QT_TRANSLATE_NOOP("Access", "Draft of a lesson learnt"),
    "teach.activate": QT_TRANSLATE_NOOP("Access", "Lesson put into use"),
    "teach.rollback": QT_TRANSLATE_NOOP("Access", "Back to the former lesson"),
    "mode": QT_TRANSLATE_NOOP("Access", "Mode changed"),
    "recipes.activate": QT_TRANSLATE_NOOP("Access", "Recipes activated"),
    "recipes.rollback": QT_TRANSLATE_NOOP("Access", "Recipes gone back"),
    "models.activate": QT_TRANSLATE_NOOP("Access", "Model activated"),
    "models.rollback": QT_TRANSLATE_NOOP("Access", "Models gone back"),
    "restart": QT_TRANSLATE_NOOP("Access", "Station restarted"),
    "sign.in": QT_TRANSLATE_NOOP("Access", "Signed in"),
    "sign.out": QT_TRANSLATE_NOOP("Access", "Signed out"),
    "account.add": QT_TRANSLATE_NOOP("Access", "Account added"),
    "account.remove": QT_TRANSLATE_NOOP("Access", "Account removed"),
    "account.role": QT_TRANSLATE_NOOP("Access", "Role changed"),
    "account.disable": QT_TRANSLATE_NOOP("Access", "Kept out"),
    "account.enable": QT_TRANSLATE_NOOP("Access", "Let in again"),
    "account.pin": QT_TRANSLATE_NOOP("Access", "PIN changed"),
    "account.badge": QT_TRANSLATE_NOOP("Access", "Badge changed"),
}
LOCKED = {
    LockedBy.NOBODY: QT_TRANSLATE_NOOP("Access", "Locked: you can look at everything. Sign in or scan a badge to act."),
    LockedBy.HAND: QT_TRANSLATE_NOOP("Access", "Locked: you can look at everything. Sign in or scan a badge to act."),
    LockedBy.IDLE: QT_TRANSLATE_NOOP("Access", "Locked: nobody touched this window. Sign in or scan a badge to act."),
    LockedBy.STATION: QT_TRANSLATE_NOOP("Access", "Locked: the station ended the session. Sign in again to act."),
}
HITCHES = {
    Hitch.NO_NAME: QT_TRANSLATE_NOOP("Access", "Press your name first."),
    Hitch.WRONG: QT_TRANSLATE_NOOP("Access", "NOT SIGNED IN: name and PIN do not fit."),
    Hitch.BADGE: QT_TRANSLATE_NOOP("Access", "NOT SIGNED IN: this badge is nobody's."),
    Hitch.DISABLED: QT_TRANSLATE_NOOP("Access", "NOT SIGNED IN: this account is kept out. Ask an administrator."),
    Hitch.NO_CONNECTION: QT_TRANSLATE_NOOP("Access", "NOT SENT: there is no connection. Try again when it is back."),
    Hitch.NO_ANSWER: QT_TRANSLATE_NOOP("Access", "The station did not answer. Try again."),
}


def say_role(role: Role) -> str:
    """A role in words."""
    return say(ROLES[role])


def say_action(action: str) -> str:
    """What was done, in words; one of a newer station shows its own name."""
    return _say(ACTIONS[action]) if action in ACTIONS else action


def say_denied(denied: Denied | None) -> str:
    """Why something may not be done; empty when it may."""
    if denied is None:
        return ""
    if denied.role is None:
        return _say(QT_TRANSLATE_NOOP("Access", "Locked: sign in to act (F12)"))
    words = _say(QT_TRANSLATE_NOOP("Access", "Only for the role {0} or higher; you are {1}"))
    return words.format(say_role(denied.least), say_role(denied.role))


def say_lock(access: AccessView, sign_in: SignInView) -> str:
    """What stands over a window in which nobody is signed in."""
    hitch = say_hitch(sign_in)
    if hitch:
        return hitch
    if access.problem:
        words = _say(QT_TRANSLATE_NOOP("Access", "Locked: the station can let nobody in now. {0}"))
        return words.format(say_refusal(access.problem))
    return _say(LOCKED[access.locked_by])


def say_hitch(view: SignInView) -> str:
    """Why nobody was let in; empty when nobody tried."""
    if view.waiting:
        return _say(QT_TRANSLATE_NOOP("Access", "The station is being asked …"))
    if view.hitch is Hitch.WAIT:
        words = _say(QT_TRANSLATE_NOOP("Access", "NOT SIGNED IN. After wrong tries nothing is tried for {0} more s."))
        return words.format(view.seconds)
    if view.hitch is Hitch.REFUSED:
        return _say(QT_TRANSLATE_NOOP("Access", "NOT SIGNED IN: {0}")).format(say_refusal(view.detail))
    return _say(HITCHES[view.hitch]) if view.hitch is not Hitch.NONE else ""


def _say(text: object) -> str:
    return QCoreApplication.translate("Access", str(text))
