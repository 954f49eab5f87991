"""Switching the language while running."""

from importlib.resources import as_file, files
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

LANGUAGES: Final = {"en": "English", "es": "Español"}


class Language:
    """Owns the translators; `use` makes Qt send LanguageChange to every widget. Qt's thread only."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
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
        translator = QTranslator(self._application)
        with as_file(files(__package__) / f"inspector_{code}.qm") as path:
            if not translator.load(str(path)):
                raise ValueError(f"{path} is no translation")
        self._add(translator)

    def _install_qt(self, code: str) -> None:
        translator = QTranslator(self._application)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"qtbase_{code}", folder):
            self._add(translator)

    def _add(self, translator: QTranslator) -> None:
        self._application.installTranslator(translator)
        self._installed.append(translator)
