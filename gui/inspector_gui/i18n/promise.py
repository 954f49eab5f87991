"""What a recipe promises of good items, in words: the conformal rate, what it rests on, and why there may be none."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from inspector.domain.conformal import least_items
from inspector.wire.setup import PromisePart
from inspector_gui.i18n.counted import counted
from inspector_gui.i18n.setup import ABSENT, number

USUAL_ALPHA = 0.01  # named where nothing is promised yet


def say_promised(promise: PromisePart | None) -> str:
    """As a figure among others."""
    if promise is None:
        return ABSENT
    if promise.by != "calibration" or promise.alpha is None:
        return _say(QT_TRANSLATE_NOOP("Promise", "no promise"))
    return _say(QT_TRANSLATE_NOOP("Promise", "at most {0} %")).format(_percent(promise.alpha))


def say_promise(promise: PromisePart | None, recipe: str) -> str:
    """In sentences: how many of good items are stopped at most, by what, and what is not promised."""
    if promise is None:
        return ""
    if promise.by == "calibration" and promise.alpha is not None:
        return " ".join(part for part in (_kept(promise), _whose(promise, recipe)) if part)
    why = (
        QT_TRANSLATE_NOOP("Promise", "Nothing is promised about good items: a person set the threshold.")
        if promise.by == "person"
        else QT_TRANSLATE_NOOP("Promise", "Nothing is promised about good items: the costs say where they are stopped.")
    )
    return f"{_say(why)} {_instead(promise)}"


def _kept(promise: PromisePart) -> str:
    alpha = promise.alpha or 0.0
    words = counted.promised(promise.n).format(
        _percent(alpha), QLocale().toString(alpha, "g", 3), _group(promise.group)
    )
    if promise.realised is None:
        return words
    low, _, high = promise.realised
    spread = _say(QT_TRANSLATE_NOOP("Promise", "As it rests on so many only, it may really be {0} to {1} %."))
    return f"{words} {spread.format(number(low * 100, 1), number(high * 100, 1))}"


def _whose(promise: PromisePart, recipe: str) -> str:
    """Whether it is about this recipe's items, or about more than those."""
    if recipe not in {"default", promise.group}:
        return counted.of_its_own(promise.needed).format(_group(recipe))
    if promise.own_limits:
        words = QT_TRANSLATE_NOOP("Promise", "Products and materials with a limit of their own: {0}.")
        return _say(words).format(_count(promise.own_limits))
    return ""


def _instead(promise: PromisePart) -> str:
    if promise.alpha is not None:
        words = QT_TRANSLATE_NOOP("Promise", "Without a threshold the calibration promises at most {0} %.")
        return _say(words).format(_percent(promise.alpha))
    return counted.to_promise(least_items(USUAL_ALPHA)).format(_percent(USUAL_ALPHA))


def _group(group: str) -> str:
    kind, _, name = group.partition(":")
    if kind == "sku":
        return _say(QT_TRANSLATE_NOOP("Promise", "product {0}")).format(name)
    if kind == "material":
        return _say(QT_TRANSLATE_NOOP("Promise", "material {0}")).format(name)
    return _say(QT_TRANSLATE_NOOP("Promise", "all products"))


def _percent(share: float) -> str:
    return QLocale().toString(share * 100, "g", 3)


def _count(value: int) -> str:
    return QLocale().toString(value)


def _say(text: object) -> str:
    return QCoreApplication.translate("Promise", str(text))
