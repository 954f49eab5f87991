"""The file's name is the kind; listing imports nothing; what is missing is one clear sentence."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.adapters import checks
from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.errors import StartupError

ADAPTER = '''"""A check of a third party."""
from pydantic import Field
from inspector.config.adapter import AdapterConfig
from inspector.domain.check import CheckOutcome, CheckResult

class Config(AdapterConfig):
    """Options."""
    answer: str = Field(title="Answer", description="What it says.")

class Say:
    def __init__(self, name, answer):
        self.name, self.answer = name, answer
    def prepare(self, taught=None):
        pass
    def check(self, item, detections):
        return CheckResult(check=self.name, outcome=CheckOutcome.OK, confidence=1.0, value=self.answer)

def build(config, *, name):
    """Construct it."""
    return Say(name, config.answer)
'''


@pytest.fixture
def extra_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(checks, "__path__", [*checks.__path__, str(tmp_path)])
    return tmp_path


def test_one_new_file_is_a_new_kind(extra_folder: Path) -> None:
    (extra_folder / "say.py").write_text(ADAPTER)
    assert "say" in registry.kinds("checks")
    assert "inspector.adapters.checks.say" not in sys.modules
    check = registry.build("checks", AdapterSection.model_validate({"kind": "say", "answer": "yes"}), name="mine")
    assert check.check(None, ()).value == "yes"
    del sys.modules["inspector.adapters.checks.say"]


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installed package with three kinds of checks: one works, one names a class, one is not there."""
    (tmp_path / "say_checks.py").write_text(ADAPTER)
    folder = tmp_path / "say_checks-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: say-checks\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text(
        "[inspector.checks]\nsay = say_checks\nsay_class = say_checks:Say\nsay_gone = say_gone\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    registry._foreign.cache_clear()
    yield
    monkeypatch.undo()
    registry._foreign.cache_clear()
    sys.modules.pop("say_checks", None)


@pytest.mark.usefixtures("third_party")
def test_an_installed_package_adds_kinds() -> None:
    assert {"say", "say_class", "say_gone", "barcode"} <= set(registry.kinds("checks"))
    assert "say" not in registry.kinds("cameras")
    assert "say_checks" not in sys.modules, "listing imports nothing"
    section = AdapterSection.model_validate({"kind": "say", "answer": "yes"})
    assert registry.build_offering("checks", section, name="mine", golden="g").check(None, ()).value == "yes"
    with pytest.raises(StartupError, match=r"loud: .*not permitted"):
        registry.options("checks", AdapterSection.model_validate({"kind": "say", "answer": "yes", "loud": True}))
    with pytest.raises(StartupError, match="install the package 'say_gone'"):
        registry.adapter("checks", "say_gone")
    with pytest.raises(StartupError, match=r"says 'say_checks:Say', which is no module with Config and build"):
        registry.adapter("checks", "say_class")


def test_a_check_gets_what_its_build_names_of_what_is_offered(extra_folder: Path) -> None:
    (extra_folder / "say.py").write_text(ADAPTER.replace("*, name)", "*, name, catalogue, now=None)"))
    section = AdapterSection.model_validate({"kind": "say", "answer": "yes"})
    made = registry.build_offering("checks", section, name="mine", catalogue="c", golden="g")
    assert made.name == "mine"
    with pytest.raises(StartupError, match="its build asks for catalogue; on offer: golden, name"):
        registry.build_offering("checks", section, name="mine", golden="g")
    del sys.modules["inspector.adapters.checks.say"]


def test_a_file_with_an_underscore_is_no_kind(extra_folder: Path) -> None:
    (extra_folder / "_shared.py").write_text("")
    assert "_shared" not in registry.kinds("checks")


def test_an_unknown_kind_says_which_are_known() -> None:
    with pytest.raises(StartupError, match=r"unknown kind 'x'; known: .*barcode"):
        registry.adapter("checks", "x")


def test_a_broken_plugin_neither_hides_nor_breaks_the_others(extra_folder: Path) -> None:
    (extra_folder / "broken.py").write_text("import a_package_that_is_missing\n")
    assert {"broken", "barcode"} <= set(registry.kinds("checks"))
    registry.adapter("checks", "barcode")
    with pytest.raises(StartupError, match="install the package 'a_package_that_is_missing'"):
        registry.adapter("checks", "broken")


def test_every_wrong_option_is_listed() -> None:
    section = AdapterSection.model_validate({"kind": "barcode", "margin_px": -1, "colour": "red"})
    with pytest.raises(StartupError) as caught:
        registry.options("checks", section)
    text = "\n".join(caught.value.problems)
    assert "margin_px" in text
    assert "colour" in text


@pytest.mark.parametrize("family", registry.FAMILIES)
def test_every_kind_documents_itself(family: str) -> None:
    assert registry.kinds(family)
    for kind in registry.kinds(family):
        module = registry.adapter(family, kind)
        assert module.__doc__, kind
        for name, field in module.Config.model_fields.items():
            assert field.title, f"{family}.{kind}.{name} has no title"
            assert field.description, f"{family}.{kind}.{name} has no description"
