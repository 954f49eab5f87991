"""What may be ordered of the station, in words: those of the table of roles. A test fails where one is missing."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.domain.access import DEEDS

SENTENCES = (
    QT_TRANSLATE_NOOP("Deeds", "answer about an isolated item, take the answer back"),
    QT_TRANSLATE_NOOP("Deeds", "decide what becomes of an isolated item"),
    QT_TRANSLATE_NOOP("Deeds", "say what an item that came back was at the station"),
    QT_TRANSLATE_NOOP("Deeds", "acknowledge an alarm"),
    QT_TRANSLATE_NOOP("Deeds", "shelve an alarm for a while"),
    QT_TRANSLATE_NOOP("Deeds", "take an alarm back from the shelf"),
    QT_TRANSLATE_NOOP("Deeds", "hold the station"),
    QT_TRANSLATE_NOOP("Deeds", "hold a group of similar items by hand"),
    QT_TRANSLATE_NOOP("Deeds", "let a held station go on"),
    QT_TRANSLATE_NOOP("Deeds", "release a group that is held"),
    QT_TRANSLATE_NOOP("Deeds", "change the mode; MANUAL lets items pass unjudged"),
    QT_TRANSLATE_NOOP("Deeds", "begin to teach a product"),
    QT_TRANSLATE_NOOP("Deeds", "give teaching up; the draft stays"),
    QT_TRANSLATE_NOOP("Deeds", "keep pictures of every item of a product for a lesson"),
    QT_TRANSLATE_NOOP("Deeds", "learn a product into a draft"),
    QT_TRANSLATE_NOOP("Deeds", "try a draft on stored items"),
    QT_TRANSLATE_NOOP("Deeds", "end what a lesson does in the background"),
    QT_TRANSLATE_NOOP("Deeds", "judge by a draft from now on"),
    QT_TRANSLATE_NOOP("Deeds", "judge by the lesson before the active one"),
    QT_TRANSLATE_NOOP("Deeds", "see what other recipes would do"),
    QT_TRANSLATE_NOOP("Deeds", "activate recipes and thresholds"),
    QT_TRANSLATE_NOOP("Deeds", "go back to the recipes before"),
    QT_TRANSLATE_NOOP("Deeds", "activate another model bundle"),
    QT_TRANSLATE_NOOP("Deeds", "go back to the model bundles before"),
    QT_TRANSLATE_NOOP("Deeds", "restart the station; open items are answered first"),
    QT_TRANSLATE_NOOP("Deeds", "read the audit log"),
    QT_TRANSLATE_NOOP("Deeds", "see all accounts, also those that are disabled"),
    QT_TRANSLATE_NOOP("Deeds", "give somebody an account"),
    QT_TRANSLATE_NOOP("Deeds", "give somebody another role"),
    QT_TRANSLATE_NOOP("Deeds", "give somebody another PIN"),
    QT_TRANSLATE_NOOP("Deeds", "give somebody another badge"),
    QT_TRANSLATE_NOOP("Deeds", "keep somebody out for now"),
    QT_TRANSLATE_NOOP("Deeds", "let somebody in again who was kept out"),
    QT_TRANSLATE_NOOP("Deeds", "remove somebody's account"),
)


def say_deed(command: str) -> str:
    """What the command does; one of a newer station shows its own name."""
    deed = DEEDS.get(command)
    return command if deed is None else QCoreApplication.translate("Deeds", "“{0}”").format(_say(deed.words))


def _say(text: object) -> str:
    return QCoreApplication.translate("Deeds", str(text))
