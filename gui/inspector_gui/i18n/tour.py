"""The tour's sentences: a title, and what to know of the place that it points at."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector_gui.viewmodels.tour import Stop

TITLES = {
    Stop.WELCOME: QT_TRANSLATE_NOOP("Tour", "Welcome"),
    Stop.LINE: QT_TRANSLATE_NOOP("Tour", "How the line stands"),
    Stop.AGE: QT_TRANSLATE_NOOP("Tour", "How old that is"),
    Stop.ALARM: QT_TRANSLATE_NOOP("Tour", "The most urgent alarm"),
    Stop.PAGES: QT_TRANSLATE_NOOP("Tour", "The pages"),
    Stop.PICTURE: QT_TRANSLATE_NOOP("Tour", "The newest item"),
    Stop.VERDICT: QT_TRANSLATE_NOOP("Tour", "What was decided"),
    Stop.STRIP: QT_TRANSLATE_NOOP("Tour", "The last 12 items"),
    Stop.QUEUE: QT_TRANSLATE_NOOP("Tour", "Isolated items"),
    Stop.ALARMS: QT_TRANSLATE_NOOP("Tour", "Alarms"),
    Stop.HOLDS: QT_TRANSLATE_NOOP("Tour", "Holds"),
    Stop.SHIFT: QT_TRANSLATE_NOOP("Tour", "The shift"),
    Stop.DIAGNOSTICS: QT_TRANSLATE_NOOP("Tour", "Diagnostics"),
    Stop.SETUP: QT_TRANSLATE_NOOP("Tour", "Setup"),
    Stop.TEACH: QT_TRANSLATE_NOOP("Tour", "Teach"),
    Stop.STATION: QT_TRANSLATE_NOOP("Tour", "The station"),
    Stop.END: QT_TRANSLATE_NOOP("Tour", "That is all"),
}
SENTENCES = {
    Stop.WELCOME: QT_TRANSLATE_NOOP(
        "Tour", "A minute through this window. Nothing that you press in it stops the belt, and looking breaks nothing."
    ),
    Stop.LINE: QT_TRANSLATE_NOOP(
        "Tour", "One word. Grey, a triangle: it runs. White, a square: it stands, or not as it should. Red: not known."
    ),
    Stop.AGE: QT_TRANSLATE_NOOP(
        "Tour", "The age of the last message. Where OLD is written, do not believe it: it shows how things were."
    ),
    Stop.ALARM: QT_TRANSLATE_NOOP(
        "Tour", "What is wrong, what it does to the items, and what you do. Always in sight."
    ),
    Stop.PAGES: QT_TRANSLATE_NOOP("Tour", "Press a button, or F1, F2 and so on. The number on it is what waits there."),
    Stop.PICTURE: QT_TRANSLATE_NOOP(
        "Tour", "Boxes show what may be damage. O changes to the heat map or the plain picture, C to the next camera."
    ),
    Stop.VERDICT: QT_TRANSLATE_NOOP(
        "Tour", "The decision, the lane, and why. DIVERT is no alarm: it is the station's work."
    ),
    Stop.STRIP: QT_TRANSLATE_NOOP(
        "Tour", "Space holds the strip, Left and Right step through it, or press a picture. The line goes on meanwhile."
    ),
    Stop.QUEUE: QT_TRANSLATE_NOOP(
        "Tour",
        "What was isolated waits for your answer: 1 damaged, 2 not damaged, 3 cannot tell. U takes it back, 10 s.",
    ),
    Stop.ALARMS: QT_TRANSLATE_NOOP("Tour", "All alarms. A says that you have seen it, S puts it aside for a while."),
    Stop.HOLDS: QT_TRANSLATE_NOOP(
        "Tour", "Many damaged items of one vendor, lot or product are held together: here is why, and for how long."
    ),
    Stop.SHIFT: QT_TRANSLATE_NOOP(
        "Tour", "What the line did in this shift, and why items did not pass. E and P save it."
    ),
    Stop.DIAGNOSTICS: QT_TRANSLATE_NOOP(
        "Tour", "The station's figures, cameras and versions, to be read out to an engineer."
    ),
    Stop.SETUP: QT_TRANSLATE_NOOP(
        "Tour",
        "For engineers: what other thresholds would do, models, cameras. Everybody may look: F7, or Station, Setup.",
    ),
    Stop.TEACH: QT_TRANSLATE_NOOP(
        "Tour",
        "How a product should look is taught here, in five steps. The line goes on; nothing counts before the last.",
    ),
    Stop.STATION: QT_TRANSLATE_NOOP(
        "Tour", "F10: hold the station, change its mode, people's accounts. Signing in is F12, where it is asked for."
    ),
    Stop.END: QT_TRANSLATE_NOOP("Tour", "Press ? at any time to see this again, or Station, then Guided tour."),
}


def say_title(stop: Stop) -> str:
    """What it is called."""
    return QCoreApplication.translate("Tour", str(TITLES[stop]))


def say_sentence(stop: Stop) -> str:
    """What to know of it."""
    return QCoreApplication.translate("Tour", str(SENTENCES[stop]))
