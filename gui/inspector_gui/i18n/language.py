"""Switching the language while running."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

LANGUAGES: Final = {"en": "English", "es": "Español"}


class BytesTranslator(QTranslator):
    """Speaks from memory. Qt maps a file that it is given the name of, and an update that writes into the file ends
    the window; Qt does not copy bytes either, so they are kept here. Raises ValueError for what is no translation.
    """

    def __init__(self, source: Traversable, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self._data = source.read_bytes()
        if not self.load(self._data):
            raise ValueError(f"{source} is no translation")


class Language:
    """Owns the translators; `use` makes Qt send LanguageChange to every widget. Qt's thread only.

    `folder` holds the window's own translations.
    """

    def __init__(self, application: QCoreApplication, folder: Traversable | None = None) -> None:
        self._application = application
        self._folder = files(__package__) if folder is None else folder
        self._installed: list[QTranslator] = []
        self.code = "en"

    def use(self, code: str) -> None:
        """Speak this language. Raises ValueError for one that there is none of."""
        if code not in LANGUAGES:
            raise ValueError(f"no language {code!r}; there are {', '.join(LANGUAGES)}")
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed = []
        self.code = code
        QLocale.setDefault(QLocale(code))
        if code != "en":
            self._install_qt(code)
        self._install_own(code)  # in English: one item, two items

    def next(self) -> None:
        """The other language."""
        codes = list(LANGUAGES)
        self.use(codes[(codes.index(self.code) + 1) % len(codes)])

    def _install_own(self, code: str) -> None:
        self._add(BytesTranslator(self._folder / f"inspector_{code}.qm", self._application))

    def _install_qt(self, code: str) -> None:
        source = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{code}.qm"
        if source.is_file():
            self._add(BytesTranslator(source, self._application))

    def _add(self, translator: QTranslator) -> None:
        self._application.installTranslator(translator)
        self._installed.append(translator)
