"""What the teaching page says in each step, and its items as tiles."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from inspector.domain.review import Answer
from inspector_gui.i18n.counted import counted
from inspector_gui.i18n.teach import (
    say_disposition,
    say_draft,
    say_refusal,
    say_taught,
    say_trial,
    say_work,
    tell,
)
from inspector_gui.i18n.words import say
from inspector_gui.viewmodels.teach_view import Place, TeachView
from inspector_gui.widgets.teach_grid import Tile

ANSWERS = {
    Answer.CONFIRMED.value: QT_TRANSLATE_NOOP("Words", "Confirmed: damaged"),
    Answer.OVERRULED.value: QT_TRANSLATE_NOOP("Words", "Overruled: not damaged"),
    Answer.CANNOT_TELL.value: QT_TRANSLATE_NOOP("Words", "Cannot tell"),
}


def say_body(view: TeachView) -> str:
    """The words above the pictures."""
    head = f"{view.sku} · {view.camera}"
    match view.place:
        case Place.PICTURES:
            return f"{head}. {_say_pictures()}"
        case Place.LEARN:
            return "\n".join((head, *_say_learning(view)))
        case Place.TRY:
            return "\n".join((head, *_say_trying(view)))
        case Place.USE:
            return "\n".join((head, *_say_use(view)))
        case _:
            return ""


def say_count(view: TeachView) -> str:
    """Below the tiles."""
    if view.place is Place.TRY:
        words = tell(QT_TRANSLATE_NOOP("Teach", "Items that the draft would send elsewhere: {0}"))
        return words.format(len(view.changed_items)) if view.state.trial is not None else ""
    if view.place is Place.LEARN:
        return tell(QT_TRANSLATE_NOOP("Teach", "Look at these; untick them in step 2."))
    words = tell(QT_TRANSLATE_NOOP("Teach", "{0} of {1} ticked"))
    if view.state.collecting:
        more = tell(QT_TRANSLATE_NOOP("Teach", "collecting: {0} kept")).format(view.state.collected)
        return f"{words.format(len(view.given), len(view.items))}  ·  {more}"
    return words.format(len(view.given), len(view.items))


def say_none(view: TeachView) -> str:
    """In place of tiles where there are none."""
    if view.place is Place.TRY:
        if view.state.trial is None or view.trying:
            return ""
        return tell(QT_TRANSLATE_NOOP("Teach", "No item would go another way than now."))
    if not view.listed:
        return tell(QT_TRANSLATE_NOOP("Teach", "The station looks for stored items …"))
    return tell(QT_TRANSLATE_NOOP("Teach", "No item of this product is stored. Collect some as they come."))


def tiles_of(view: TeachView) -> tuple[Tile, ...]:
    """What the step shows: all pictures, those that something is wrong with, or those that would go elsewhere."""
    match view.place:
        case Place.PICTURES:
            return _picture_tiles(view)
        case Place.LEARN if not view.learning:
            wrong = {record for one in view.state.refusals for record in one.pictures}
            return tuple(
                Tile(record=record, words="", number=str(number), odd=True)
                for number, record in enumerate(view.numbered, start=1)
                if record in wrong
            )
        case Place.TRY:
            return _tried_tiles(view)
        case _:
            return ()


def _picture_tiles(view: TeachView) -> tuple[Tile, ...]:
    """The items that may be learnt from; a ticked one carries its number."""
    numbers = {record: str(number) for number, record in enumerate(view.given, start=1)}
    odd = {record for one in view.wrong for record in one.pictures}
    if view.state.draft is not None and view.given == view.state.draft.given:
        odd |= {*view.state.draft.left_out, *view.state.draft.odd}
    return tuple(
        Tile(
            record=one.record_id,
            words=say(ANSWERS[one.answer]) if one.answer in ANSWERS else say_disposition(one.disposition),
            number=numbers.get(one.record_id, ""),
            ticked=one.record_id in view.ticked,
            chosen=one.record_id == view.chosen,
            odd=one.record_id in odd,
        )
        for one in view.items
    )


def _tried_tiles(view: TeachView) -> tuple[Tile, ...]:
    """The items that the draft would send elsewhere."""
    return tuple(
        Tile(record=one.record_id, words=f"{say_disposition(one.active)} → {say_disposition(one.draft)}")
        for one in view.changed_items
    )


def _say_pictures() -> str:
    return tell(
        QT_TRANSLATE_NOOP(
            "Teach",
            "Tick good items only, as they come: turned, shifted, several of them. Press a picture to tick it or not.",
        )
    )


def _say_learning(view: TeachView) -> tuple[str, ...]:
    work, draft = view.state.work, view.state.draft
    if work is not None and view.learning:
        return (say_work(work), tell(QT_TRANSLATE_NOOP("Teach", "The line goes on; it takes some seconds.")))
    if view.state.refusals:
        first = tell(QT_TRANSLATE_NOOP("Teach", "NOT LEARNT:"))
        return (first, *(say_refusal(one, view.numbered) for one in view.state.refusals))
    return () if draft is None else (say_draft(draft),)


def _say_trying(view: TeachView) -> tuple[str, ...]:
    work, trial = view.state.work, view.state.trial
    if work is not None and view.trying:
        return (say_work(work),)
    if view.state.refusals:
        return tuple(say_refusal(one, view.numbered) for one in view.state.refusals)
    if trial is None:
        words = QT_TRANSLATE_NOOP(
            "Teach", "The last stored items are judged twice: as now, and with the draft. Nothing on the line changes."
        )
        return (tell(words),)
    return (say_trial(trial),)


def _say_use(view: TeachView) -> tuple[str, ...]:
    state = view.state
    now = tell(QT_TRANSLATE_NOOP("Teach", "In use now: {0}.")).format(say_taught(state.active))
    if state.previous is None:
        former = tell(QT_TRANSLATE_NOOP("Teach", "There is no former lesson to go back to."))
    else:
        former = tell(QT_TRANSLATE_NOOP("Teach", "The former lesson: {0}.")).format(say_taught(state.previous))
    if state.draft is None:
        return now, former
    draft = counted.draft(len(state.draft.learnt))
    return now, draft, former
