"""The setup's page with canned values: real clicks from preview to activation and back, and why nothing may be done."""

from collections.abc import Callable
from typing import Any

import pytest
from inspector_gui.i18n import setup as words
from inspector_gui.link.news import Disconnected
from inspector_gui.theme.look import TOUCH_PX
from inspector_gui.viewmodels.setup import WITHIN_S, Deed, Fate, Tab
from inspector_gui.widgets.number_field import NumberField
from inspector_gui.widgets.setup_fields import Group
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSlider

from inspector.vision.camera_aid import Hint
from tests.support import gui_setup
from tests.support.gui_fit import cut_off, settled
from tests.support.gui_pictures import SCENES, small_stage
from tests.support.gui_setup import PREVIEW, SETUP, answer
from tests.support.gui_stage import Stage, key
from tests.support.gui_touch import buttons_in, click, too_small

StageMaker = Callable[..., Stage]


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """An engineer looks at the recipes."""
    return small_stage(make_stage, "setup")


def asked(stage: Stage, deed: Deed) -> list[dict[str, object]]:
    return [arguments for name, arguments in stage.commands if name == deed]


def test_every_code_has_words() -> None:
    assert set(words.TABS) == set(Tab)
    assert set(words.DONE) == set(Deed)
    assert set(words.FATES) == set(Fate) - {Fate.NONE, Fate.DONE}
    assert set(words.HINTS) == set(Hint)


def test_a_threshold_is_previewed_then_activated_and_a_change_needs_another_preview(stage: Stage) -> None:
    page, recipes = stage.window.setup, stage.window.setup.recipes
    assert not recipes.activate.isEnabled()
    recipes.fields.slider.setFocus()
    for _ in range(3):
        QTest.keyClick(recipes.fields.slider, Qt.Key.Key_PageUp)
    assert recipes.fields.threshold.text() == "Stopped above a score of 0.30"
    recipes.fields.fields["review"].number.setValue(3.5)
    assert not recipes.activate.isEnabled()
    click(recipes.preview)
    (sent,) = asked(stage, Deed.PREVIEW)
    assert (sent["version"], sent["name"], sent["prevalence"]) == (3, "default", 0.001)
    assert sent["values"] == {**gui_setup.RECIPE, "threshold": 0.3, "review": 3.5}
    assert not recipes.preview.isEnabled(), "one thing after the other"
    answer(stage, Deed.PREVIEW, PREVIEW)
    assert recipes.effect.values["stopped"][0].text() == "18"
    assert recipes.effect.values["stopped"][1].text() == "9"
    assert recipes.effect.values["per_hour"][1].text() == "56  (26 … 105)"
    assert recipes.effect.values["real"][1].text() == "88 %  (47 … 100) of 8"
    assert recipes.effect.plot.marks[0][1].value() == 0.55
    assert page.status.accessibleName().startswith("Nothing is activated yet")
    recipes.fields.fields["review"].number.setValue(4.0)
    assert not recipes.activate.isEnabled(), "what was previewed is of other values"
    click(recipes.preview)
    answer(stage, Deed.PREVIEW, PREVIEW)
    click(recipes.activate)
    (sent,) = asked(stage, Deed.ACTIVATE)
    assert (sent["version"], sent["preview"]) == (3, "abc")
    answer(stage, Deed.ACTIVATE, {"version": 4})
    newer = [{"number": 4, "how": "activated", "by": "Ana", "former": 3}, *SETUP["recipe_versions"]]
    answer(stage, "setup", {**SETUP, "recipe_versions": newer})
    assert page.status.text().startswith("ACTIVATED")
    assert recipes.version.text() == "Version 4: activated by Ana"
    assert not recipes.activate.isEnabled()
    click(recipes.roll_back)
    assert asked(stage, Deed.ROLL_BACK)[0]["version"] == 4


def promised(stage: Stage, recipe: str = "default", **promise: Any) -> tuple[str, str]:
    """What is said where a preview of this recipe promises that."""
    model = stage.model.setup
    model.choose(recipe)
    model.edit("review", 3.5)
    model.look(prevalence=0.001)
    answer(stage, Deed.PREVIEW, {**PREVIEW, "then": {**PREVIEW["then"], "promise": promise or None}})
    effect = stage.window.setup.recipes.effect
    return effect.values["promised"][1].text(), effect.promise.accessibleName()


CALIBRATED: dict[str, Any] = {
    "by": "calibration",
    "alpha": 0.01,
    "n": 240,
    "needed": 99,
    "realised": [0.0024, 0.01, 0.0291],
}


def test_an_engineer_reads_how_many_good_items_are_stopped_at_most_and_what_that_rests_on(stage: Stage) -> None:
    short, long = promised(stage, **CALIBRATED, group="default", own_limits=3)
    assert short == "at most 1 %"
    assert "at most 1 % of good items are stopped by their score (alpha 0.01, from 240 good items of all" in long
    assert "it may really be 0.2 to 2.9 %" in long
    assert long.endswith("Products and materials with a limit of their own: 3.")
    short, long = promised(stage, "material:glass", **CALIBRATED, group="material:glass")
    assert "good items of material glass" in long
    assert "can not be promised" not in long


def test_it_says_where_nothing_can_be_promised_and_what_it_would_take(stage: Stage) -> None:
    _, long = promised(stage, "material:glass", **CALIBRATED, group="default")
    assert long.endswith(
        "For material glass alone it can not be promised: that takes 99 good items of its own, and there are fewer."
    )
    short, long = promised(stage, by="person", alpha=0.01, n=240, needed=99, group="default")
    assert short == "no promise"
    assert "a person set the threshold. Without a threshold the calibration promises at most 1 %." in long
    short, long = promised(stage, by="costs")
    assert short == "no promise"
    assert "To promise at most 1 % takes a calibration from at least 99 good items." in long
    short, _ = promised(stage)
    assert (short, stage.window.setup.recipes.effect.promise.isVisible()) == ("—", False), "an older station"


def test_another_recipe_has_its_own_values_and_no_threshold_is_a_button(stage: Stage) -> None:
    recipes = stage.window.setup.recipes
    recipes.recipe.setCurrentIndex(1)
    recipes.recipe.activated.emit(1)
    assert (recipes.recipe.currentText(), recipes.fields.slider.value()) == ("Material glass", 10)
    click(recipes.fields.by_costs)
    assert recipes.fields.threshold.text() == "Stopped as the costs say"
    click(recipes.preview)
    sent = asked(stage, Deed.PREVIEW)[0]
    assert (sent["name"], dict(sent["values"])["threshold"]) == ("material:glass", None)  # type: ignore[call-overload]


def test_who_was_overtaken_hears_it_and_the_values_in_force_are_asked_again(stage: Stage) -> None:
    gui_setup.setup_refused(stage)
    assert "4 is by Max" in stage.window.setup.status.accessibleName()
    newer = [{"number": 4, "how": "activated", "by": "Max", "former": 3}, *SETUP["recipe_versions"]]
    answer(stage, "setup", {**SETUP, "recipe_versions": newer})
    assert not stage.window.setup.recipes.activate.isEnabled(), "the effect was of what is no more"
    assert stage.model.setup.view.draft is not None
    assert stage.model.setup.view.draft.threshold == 0.55, "what was typed stays"


def test_a_station_that_goes_between_preview_and_activation_changes_nothing(stage: Stage) -> None:
    gui_setup.setup_effect(stage)
    page = stage.window.setup
    click(page.recipes.activate)
    stage.now_s += WITHIN_S + 1
    stage.model.tick(stage.now_s)
    assert page.status.text().startswith("NO ANSWER") or page.notice.text().startswith("NO ANSWER")
    stage.model.take(Disconnected(at_s=stage.now_s, detail="gone"))
    stage.model.tick(stage.now_s + 9)
    for button in (page.recipes.preview, page.recipes.activate, page.recipes.roll_back, page.models.restart):
        assert not button.isEnabled()
    stage.connected = False
    stage.model.setup.look(prevalence=0.1)
    assert len(asked(stage, Deed.PREVIEW)) == 1, "nothing is sent to a station that is not heard"


def test_an_answer_that_makes_no_sense_is_told_and_nothing_can_be_changed(stage: Stage) -> None:
    stage.model.setup.show(shown=True)
    answer(stage, "setup", {**SETUP, "recipes": [{"name": "default"}]})
    page = stage.window.setup
    assert "missed_damage" in page.notice.accessibleName() + page.status.accessibleName()
    assert not page.recipes.preview.isEnabled()


def test_a_bundle_is_checked_by_the_station_and_one_that_is_damaged_says_why(stage: Stage) -> None:
    page = stage.window.setup
    click(page.tabs[Tab.MODELS])
    rows = {row.bundle.name: row for row in page.models.list.rows if row.bundle is not None}
    assert rows["line-detector"].standing == "judges now"
    click(rows["night-shift"])
    click(page.models.take)
    sent = asked(stage, Deed.TAKE_BUNDLE)[0]
    assert (sent["place"], sent["bundle"], sent["version"]) == ("detector.bundle", "night-shift", 0)
    answer(stage, Deed.TAKE_BUNDLE, refused="model.onnx: SHA-256 is 1f…")
    assert "SHA-256" in page.status.text() + page.notice.text()
    click(rows["copied-badly"])
    assert page.models.details.accessibleName().startswith("can not be used")
    assert not page.models.take.isEnabled()
    gui_setup.setup_models(stage)
    assert rows["night-shift"].standing == "judges after the restart"
    assert page.models.waits.isVisible()


def test_a_restart_is_asked_for_twice_and_says_what_becomes_of_the_items(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "setup_models")
    models = stage.window.setup.models
    click(models.restart)
    assert "Every item on the belt that is not decided yet is NO DECISION" in models.waits.accessibleName()
    key(stage, Qt.Key.Key_Escape)
    assert models.restart.isVisible()
    click(models.restart)
    click(stage.window.setup.tabs[Tab.MODELS])
    assert not models.sure.isVisible(), "turning to another part gives it up"
    assert asked(stage, Deed.RESTART) == []
    click(models.restart)
    click(models.sure)
    assert len(asked(stage, Deed.RESTART)) == 1
    assert not models.sure.isVisible()


@pytest.mark.parametrize("size", [(1024, 600), (1920, 1080)])
def test_everything_a_finger_presses_or_types_into_is_large_enough(
    make_stage: StageMaker, size: tuple[int, int]
) -> None:
    stage = make_stage(size=size)
    gui_setup.setup_effect(stage)
    fields = stage.window.setup.recipes.fields
    for group in Group:
        click(fields.groups[group])
        settled(stage)
        page = stage.window.setup
        assert too_small(buttons_in(page)) == []
        touched = [one for kind in (QComboBox, QDoubleSpinBox, QSlider) for one in page.findChildren(kind)]
        assert [one.height() for one in touched if one.isVisible() and one.height() < stage.window.look.touch_px] == []
        assert cut_off(stage) == []
    rows = stage.window.setup.recipes.recipe.view()
    rows.ensurePolished()
    assert rows.sizeHintForRow(0) >= TOUCH_PX


def test_a_cost_is_stepped_with_a_finger(stage: Stage) -> None:
    fields = stage.window.setup.recipes.fields
    click(fields.groups[Group.COSTS])
    click(fields.fields["review"].more)
    assert stage.model.setup.view.draft is not None
    assert stage.model.setup.view.draft.review == 2.5
    click(fields.fields["review"].less)
    assert not stage.model.setup.view.changed


def test_cameras_are_told_in_words_and_the_best_can_be_forgotten(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "setup_cameras")
    top, side = stage.window.setup.cameras.panels
    assert top.hints.text() == "top: Good: sharp and well lit"
    assert side.hints.text() == "side: Too dark, out of focus: such pictures are not judged"
    assert side.bar.share == pytest.approx(0.12 / 0.41)
    click(side.anew)
    assert stage.commands[-1] == ("setup.cameras", {"forget": "side"})


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_cut_off_on_the_smallest_panel(make_stage: StageMaker, language: str) -> None:
    for scene in (gui_setup.setup_effect, gui_setup.setup_models, gui_setup.setup_cameras):
        stage = make_stage(size=(1024, 600), language=language)
        scene(stage)
        assert cut_off(settled(stage)) == []


def test_a_number_is_written_as_in_the_language_of_now(make_stage: StageMaker) -> None:
    stage = make_stage(theme="light", language="en", size=(1024, 600))
    SCENES["setup_costs"](stage)
    fields = stage.window.findChildren(NumberField)
    shown = [field.number.text() for field in fields]
    assert "4.00" in shown
    stage.language.use("es")
    settled(stage)
    assert [field.number.text() for field in fields] == [text.replace(".", ",") for text in shown]
