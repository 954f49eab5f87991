"""Every word of the window is known in Spanish, and the compiled file is the one that belongs to the text."""

import gc
import re
import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from pathlib import Path

import inspector_gui
import pytest
from inspector_gui.i18n import deeds, words
from inspector_gui.i18n.access import ACTIONS
from inspector_gui.i18n.alarms import SENTENCES
from inspector_gui.i18n.language import Language
from inspector_gui.viewmodels.alarms import WINDOW_ALARMS
from inspector_gui.viewmodels.line import Beating, Condition
from inspector_gui.viewmodels.picture import Caption, Overlay
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from inspector.domain.access import DEEDS
from inspector.domain.alarm import ALARMS
from inspector.domain.detection import ITEM_CLASS
from inspector.domain.packml import PackMode, PackState
from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Disposition

PACKAGE = Path(inspector_gui.__file__).parent
SPANISH, ENGLISH = (PACKAGE / "i18n" / f"inspector_{code}.ts" for code in ("es", "en"))


def messages(file: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    """(context, source) to (translation, its state)."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            forms = [form.text or "" for form in translation.iter("numerusform")]
            text = "\n".join(forms) if all(form.strip() for form in forms) else ""
            found[key] = (text if forms else translation.text or "", translation.get("type"))
    return found


def tool(name: str) -> str:
    """A tool of PySide6 beside the interpreter that runs this."""
    folder = Path(sysconfig.get_path("scripts"))
    found = shutil.which(name, path=str(folder)) or shutil.which(name, path=str(Path(sys.executable).parent))
    assert found is not None, f"{name} comes with PySide6"
    return found


def test_every_code_has_words() -> None:
    assert set(words.DISPOSITIONS) == set(Disposition)
    assert set(words.CONDITIONS) == set(Condition)
    assert set(words.PACK) == {state.name for state in PackState}
    assert set(words.MODES) == {str(mode) for mode in PackMode}
    assert set(words.BEATING) == set(Beating)
    assert set(words.OVERLAYS) == set(Overlay)
    assert set(words.CAPTIONS) == set(Caption)
    assert set(words.REASONS) == set(ReasonCode)
    assert ITEM_CLASS in words.CLASSES


def test_everything_that_may_be_ordered_has_words() -> None:
    assert set(deeds.SENTENCES) == {deed.words for deed in DEEDS.values()}
    assert {name for name, deed in DEEDS.items() if deed.changes} <= set(ACTIONS)


def test_every_alarm_sentence_is_listed_for_translators() -> None:
    said = {text for kind in ALARMS.values() for text in (kind.cause, kind.consequence, kind.action)}
    said |= {text for view in WINDOW_ALARMS.values() for text in (view.cause, view.consequence, view.action)}
    assert set(SENTENCES) == said


@pytest.mark.parametrize(("file", "least"), [(SPANISH, 120), (ENGLISH, 10)])
def test_nothing_is_unfinished(file: Path, least: int) -> None:
    known = messages(file)
    assert len(known) > least
    assert [key for key, (text, state) in known.items() if not text.strip() or state is not None] == []


def test_what_changes_with_a_number_is_known_in_english_too() -> None:
    assert set(messages(ENGLISH)) == {key for key in messages(SPANISH) if "%Ln" in key[1]}
    for known in (messages(ENGLISH), messages(SPANISH)):
        assert [
            text for (_, source), (text, _state) in known.items() if "%Ln" in source and len(text.split("\n")) != 2
        ] == []


IN_SPANISH = {key: text for key, (text, _state) in messages(SPANISH).items() if "%" not in key[1]}

SOMETHING_OF_ONE = re.compile(
    r"\b1 (\w+ )?(items|pictures|minutes|hours|good items|elementos|artículos|imágenes|minutos|horas)\b"
)


@pytest.mark.parametrize("code", ["en", "es"])
def test_one_of_something_is_not_many(qapp: QApplication, code: str) -> None:
    language = Language(qapp)
    language.use(code)
    said = [QCoreApplication.translate(*key, "", number) for key in messages(ENGLISH) for number in (1, 20_000)]
    language.use("en")
    assert [
        text for text in said if SOMETHING_OF_ONE.search(text) or "%" in text.replace(" %", "") or "(s)" in text
    ] == []
    assert any(("20.000" if code == "es" else "20,000") in text for text in said)


def test_placeholders_survive() -> None:
    for (_, source), (text, _state) in messages(SPANISH).items():
        assert [n for n in "01234" if f"{{{n}}}" in source] == [n for n in "01234" if f"{{{n}}}" in text], source


def test_the_text_holds_exactly_what_the_program_says(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    sources = sorted(str(path) for path in PACKAGE.rglob("*.py"))
    subprocess.run([tool("pyside6-lupdate"), *sources, "-silent", "-ts", str(fresh)], check=True, capture_output=True)
    assert set(messages(fresh)) == set(messages(SPANISH)), "run gui/translate"


@pytest.mark.parametrize("file", [SPANISH, ENGLISH])
def test_the_compiled_file_is_up_to_date(tmp_path: Path, file: Path) -> None:
    fresh = tmp_path / "fresh.qm"
    subprocess.run([tool("pyside6-lrelease"), "-silent", str(file), "-qm", str(fresh)], check=True, capture_output=True)
    assert fresh.read_bytes() == file.with_suffix(".qm").read_bytes(), "run gui/translate"


def test_the_language_changes_while_running_and_back(qapp: QApplication) -> None:
    language = Language(qapp)
    language.use("es")
    assert QCoreApplication.translate("Words", "DIVERT") == "DESVIAR"
    assert words.say_reason(int(ReasonCode.INTACT), "INTACT") == "Sin hallazgos"
    language.next()
    assert (language.code, QCoreApplication.translate("Words", "DIVERT")) == ("en", "DIVERT")


def test_what_nobody_translated_is_shown_as_it_came(qapp: QApplication) -> None:
    language = Language(qapp)
    language.use("es")
    assert words.say_reason(977, "NEWER_THAN_US") == "NEWER_THAN_US"
    assert words.say_class("torn_ribbon") == "torn_ribbon"
    assert words.say_alarm("Something new.") == "Something new."
    language.use("en")


def test_an_unknown_language_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="no language 'xx'"):
        Language(qapp).use("xx")


def test_a_translation_that_is_written_anew_under_the_window_changes_nothing_in_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    def put() -> None:
        for file in (SPANISH, ENGLISH):
            shutil.copy(file.with_suffix(".qm"), tmp_path)

    put()
    language = Language(qapp, tmp_path)
    language.use("es")
    for file in tmp_path.iterdir():
        with file.open("r+b") as written:  # into the file that is there, as an update in place does
            written.write(bytes(file.stat().st_size))
    gc.collect()
    assert {key: QCoreApplication.translate(*key) for key in IN_SPANISH} == IN_SPANISH
    put()
    language.use("en")
    assert QCoreApplication.translate("Words", "DIVERT") == "DIVERT"


def test_a_file_that_is_no_translation_is_named(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "inspector_en.qm").write_bytes(b"no translation")
    with pytest.raises(ValueError, match=r"inspector_en\.qm is no translation"):
        Language(qapp, tmp_path).use("en")
