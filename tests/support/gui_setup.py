"""A canned setup of a station for the operator's window: recipes, bundles, cameras, and what a preview says."""

from typing import Any

from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.setup import Tab
from inspector_gui.widgets.setup_fields import Group
from PySide6.QtWidgets import QApplication

from inspector.wire.line import ResponseMessage
from tests.support import gui_line
from tests.support.gui_stage import Stage

RECIPE = {"missed_damage": 10.0, "false_divert": 4.0, "review": 2.0, "novelty_weight": 0.0, "novelty_alpha": 0.05}
SETUP: dict[str, Any] = {
    "recipes": [
        {"name": "default", **RECIPE},
        {"name": "material:glass", **RECIPE, "threshold": 0.1},
    ],
    "recipe_versions": [
        {"number": 3, "how": "activated", "by": "Eva", "time": "2026-09-21T11:40:12.207Z", "former": 0},
        {"number": 0, "how": "file"},
    ],
    "bundles": [
        {
            "name": "line-detector",
            "version": "1.2.0",
            "kind": "detector",
            "sha256": "9f2c41aa" * 8,
            "licence": "Apache-2.0",
            "metrics": {"recall at 1 % false diverts": 0.83, "mAP50": 0.71},
        },
        {"name": "item-defects", "version": "2.0.1", "kind": "defects", "sha256": "51d08e77" * 8, "licence": "MIT"},
        {
            "name": "night-shift",
            "version": "1.3.0",
            "kind": "detector",
            "sha256": "77aa0012" * 8,
            "licence": "Apache-2.0",
        },
        {"name": "copied-badly", "problem": "model.onnx: SHA-256 is 1f00aa…, model.toml says 9f2c41…"},
    ],
    "places": [
        {"place": "detector.bundle", "kind": "detector", "running": "line-detector", "active": "line-detector"},
        {"place": "detector.defects_bundle", "kind": "defects", "running": "item-defects", "active": "item-defects"},
    ],
    "model_versions": [{"number": 0, "how": "file"}],
}
THRESHOLDS = [step / 50 for step in range(51)]
STOPPED = [200 if at == 0 else round(46 * (1 - at) ** 2) for at in THRESHOLDS]
PREVIEW: dict[str, Any] = {
    "version": 3,
    "preview": "abc",
    "items": 200,
    "unknown": 1,
    "by_score": 171,
    "concerned": 180,
    "per_hour": 1240.0,
    "prevalence": 0.001,
    "now": {
        "outcomes": {"PASS": 181, "DIVERT": 12, "REVIEW": 6, "NO_DECISION": 0},
        "stopped": 18,
        "stopped_per_hour": [67.1, 112.2, 174.0],
        "confirmed": 9,
        "overruled": 5,
        "real": [0.35, 0.64, 0.87],
        "real_at_most": 0.011,
        "threshold": 0.2,
        "words": "score of at most 0.2",
        "promise": {
            "by": "calibration",
            "alpha": 0.01,
            "n": 240,
            "needed": 99,
            "group": "default",
            "realised": [0.0024, 0.01, 0.0291],
            "own_limits": 3,
        },
    },
    "then": {
        "outcomes": {"PASS": 190, "DIVERT": 9, "REVIEW": 0, "NO_DECISION": 0},
        "stopped": 9,
        "stopped_per_hour": [25.7, 56.1, 105.0],
        "confirmed": 7,
        "overruled": 1,
        "real": [0.47, 0.88, 1.0],
        "real_at_most": 0.022,
        "threshold": 0.55,
        "words": "a person",
        "promise": {"by": "person", "alpha": 0.01, "n": 240, "needed": 99, "group": "default"},
    },
    "curve": {
        "thresholds": THRESHOLDS,
        "stopped": STOPPED,
        "confirmed": [min(9, count // 2) for count in STOPPED],
        "overruled": [min(30, count // 3) for count in STOPPED],
    },
    "changing": 9,
    "changed": [],
}
CAMERAS: dict[str, Any] = {
    "cameras": [
        {"camera": "top", "seen": True, "age_s": 0.1, "sharpness": 0.42, "best": 0.44, "bright_share": 0.012},
        {
            "camera": "side",
            "seen": True,
            "age_s": 0.1,
            "sharpness": 0.12,
            "best": 0.41,
            "dark_share": 0.31,
            "hints": ["TOO_DARK", "OUT_OF_FOCUS"],
            "refused": True,
        },
    ]
}


def answer(stage: Stage, name: str, data: dict[str, Any] | None = None, *, refused: str = "") -> None:
    """The station answers the newest command of that name."""
    sent = [one for one in stage.sent if one.name == name][-1]
    header = gui_line.header(1)
    message = ResponseMessage(**header, name=name, req_id=sent.request, ok=not refused, detail=refused, data=data or {})
    stage.model.take(gui_line.heard(message, stage.now_s))
    QApplication.processEvents()


def setup(stage: Stage, data: dict[str, Any] | None = None) -> None:
    """An engineer looks at the recipes."""
    stage.run(range(40, 59))
    stage.window.turn_to(Page.SETUP)
    stage.model.tick(stage.now_s)
    answer(stage, "setup", SETUP if data is None else data)


def setup_effect(stage: Stage) -> None:
    """A threshold, previewed."""
    setup(stage)
    stage.model.setup.edit("threshold", 0.55)
    stage.model.setup.look(prevalence=0.001)
    isolated = [item.result for item in stage._items.values()][:9]
    changed = [
        {
            "rid": one.rid,
            "sku": one.sku or "",
            "before": "DIVERT",
            "after": "PASS",
            "score": 0.4,
            "score_then": 0.4,
            "camera": "top",
        }
        for one in isolated
    ]
    answer(stage, "recipes.preview", {**PREVIEW, "changed": changed})
    stage.come_true()


def setup_refused(stage: Stage) -> None:
    """Somebody else was faster."""
    setup_effect(stage)
    stage.model.setup.activate()
    why = "version 3 is not in force any more: 4 is by Max; look again first"
    answer(stage, "recipes.activate", refused=why)


def setup_models(stage: Stage) -> None:
    """A bundle waits for the restart."""
    waiting = {**SETUP["places"][0], "active": "night-shift"}
    data = {**SETUP, "places": [waiting, SETUP["places"][1]]}
    setup(stage, data)
    stage.window.setup.turn(Tab.MODELS)


def setup_costs(stage: Stage) -> None:
    """What mistakes cost."""
    setup_effect(stage)
    stage.window.setup.recipes.fields.turn(Group.COSTS)


def setup_sure(stage: Stage) -> None:
    """Is a restart meant?"""
    setup_models(stage)
    stage.model.setup.restart()


def setup_bundle_bad(stage: Stage) -> None:
    """One that can not be used."""
    setup(stage)
    stage.window.setup.turn(Tab.MODELS)
    stage.model.setup.choose_bundle("copied-badly")


def setup_cameras(stage: Stage) -> None:
    """One is good, one is not."""
    setup(stage)
    stage.window.setup.turn(Tab.CAMERAS)
    answer(stage, "setup.cameras", CAMERAS)
    item = next(iter(stage._items.values()))
    for camera in ("top", "side"):
        stage.model.setup_pictures._live[camera] = gui_line.to_image(item.frames[camera])
    stage.window.setup.show_setup()


def setup_unheard(stage: Stage) -> None:
    """The station is not heard any more."""
    setup_effect(stage)
    stage.model.tick(stage.now_s + 9.0)


def setup_unknown(stage: Stage) -> None:
    """Not told yet."""
    stage.run(range(40, 59))
    stage.window.turn_to(Page.SETUP)
