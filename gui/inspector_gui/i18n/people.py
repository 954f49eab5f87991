"""Words about people's accounts: what can be done, what is asked, what became of it."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.domain.access import Role
from inspector.wire.access import AccountPart
from inspector_gui.i18n.access import say_denied, say_role
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.viewmodels.people import Outcome, PeopleView
from inspector_gui.viewmodels.people_question import Ask, Misfit, Task
from inspector_gui.viewmodels.request import Fate

TASKS = {
    Task.ADD: QT_TRANSLATE_NOOP("People", "Add a person"),
    Task.ROLE: QT_TRANSLATE_NOOP("People", "Another role"),
    Task.PIN: QT_TRANSLATE_NOOP("People", "New PIN"),
    Task.BADGE: QT_TRANSLATE_NOOP("People", "New badge"),
    Task.DISABLE: QT_TRANSLATE_NOOP("People", "Keep out for now"),
    Task.ENABLE: QT_TRANSLATE_NOOP("People", "Let in again"),
    Task.REMOVE: QT_TRANSLATE_NOOP("People", "Remove for good"),
}
SURE = {
    Task.DISABLE: QT_TRANSLATE_NOOP("People", "This person is signed out and can not sign in until let in again."),
    Task.ENABLE: QT_TRANSLATE_NOOP(
        "People", "This person can sign in again, with the PIN, badge and role from before."
    ),
    Task.REMOVE: QT_TRANSLATE_NOOP(
        "People", "This person is signed out and can not sign in any more. What was done stays."
    ),
}
ASKS = {
    Ask.NAME: QT_TRANSLATE_NOOP("People", "What is the name? Answers and the log will carry it."),
    Ask.ROLE: QT_TRANSLATE_NOOP("People", "Which role?"),
    Ask.WAY: QT_TRANSLATE_NOOP("People", "How will this person sign in? The other way can be added later."),
    Ask.PIN: QT_TRANSLATE_NOOP("People", "Type the new PIN: 4 to 12 digits, not all the same and not in a row."),
    Ask.PIN_AGAIN: QT_TRANSLATE_NOOP("People", "The same PIN once more."),
    Ask.BADGE: QT_TRANSLATE_NOOP("People", "Scan the badge now."),
}
MISFITS = {
    Misfit.NAME: QT_TRANSLATE_NOOP("People", "That can not be a name: 1 to 64 characters."),
    Misfit.TAKEN: QT_TRANSLATE_NOOP("People", "Somebody has this name already."),
    Misfit.PIN: QT_TRANSLATE_NOOP("People", "That is no good PIN: 4 to 12 digits, not all the same and not in a row."),
    Misfit.OTHER_PIN: QT_TRANSLATE_NOOP("People", "The two were not the same. Type the new PIN again."),
    Misfit.BADGE: QT_TRANSLATE_NOOP("People", "That can not be a badge: 6 to 128 characters."),
}
FATES = {
    Fate.SENT: QT_TRANSLATE_NOOP("People", "{0}: the station is being told …"),
    Fate.DONE: QT_TRANSLATE_NOOP("People", "DONE: {0}"),
    Fate.REFUSED: QT_TRANSLATE_NOOP("People", "NOT DONE: {0}. The station says: {1}"),
    Fate.NOT_SENT: QT_TRANSLATE_NOOP("People", "NOT SENT: {0}. The station is not heard. Begin again when it is back."),
    Fate.NO_ANSWER: QT_TRANSLATE_NOOP(
        "People", "The station did not answer: {0}. Look at the list before you begin again."
    ),
}
MAY = {
    Role.VIEWER: QT_TRANSLATE_NOOP("People", "May look."),
    Role.OPERATOR: QT_TRANSLATE_NOOP("People", "May answer about items, acknowledge alarms, hold."),
    Role.LEAD: QT_TRANSLATE_NOOP("People", "May also release holds, change the mode and read who did what."),
    Role.ENGINEER: QT_TRANSLATE_NOOP("People", "May also set the station up."),
    Role.ADMIN: QT_TRANSLATE_NOOP("People", "May also change accounts."),
}


def say_task(task: Task) -> str:
    """What can be done."""
    return _say(TASKS[task])


def say_may(role: Role) -> str:
    """What a role may."""
    return _say(MAY[role])


def say_question(ask: Ask, task: Task) -> str:
    """What is asked."""
    return _say(SURE[task]) if ask is Ask.SURE else _say(ASKS[ask]) if ask in ASKS else ""


def say_misfit(misfit: Misfit) -> str:
    """Why an answer can not be right; empty where it can."""
    return _say(MISFITS[misfit]) if misfit is not Misfit.NONE else ""


def say_ways(person: AccountPart) -> str:
    """How somebody signs in."""
    pin, badge = _say(QT_TRANSLATE_NOOP("People", "PIN")), _say(QT_TRANSLATE_NOOP("People", "badge"))
    ways = " + ".join(word for word, has in ((pin, person.pin), (badge, person.badge)) if has)
    return ways if not person.disabled else _say(QT_TRANSLATE_NOOP("People", "KEPT OUT")) + "  ·  " + ways


def say_person(person: AccountPart) -> str:
    """The second line of somebody's row."""
    return f"{say_role(person.role)}  ·  {say_ways(person)}"


def say_outcome(outcome: Outcome) -> str:
    """What became of a change."""
    what = f"{say_task(outcome.task)}, {outcome.name}" if outcome.name else say_task(outcome.task)
    return _say(FATES[outcome.fate]).format(what, say_refusal(outcome.detail))


def say_notice(view: PeopleView) -> str:
    """What has to be said under the list's buttons; empty where nothing has."""
    if view.outcome is not None:
        return say_outcome(view.outcome)
    if view.chosen is not None and say_status(view):
        return say_status(view)
    if view.last_admin:
        return _say(QT_TRANSLATE_NOOP("People", "The last administrator stays: make somebody else one first."))
    return ""


def say_status(view: PeopleView) -> str:
    """What is to be known of the list."""
    if view.open_station:
        return _say(
            QT_TRANSLATE_NOOP(
                "People",
                "Nobody has an account here: everybody may do everything. Your engineer makes the first account on the "
                "station's computer.",
            )
        )
    if view.denied is not None:
        return say_denied(view.denied)
    if view.problem:
        return _say(QT_TRANSLATE_NOOP("People", "The station does not tell who has an account: {0}")).format(
            say_refusal(view.problem)
        )
    if view.old:
        return _say(QT_TRANSLATE_NOOP("People", "OLD: the station is not heard; others may have an account now."))
    return "" if view.known else _say(QT_TRANSLATE_NOOP("People", "The station is being asked …"))


def _say(text: object) -> str:
    return QCoreApplication.translate("People", str(text))
