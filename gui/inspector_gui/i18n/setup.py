"""Words of the setup's page."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from inspector.wire.setup import CameraPart, PreviewData, RecipePart, VersionPart
from inspector_gui.i18n.access import say_denied
from inspector_gui.i18n.counted import counted
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.viewmodels.setup import Deed, Fate, SetupView, Tab

TABS = {
    Tab.RECIPES: QT_TRANSLATE_NOOP("Setup", "Recipes"),
    Tab.MODELS: QT_TRANSLATE_NOOP("Setup", "Models"),
    Tab.CAMERAS: QT_TRANSLATE_NOOP("Setup", "Cameras"),
}
FIELDS = {
    "missed_damage": QT_TRANSLATE_NOOP("Setup", "Damage missed costs"),
    "false_divert": QT_TRANSLATE_NOOP("Setup", "False divert costs"),
    "review": QT_TRANSLATE_NOOP("Setup", "A look costs"),
    "novelty_weight": QT_TRANSLATE_NOOP("Setup", "Novelty's vote"),
    "novelty_alpha": QT_TRANSLATE_NOOP("Setup", "Novelty below p"),
}
DONE = {
    Deed.PREVIEW: QT_TRANSLATE_NOOP("Setup", "Nothing is activated yet: this is what the new values would do."),
    Deed.ACTIVATE: QT_TRANSLATE_NOOP("Setup", "ACTIVATED: the next item is judged by these values."),
    Deed.ROLL_BACK: QT_TRANSLATE_NOOP("Setup", "WENT BACK: the next item is judged by the values before."),
    Deed.TAKE_BUNDLE: QT_TRANSLATE_NOOP("Setup", "CHECKED and noted: it judges after a restart."),
    Deed.BUNDLES_BACK: QT_TRANSLATE_NOOP("Setup", "WENT BACK: the bundles before judge after a restart."),
    Deed.RESTART: QT_TRANSLATE_NOOP("Setup", "RESTARTING: open items are answered first."),
}
FATES = {
    Fate.WAITING: QT_TRANSLATE_NOOP("Setup", "The station is at work …"),
    Fate.NOT_SENT: QT_TRANSLATE_NOOP("Setup", "NOT SENT: there is no connection. Nothing was changed."),
    Fate.NO_ANSWER: QT_TRANSLATE_NOOP("Setup", "NO ANSWER: look below what is in force before you try again."),
    Fate.REFUSED: QT_TRANSLATE_NOOP("Setup", "REFUSED: {0}"),
}
HINTS = {
    "BLANK": QT_TRANSLATE_NOOP("Setup", "nothing to be seen"),
    "TOO_DARK": QT_TRANSLATE_NOOP("Setup", "too dark"),
    "TOO_BRIGHT": QT_TRANSLATE_NOOP("Setup", "too bright"),
    "OUT_OF_FOCUS": QT_TRANSLATE_NOOP("Setup", "out of focus"),
}
HOWS = {
    "file": QT_TRANSLATE_NOOP("Setup", "as in the station's file"),
    "activated": QT_TRANSLATE_NOOP("Setup", "activated by {0}"),
    "rolled back": QT_TRANSLATE_NOOP("Setup", "gone back to by {0}"),
}
KINDS = {
    "detector": QT_TRANSLATE_NOOP("Setup", "finds items or damage"),
    "defects": QT_TRANSLATE_NOOP("Setup", "names the damage"),
    "features": QT_TRANSLATE_NOOP("Setup", "sees what is unusual"),
}
ABSENT = "—"


def say_setup(text: object) -> str:
    """One of this page's sentences."""
    return QCoreApplication.translate("Setup", str(text))


def say_status(view: SetupView) -> str:
    """What stands above the page: what became of the newest deed, else why nothing may be done."""
    if view.problem:
        return say_setup(QT_TRANSLATE_NOOP("Setup", "OLD: the station does not tell its setup. {0}")).format(
            say_refusal(view.problem)
        )
    if view.setup is None:
        return say_setup(QT_TRANSLATE_NOOP("Setup", "The station is asked …"))
    return _say_fate(view) or _say_hindrance(view)


def _say_fate(view: SetupView) -> str:
    if view.fate is Fate.DONE and view.deed is not None:
        return say_setup(DONE[view.deed])
    return say_setup(FATES[view.fate]).format(say_refusal(view.detail)) if view.fate in FATES else ""


def _say_hindrance(view: SetupView) -> str:
    if not view.heard:
        return say_setup(QT_TRANSLATE_NOOP("Setup", "OLD: the station is not heard; nothing can be changed"))
    if view.denied is not None:
        return say_denied(view.denied)
    if view.restart_due and view.tab is not Tab.MODELS:
        return say_setup(QT_TRANSLATE_NOOP("Setup", "A bundle waits for a restart: see Models"))
    return ""


def say_version(version: VersionPart) -> str:
    """Which one, who and when."""
    how = say_setup(HOWS.get(version.how, version.how)).format(version.by or ABSENT)
    when = version.time[:16].replace("T", " ") if version.time else ""
    words = say_setup(QT_TRANSLATE_NOOP("Setup", "Version {0}: {1}")).format(version.number, how)
    return f"{words}, {when} UTC" if when else words


def say_recipe(recipe: RecipePart) -> str:
    """Which items it judges."""
    group, _, name = recipe.name.partition(":")
    if group == "sku":
        return say_setup(QT_TRANSLATE_NOOP("Setup", "Product {0}")).format(name)
    if group == "material":
        return say_setup(QT_TRANSLATE_NOOP("Setup", "Material {0}")).format(name)
    return say_setup(QT_TRANSLATE_NOOP("Setup", "All other products"))


def say_threshold(recipe: RecipePart) -> str:
    """What says where an item is stopped."""
    if recipe.threshold is not None:
        words = say_setup(QT_TRANSLATE_NOOP("Setup", "Stopped above a score of {0}"))
        return words.format(number(recipe.threshold, 2))
    if recipe.calibrated:
        return say_setup(QT_TRANSLATE_NOOP("Setup", "Stopped as the calibration says"))
    return say_setup(QT_TRANSLATE_NOOP("Setup", "Stopped as the costs say"))


def say_basis(preview: PreviewData) -> str:
    """What the figures rest on, and what is not known."""
    words = [counted.last_items(preview.items)]
    if preview.per_hour is not None:
        rate = say_setup(QT_TRANSLATE_NOOP("Setup", "{0} an hour"))
        words.append(rate.format(number(preview.per_hour, 0)))
    if preview.concerned < preview.items:
        concerned = say_setup(QT_TRANSLATE_NOOP("Setup", "{0} of this recipe"))
        words.append(concerned.format(QLocale().toString(preview.concerned)))
    if preview.by_score:
        words.append(counted.by_score_alone(preview.by_score))
    if preview.unknown:
        unknown = say_setup(QT_TRANSLATE_NOOP("Setup", "{0} without a record left out"))
        words.append(unknown.format(QLocale().toString(preview.unknown)))
    return "  ·  ".join(words)


def say_interval(values: list[float] | None, digits: int, *, percent: bool = False) -> str:
    """The expected value with its 95 % interval."""
    if values is None:
        return ABSENT
    low, value, high = (one * 100 if percent else one for one in values)
    unit = " %" if percent else ""
    return f"{number(value, digits)}{unit}  ({number(low, digits)} … {number(high, digits)})"


def say_hints(camera: CameraPart) -> str:
    """How the picture is, in words."""
    if not camera.seen:
        return say_setup(QT_TRANSLATE_NOOP("Setup", "No picture yet"))
    if not camera.hints:
        return say_setup(QT_TRANSLATE_NOOP("Setup", "Good: sharp and well lit"))
    said = ", ".join(say_setup(HINTS.get(hint, hint)) for hint in camera.hints)
    said = said[:1].upper() + said[1:]
    if camera.refused:
        return say_setup(QT_TRANSLATE_NOOP("Setup", "{0}: such pictures are not judged")).format(said)
    return said


def number(value: float, digits: int) -> str:
    """As people of this language write it."""
    return QLocale().toString(float(value), "f", digits)
