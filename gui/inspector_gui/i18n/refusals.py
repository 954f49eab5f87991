"""Why the station did not do something, in the window's language.

The station's answers are sentences for logs and programs. Those that a window can meet are known here, with their
particulars as {0}, {1}; what is not known, of a newer station or a file system, stays as it came. A test reads the
station's source and fails where a sentence is neither here nor one that no window causes.
"""

import re
from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.domain.access import DEEDS, Role
from inspector.domain.dispositioning import Fate
from inspector.domain.review import Answer
from inspector.domain.verdict import Disposition
from inspector_gui.i18n.deeds import say_deed
from inspector_gui.i18n.fates import FATES
from inspector_gui.i18n.words import ANSWERS, DISPOSITIONS, ROLES, say

CODES = {
    **{str(code): DISPOSITIONS[code] for code in Disposition},
    **{str(code): ANSWERS[code] for code in Answer},
    **{str(code): FATES[code] for code in Fate},
    **{str(code): ROLES[code] for code in Role},
}
BETWEEN = "; "  # the sentences of one answer

SENTENCES = (
    # Anything
    QT_TRANSLATE_NOOP("Refusals", "the station failed: {0}"),
    QT_TRANSLATE_NOOP("Refusals", "the station is busy with other questions"),
    QT_TRANSLATE_NOOP("Refusals", "unknown command; known: {0}"),
    QT_TRANSLATE_NOOP("Refusals", "rejected: {0}"),
    QT_TRANSLATE_NOOP("Refusals", "{0}: can not be read: {1}"),
    QT_TRANSLATE_NOOP("Refusals", "{0}: can not be written: {1}"),
    QT_TRANSLATE_NOOP("Refusals", "the file is damaged: {0}"),
    QT_TRANSLATE_NOOP("Refusals", "{0} must be 1 to {1} characters"),
    # Who may
    QT_TRANSLATE_NOOP("Refusals", "nobody is signed in: sign in first"),
    QT_TRANSLATE_NOOP("Refusals", "{0} needs {1}; {2} is {3}"),
    QT_TRANSLATE_NOOP("Refusals", "the account of {0} is disabled: ask an administrator"),
    QT_TRANSLATE_NOOP("Refusals", "the account is disabled"),
    QT_TRANSLATE_NOOP("Refusals", "{0} is not signed in any more: {1}"),
    QT_TRANSLATE_NOOP("Refusals", "sign in again"),
    QT_TRANSLATE_NOOP("Refusals", "that session has ended, and age_s does not say that it was given before"),
    QT_TRANSLATE_NOOP("Refusals", "it was given after that session had ended"),
    QT_TRANSLATE_NOOP("Refusals", "it comes more than {0} h late"),
    QT_TRANSLATE_NOOP("Refusals", "name and PIN do not fit"),
    QT_TRANSLATE_NOOP("Refusals", "this badge is nobody's"),
    QT_TRANSLATE_NOOP("Refusals", "{0}: wait {1} s"),
    QT_TRANSLATE_NOOP("Refusals", "too many wrong tries: wait {0} s"),
    QT_TRANSLATE_NOOP("Refusals", "nobody has an account here: everybody may do everything"),
    # Accounts
    QT_TRANSLATE_NOOP("Refusals", "nobody has an account here: the first one is made with `inspector accounts add`"),
    QT_TRANSLATE_NOOP("Refusals", "{0} is the last administrator: make somebody else one first"),
    QT_TRANSLATE_NOOP("Refusals", "{0}: needs a PIN or a badge"),
    QT_TRANSLATE_NOOP("Refusals", "{0}: would have neither PIN nor badge; remove the account instead"),
    QT_TRANSLATE_NOOP("Refusals", "no account {0}; known: {1}"),
    QT_TRANSLATE_NOOP("Refusals", "there is an account {0} already"),
    QT_TRANSLATE_NOOP("Refusals", "this badge is {0}'s already"),
    QT_TRANSLATE_NOOP("Refusals", "{0}: a name has 1 to {1} characters and no space at its ends"),
    QT_TRANSLATE_NOOP("Refusals", "{0}: a name has no control characters"),
    QT_TRANSLATE_NOOP("Refusals", "{0}: is how the station calls itself"),
    QT_TRANSLATE_NOOP("Refusals", "a PIN has {0} to {1} digits"),
    QT_TRANSLATE_NOOP("Refusals", "a PIN of equal digits, or of digits in a row, is guessed first"),
    QT_TRANSLATE_NOOP("Refusals", "a badge's number has {0} to {1} printable characters"),
    # Isolated items
    QT_TRANSLATE_NOOP("Refusals", "no item {0} is known"),
    QT_TRANSLATE_NOOP("Refusals", "the item was {0}: only isolated items are answered"),
    QT_TRANSLATE_NOOP("Refusals", "the item was {0}: only isolated items are disposed of"),
    QT_TRANSLATE_NOOP(
        "Refusals", "the item was simulated: nobody has it in the hand, and an answer would be taken for a label"
    ),
    QT_TRANSLATE_NOOP("Refusals", "the item was simulated: there is nothing to dispose of"),
    QT_TRANSLATE_NOOP("Refusals", "the item is from before there were answers"),
    QT_TRANSLATE_NOOP("Refusals", "{0} answered {1} already"),
    QT_TRANSLATE_NOOP("Refusals", "the answer to be taken back does not stand"),
    QT_TRANSLATE_NOOP("Refusals", "an answer can be taken back for {0} s only"),
    QT_TRANSLATE_NOOP("Refusals", "a second look comes after a first answer, and none stands"),
    QT_TRANSLATE_NOOP("Refusals", "the item was not drawn for a second look"),
    QT_TRANSLATE_NOOP("Refusals", "a second look comes {0} to {1} hours after the first answer, not after {2}"),
    QT_TRANSLATE_NOOP("Refusals", "the id {0} belongs to another answer"),
    QT_TRANSLATE_NOOP("Refusals", "the id {0} belongs to another step"),
    QT_TRANSLATE_NOOP("Refusals", "the item is {0}: it can not become {1}"),
    QT_TRANSLATE_NOOP("Refusals", "the item has no picture of camera {0}"),
    QT_TRANSLATE_NOOP("Refusals", "{0} lies outside the picture of camera {1}, which has {2} x {3} pixels"),
    # Alarms, holds, orders
    QT_TRANSLATE_NOOP("Refusals", "no alarm {0} waits for an acknowledgement"),
    QT_TRANSLATE_NOOP("Refusals", "alarm {0} is not shelved"),
    QT_TRANSLATE_NOOP("Refusals", "there is no alarm {0}"),
    QT_TRANSLATE_NOOP("Refusals", "an alarm is shelved for 1 to {0} minutes"),
    QT_TRANSLATE_NOOP("Refusals", "no hold {0} is known"),
    QT_TRANSLATE_NOOP("Refusals", "{0} released it already, because: {1}"),
    QT_TRANSLATE_NOOP("Refusals", "such a hold stands in the ledger and is not known here yet; restart the station"),
    QT_TRANSLATE_NOOP("Refusals", "a group's name must be 1 to {0} characters"),
    QT_TRANSLATE_NOOP("Refusals", "hold needs a reason"),
    # What came back
    QT_TRANSLATE_NOOP("Refusals", "no complaint {0} is known"),
    QT_TRANSLATE_NOOP("Refusals", "{0} is about no item that is known: {1}"),
    QT_TRANSLATE_NOOP("Refusals", "this station keeps no complaints"),
    QT_TRANSLATE_NOOP("Refusals", "complaints {0}: {1}"),
    # Shifts
    QT_TRANSLATE_NOOP("Refusals", "more than {0} items: ask for a shorter span"),
    QT_TRANSLATE_NOOP("Refusals", "at most {0} days are looked at"),
    # Setup
    QT_TRANSLATE_NOOP("Refusals", "the station would not start again: {0}"),
    QT_TRANSLATE_NOOP("Refusals", "these values were not previewed: look at their effect first"),
    QT_TRANSLATE_NOOP("Refusals", "nothing would change"),
    QT_TRANSLATE_NOOP("Refusals", "unknown recipe {0}; known: {1}"),
    QT_TRANSLATE_NOOP("Refusals", "unknown place {0}; known: {1}"),
    QT_TRANSLATE_NOOP("Refusals", "unknown bundle {0}; in {1}: {2}"),
    QT_TRANSLATE_NOOP("Refusals", "{0} is active already"),
    QT_TRANSLATE_NOOP("Refusals", "{0} is a bundle of kind {1}; {2} needs {3}"),
    QT_TRANSLATE_NOOP("Refusals", "version {0} is not in force any more: {1} is by {2}; look again first"),
    QT_TRANSLATE_NOOP("Refusals", "version {0} is not in force any more: {1} is; look again first"),
    QT_TRANSLATE_NOOP("Refusals", "there is no version before this one"),
    QT_TRANSLATE_NOOP("Refusals", "no camera {0}; known: {1}"),
    # Teaching
    QT_TRANSLATE_NOOP("Refusals", "this station is taught from the command line only"),
    QT_TRANSLATE_NOOP("Refusals", "the draft can not be read: {0}"),
)


def say_refusal(detail: str) -> str:
    """The station's sentence, or sentences. An item's number before it stays."""
    number, colon, rest = detail.partition(": ")
    if colon and number.isdecimal():
        return f"{number}: {say_refusal(rest)}"
    whole = _said(detail)
    if whole is not None:
        return whole
    parts = detail.split(BETWEEN)
    return BETWEEN.join(_said(part) or part for part in parts)


def _said(sentence: str) -> str | None:
    for template, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            words = QCoreApplication.translate("Refusals", template)
            return words.format(*(_particular(value) for value in found.groups()))
    return None


def _particular(value: str) -> str:
    """A code's word, a sentence within a sentence, a reason that a person pressed, or what it is."""
    if value in CODES:
        return say(CODES[value])
    if value in DEEDS:
        return say_deed(value)
    return _said(value) or say(value)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Those with the most words of their own first: of two that fit, the one that says more is meant."""
    texts = sorted((str(one) for one in SENTENCES), key=lambda text: -len(re.sub(r"\{\d\}", "", text)))
    return tuple((text, re.compile(_pattern(text), re.DOTALL)) for text in texts)


def _pattern(template: str) -> str:
    return "".join(
        "(.+)" if re.fullmatch(r"\{\d\}", part) else re.escape(part) for part in re.split(r"(\{\d\})", template)
    )
