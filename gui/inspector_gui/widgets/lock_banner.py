"""Says that nobody is signed in: what can be seen stays, what can be done does not."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from inspector_gui.i18n.access import say_lock
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.access import AccessView, Entry
from inspector_gui.viewmodels.sign_in import SignInView
from inspector_gui.widgets.elided import ElidedLabel


class LockBanner(QFrame):
    """One line, hidden where somebody is signed in or nobody has to be."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._access, self._sign_in = AccessView(), SignInView()
        self.words = ElidedLabel(self)
        self.words.setStyleSheet("font-weight: 700")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        self.set_look(look)

    def show_access(self, access: AccessView, sign_in: SignInView) -> None:
        """Show this; while the panel asks, it says the same itself."""
        self._access, self._sign_in = access, sign_in
        self.retranslate()
        self.setVisible(access.entry is Entry.LOCKED and not sign_in.shown)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._row.setContentsMargins(look.px(12), 0, look.px(12), 0)
        self.setFixedHeight(look.px(30))

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.words.say(say_lock(self._access, self._sign_in))
