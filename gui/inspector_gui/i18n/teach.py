"""Teaching in the words of a person on the line: steps, what is wrong with pictures, what a figure means."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from inspector.domain.lesson import Draft, Refusal, Step, Taught, Trial, Unfit, Work
from inspector_gui.i18n.counted import counted
from inspector_gui.i18n.holds import say_moment
from inspector_gui.i18n.refusals import say_refusal as say_station
from inspector_gui.i18n.words import DISPOSITIONS, say
from inspector_gui.viewmodels.teach_view import Done, Hitch, Place, TeachView, isolated

PLACES = {
    Place.PRODUCT: QT_TRANSLATE_NOOP("Teach", "Product"),
    Place.PICTURES: QT_TRANSLATE_NOOP("Teach", "Pictures"),
    Place.LEARN: QT_TRANSLATE_NOOP("Teach", "Learn"),
    Place.TRY: QT_TRANSLATE_NOOP("Teach", "Try"),
    Place.USE: QT_TRANSLATE_NOOP("Teach", "Use"),
}
STEPS = {
    Step.STARTING: QT_TRANSLATE_NOOP("Teach", "Starting …"),
    Step.READING: QT_TRANSLATE_NOOP("Teach", "Looking for the product: picture {0} of {1}"),
    Step.LEARNING: QT_TRANSLATE_NOOP("Teach", "Learning the pictures …"),
    Step.AGAIN: QT_TRANSLATE_NOOP("Teach", "Learning again, without those that look different …"),
    Step.JUDGING: QT_TRANSLATE_NOOP("Teach", "Judging each picture beside the others …"),
    Step.TRYING: QT_TRANSLATE_NOOP("Teach", "Judging item {0} of {1} twice"),
}
UNFIT = {
    Unfit.TOO_FEW: QT_TRANSLATE_NOOP("Teach", "Too few pictures: {1}. At least 5 are needed, 20 are a good start."),
    Unfit.TOO_MANY: QT_TRANSLATE_NOOP("Teach", "Too many pictures: {1}. At most 100 can be learnt at once."),
    Unfit.TWICE: QT_TRANSLATE_NOOP("Teach", "The same picture twice: {0}. Untick one of them."),
    Unfit.ODD: QT_TRANSLATE_NOOP("Teach", "Too many look different from the rest: pictures {0}. Look at them, untick."),
    Unfit.OTHER_PRODUCT: QT_TRANSLATE_NOOP("Teach", "The pictures look like {1}, which is taught already."),
    Unfit.TWO_KINDS: QT_TRANSLATE_NOOP("Teach", "The pictures show two kinds of things. The smaller kind: {0}."),
    Unfit.NO_PRODUCT: QT_TRANSLATE_NOOP("Teach", "No product is found in pictures {0}. Untick them."),
    Unfit.GONE: QT_TRANSLATE_NOOP("Teach", "Pictures {0} are not stored any more. Untick them."),
    Unfit.UNKNOWN_PRODUCT: QT_TRANSLATE_NOOP("Teach", "{1} is not in the catalogue. Is the name right?"),
    Unfit.NO_CAMERA: QT_TRANSLATE_NOOP("Teach", "The station has no such camera. It has: {1}."),
    Unfit.BUSY: QT_TRANSLATE_NOOP("Teach", "{1} teaches {0} in another window."),
    Unfit.NO_SESSION: QT_TRANSLATE_NOOP("Teach", "This window does not teach any more."),
    Unfit.NO_DRAFT: QT_TRANSLATE_NOOP("Teach", "That draft is not there any more. Learn again."),
    Unfit.DISK: QT_TRANSLATE_NOOP("Teach", "The station's disk does not take it: {1}. What was in use stays in use."),
    Unfit.STATION: QT_TRANSLATE_NOOP("Teach", "The station could not do it: {1}"),
}
HITCHES = {
    Hitch.NOT_SENT: QT_TRANSLATE_NOOP("Teach", "NOT SENT: there is no connection. Press again when it is back."),
    Hitch.NO_ANSWER: QT_TRANSLATE_NOOP("Teach", "The station did not answer. Press again."),
    Hitch.REFUSED: QT_TRANSLATE_NOOP("Teach", "NOT DONE: {0}"),
    Hitch.TAKEN: QT_TRANSLATE_NOOP("Teach", "{0} has taken over: this window does not teach any more."),
}
DONE = {
    Done.ACTIVATED: QT_TRANSLATE_NOOP("Teach", "IN USE: every item is judged by it from now on."),
    Done.ROLLED_BACK: QT_TRANSLATE_NOOP("Teach", "BACK: every item is judged by the former lesson again."),
}
SELDOM_MORE = 0.05  # of false diverts: beyond it the figure is no recommendation


def tell(text: object) -> str:
    """One of these texts in the language of now."""
    return QCoreApplication.translate("Teach", str(text))


def say_work(work: Work) -> str:
    """What the station does just now."""
    return tell(STEPS[work.step]).format(min(work.done + 1, max(work.of, 1)), work.of)


def say_refusal(refusal: Refusal, numbered: Sequence[str]) -> str:
    """What is wrong; pictures by their numbers."""
    if refusal.code is Unfit.BUSY and not refusal.detail:
        return tell(QT_TRANSLATE_NOOP("Teach", "The station is still at work. Wait until it has ended."))
    if refusal.code is Unfit.BUSY:
        return tell(UNFIT[refusal.code]).format(" · ".join(refusal.pictures), refusal.detail)
    return tell(UNFIT[refusal.code]).format(say_numbers(refusal.pictures, numbered), refusal.detail)


def say_numbers(records: Sequence[str], numbered: Sequence[str]) -> str:
    """The pictures' numbers, or their names where they have none."""
    places = {record: str(number) for number, record in enumerate(numbered, start=1)}
    numbers = [places.get(record, record) for record in records]
    return ", ".join(sorted(numbers, key=lambda text: (len(text), text)))


def say_notice(view: TeachView) -> str:
    """What became of the newest order; empty where there is nothing to say."""
    if view.waiting:
        return tell(QT_TRANSLATE_NOOP("Teach", "The station is asked …"))
    if view.hitch is Hitch.REFUSED and view.refusals:
        return "\n".join(say_refusal(one, view.numbered) for one in view.refusals)
    if view.hitch is not Hitch.NOTHING:
        return tell(HITCHES[view.hitch]).format(say_station(view.detail))
    return tell(DONE[view.done]) if view.done is not Done.NOTHING else ""


def say_draft(draft: Draft) -> str:
    """What was learnt, and what is odd about it."""
    words = [counted.learnt_from(len(draft.learnt)).format(QLocale().toString(draft.seconds, "f", 1), draft.by)]
    if draft.left_out:
        left = say_numbers(draft.left_out, draft.given)
        words.append(
            tell(QT_TRANSLATE_NOOP("Teach", "LEFT OUT, they look different: pictures {0}. Look at them.")).format(left)
        )
    if draft.odd:
        odd = say_numbers(draft.odd, draft.given)
        words.append(tell(QT_TRANSLATE_NOOP("Teach", "Learnt although they look different: pictures {0}.")).format(odd))
    return "\n".join([*words, say_estimate(draft)])


def say_estimate(draft: Draft) -> str:
    """The leave-one-out figure with its interval, in plain words."""
    if not draft.judged:
        return tell(QT_TRANSLATE_NOOP("Teach", "How many good items it would isolate can not be said."))
    words = tell(
        QT_TRANSLATE_NOOP(
            "Teach",
            "Each picture was judged beside the others: {0} of {1} good ones would have been isolated. On the belt "
            "that may be {2} to {3} of 100 good items.",
        )
    ).format(draft.isolated, draft.judged, _of_100(draft.low), _of_100(draft.high))
    if draft.isolated / draft.judged <= SELDOM_MORE:
        return words
    caution = QT_TRANSLATE_NOOP("Teach", "That is many: look at the pictures, and take more of them.")
    return f"{words} {tell(caution)}"


def say_trial(trial: Trial) -> str:
    """How many would be isolated, now and with the draft."""
    now = sum(isolated(one.active) for one in trial.items)
    then = sum(isolated(one.draft) for one in trial.items)
    more = sum(isolated(one.draft) and not isolated(one.active) for one in trial.items)
    fewer = sum(isolated(one.active) and not isolated(one.draft) for one in trial.items)
    if not trial.items:
        return tell(QT_TRANSLATE_NOOP("Teach", "No item of this product is stored. Collect some as they come."))
    words = [
        counted.tried_on(len(trial.items)).format(now, then),
        tell(QT_TRANSLATE_NOOP("Teach", "Newly isolated: {0}. No longer isolated: {1}.")).format(more, fewer),
        tell(QT_TRANSLATE_NOOP("Teach", "Of items that pass, only those that were collected and a sample are stored.")),
    ]
    if trial.unread:
        words.append(tell(QT_TRANSLATE_NOOP("Teach", "{0} could not be read.")).format(trial.unread))
    return "\n".join(words)


def say_taught(taught: Taught | None) -> str:
    """A lesson by its age and size."""
    if taught is None or not (taught.memory or taught.golden):
        return tell(QT_TRANSLATE_NOOP("Teach", "nothing: the product is not taught"))
    if not taught.time:
        return counted.taught_outside(taught.pictures)
    words = counted.taught(taught.pictures)
    return words.format(say_moment(taught.time), taught.by)


def say_disposition(disposition: str) -> str:
    """A verdict's word; of a newer station its own."""
    words = {key.value: word for key, word in DISPOSITIONS.items()}
    return say(words[disposition]) if disposition in words else disposition


def _of_100(share: float) -> str:
    return QLocale().toString(share * 100, "f", 1)
