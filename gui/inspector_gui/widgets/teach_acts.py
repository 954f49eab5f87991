"""The buttons of each step of teaching: their keys, their words, what they do and whether they can be pressed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP

from inspector.domain.lesson import LEAST_PICTURES, Unfit
from inspector_gui.i18n.teach import tell
from inspector_gui.viewmodels.teach import TeachModel
from inspector_gui.viewmodels.teach_view import Place, TeachView

ONWARD = "↵"
KEEP_ALL = frozenset({Unfit.ODD, Unfit.TWO_KINDS, Unfit.OTHER_PRODUCT, Unfit.TWICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button of the step."""

    key: str
    words: str
    do: Callable[[], object]
    enabled: bool


def acts_of(model: TeachModel) -> tuple[Act, ...]:
    """From left to right; the last one goes on."""
    by_place = {
        Place.PRODUCT: _product,
        Place.PICTURES: _pictures,
        Place.LEARN: _learn,
        Place.TRY: _try,
        Place.USE: _use,
    }
    return by_place[model.view.place](model, model.view)


def _product(model: TeachModel, view: TeachView) -> tuple[Act, ...]:
    onward = _act(
        ONWARD, QT_TRANSLATE_NOOP("Teach", "Go on"), model.begin, enabled=bool(view.sku and view.camera) and view.free
    )
    if not any(one.code is Unfit.BUSY for one in view.refusals):
        return (onward,)
    words = QT_TRANSLATE_NOOP("Teach", "Take over")
    return _act("O", words, lambda: model.begin(take_over=True), enabled=view.free), onward


def _pictures(model: TeachModel, view: TeachView) -> tuple[Act, ...]:
    stop, start = QT_TRANSLATE_NOOP("Teach", "Stop collecting"), QT_TRANSLATE_NOOP("Teach", "Collect as they come")
    collect = _act("C", stop if view.state.collecting else start, model.collect, enabled=view.free)
    none, good = QT_TRANSLATE_NOOP("Teach", "Tick none"), QT_TRANSLATE_NOOP("Teach", "Tick the good ones")
    tick = _act("A", none if view.ticked else good, lambda: model.tick(every=not view.ticked), enabled=bool(view.items))
    few = len(view.given) < LEAST_PICTURES
    words = QT_TRANSLATE_NOOP("Teach", "Tick {0} or more") if few else QT_TRANSLATE_NOOP("Teach", "Learn {0}")
    number = LEAST_PICTURES if few else len(view.given)
    learn = Act(key=ONWARD, words=tell(words).format(number), do=model.learn, enabled=model.may_learn)
    return collect, tick, learn


def _learn(model: TeachModel, view: TeachView) -> tuple[Act, ...]:
    if view.learning:
        return (_act("X", QT_TRANSLATE_NOOP("Teach", "Stop learning"), model.cancel, enabled=view.free),)
    onward = _act(
        ONWARD, QT_TRANSLATE_NOOP("Teach", "Try it"), lambda: model.go(Place.TRY), enabled=model.reachable(Place.TRY)
    )
    if not any(one.code in KEEP_ALL for one in view.wrong):
        return (onward,)
    words = QT_TRANSLATE_NOOP("Teach", "Learn all the same")
    return _act("K", words, lambda: model.learn(keep_all=True), enabled=model.may_learn), onward


def _try(model: TeachModel, view: TeachView) -> tuple[Act, ...]:
    if view.trying:
        return (_act("X", QT_TRANSLATE_NOOP("Teach", "Stop trying"), model.cancel, enabled=view.free),)
    first, again = QT_TRANSLATE_NOOP("Teach", "Try on the last items"), QT_TRANSLATE_NOOP("Teach", "Try again")
    ready = view.free and view.state.work is None and view.state.draft is not None
    return (
        _act("R", first if view.state.trial is None else again, model.try_on, enabled=ready),
        _act(ONWARD, QT_TRANSLATE_NOOP("Teach", "Go on"), lambda: model.go(Place.USE), enabled=view.mine),
    )


def _use(model: TeachModel, view: TeachView) -> tuple[Act, ...]:
    idle = view.free and view.state.work is None
    back, use = QT_TRANSLATE_NOOP("Teach", "Back to the former"), QT_TRANSLATE_NOOP("Teach", "Put into use")
    return (
        _act("Z", back, model.roll_back, enabled=idle and view.state.previous is not None),
        _act(ONWARD, use, model.activate, enabled=idle and view.state.draft is not None),
    )


def _act(key: str, words: object, do: Callable[[], object], *, enabled: bool) -> Act:
    return Act(key=key, words=tell(words), do=do, enabled=enabled)
