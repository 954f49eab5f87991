"""Pictures of the operator's window on the canned line: goldens, documentation, and all there is to look at.

python -m tests.support.gui_pictures [--check]         goldens and docs/pictures: writes what is new or differs
python -m tests.support.gui_pictures --look FOLDER     every scene in both themes, both languages and three sizes

A screen of the window is one entry in `DOCUMENTED`: its picture in docs/pictures and its goldens in every theme and
language follow from it. `SCENES` has more: every state that a screen may be in, none of which may cut a text off.
"""

import argparse
import itertools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests.support import gui_access as access
from tests.support import gui_came_back as returns
from tests.support import gui_group_scenes as groups
from tests.support import gui_order_scenes as orders
from tests.support import gui_people_scenes as people
from tests.support import gui_scenes as scenes
from tests.support import gui_setup as setup
from tests.support import gui_teach as teach
from tests.support.gui_fit import settled
from tests.support.gui_goldens import (
    TOLERANCE,
    Rgb,
    difference,
    golden_file,
    pixels,
    read_png,
    reduced,
    unlikeness,
    write_png,
)
from tests.support.gui_stage import Stage
from tests.support.gui_surroundings import font_fault, pin_surroundings

SIZES = PANEL, DESK, LARGE = (1024, 600), (1920, 1080), (3840, 2160)
PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"


SCENES: dict[str, Callable[[Stage], None]] = {
    "running": scenes.running,
    "alarmed": scenes.alarmed,
    "unheard": scenes.unheard,
    "empty": scenes.empty,
    "queue": scenes.queue,
    "queue_reasons": scenes.queue_reasons,
    "queue_kinds": scenes.queue_kinds,
    "queue_compare": scenes.queue_compare,
    "queue_fate": scenes.queue_fate,
    "queue_grade": scenes.queue_grade,
    "queue_again": scenes.queue_again,
    "queue_marked": scenes.queue_marked,
    "queue_unheard": scenes.queue_unheard,
    "queue_empty": scenes.queue_empty,
    "queue_unknown": scenes.queue_unknown,
    "alarms": scenes.alarms,
    "alarms_shelving": scenes.alarms_shelving,
    "alarms_shelved": scenes.alarms_shelved,
    "alarms_journal": scenes.alarms_journal,
    "alarms_none": scenes.alarms_none,
    "holds": groups.holds,
    "holds_reasons": groups.holds_reasons,
    "holds_typed": groups.holds_typed,
    "holds_by_hand": groups.holds_by_hand,
    "holds_names": groups.holds_names,
    "holds_misfit": groups.holds_misfit,
    "holds_refused": groups.holds_refused,
    "holds_released": groups.holds_released,
    "holds_unheard": groups.holds_unheard,
    "holds_long": groups.holds_long,
    "holds_none": groups.holds_none,
    "holds_unknown": groups.holds_unknown,
    "shift": groups.shift,
    "shift_day": groups.shift_day,
    "shift_full": groups.shift_full,
    "shift_none": groups.shift_none,
    "shift_refused": groups.shift_refused,
    "shift_unheard": groups.shift_unheard,
    "shift_unknown": groups.shift_unknown,
    "came_back": returns.came_back,
    "came_back_long": returns.came_back_long,
    "came_back_kinds": returns.came_back_kinds,
    "came_back_others": returns.came_back_others,
    "came_back_why": returns.came_back_why,
    "came_back_typed": returns.came_back_typed,
    "came_back_several": returns.came_back_several,
    "came_back_refused": returns.came_back_refused,
    "came_back_none": returns.came_back_none,
    "came_back_unheard": returns.came_back_unheard,
    "came_back_unknown": returns.came_back_unknown,
    "locked": access.locked,
    "locked_queue": access.locked_queue,
    "sign_in_pin": access.sign_in_pin,
    "sign_in_wait": access.sign_in_wait,
    "signed_in": access.signed_in,
    "who_did_what": access.who_did_what,
    "orders": orders.orders,
    "orders_reason": orders.orders_reason,
    "orders_typed": orders.orders_typed,
    "orders_sure": orders.orders_sure,
    "orders_held": orders.orders_held,
    "orders_denied": orders.orders_denied,
    "orders_unheard": orders.orders_unheard,
    "not_judged": orders.not_judged,
    "tour_welcome": orders.tour_welcome,
    "tour_strip": orders.tour_strip,
    "tour_queue": orders.tour_queue,
    "tour_alarm": orders.tour_alarm,
    "people": people.people,
    "people_roles": people.people_roles,
    "people_name": people.people_name,
    "people_pin": people.people_pin,
    "people_sure": people.people_sure,
    "people_refused": people.people_refused,
    "people_last_admin": people.people_last_admin,
    "people_denied": people.people_denied,
    "people_open": people.people_open,
    "people_unheard": people.people_unheard,
    "setup": setup.setup,
    "setup_effect": setup.setup_effect,
    "setup_refused": setup.setup_refused,
    "setup_models": setup.setup_models,
    "setup_costs": setup.setup_costs,
    "setup_sure": setup.setup_sure,
    "setup_bundle_bad": setup.setup_bundle_bad,
    "setup_cameras": setup.setup_cameras,
    "setup_unheard": setup.setup_unheard,
    "setup_unknown": setup.setup_unknown,
    "teach_product": teach.teach_product,
    "teach_busy": teach.teach_busy,
    "teach_pictures": teach.teach_pictures,
    "teach_learning": teach.teach_learning,
    "teach_refused": teach.teach_refused,
    "teach_learnt": teach.teach_learnt,
    "teach_tried": teach.teach_tried,
    "teach_use": teach.teach_use,
    "teach_unheard": teach.teach_unheard,
    "diagnostics": scenes.diagnostics,
    "diagnostics_queues": scenes.diagnostics_queues,
    "diagnostics_cameras": scenes.diagnostics_cameras,
    "diagnostics_versions": scenes.diagnostics_versions,
    "diagnostics_empty": scenes.diagnostics_empty,
}
DOCUMENTED = (
    ("gui_live_light", "running", "light", "en", (1024, 600)),
    ("gui_alarm_dark_es", "alarmed", "dark", "es", (1024, 600)),
    ("gui_no_connection", "unheard", "light", "en", (1024, 600)),
    ("gui_queue_light", "queue", "light", "en", (1024, 600)),
    ("gui_alarms_light", "alarms", "light", "en", (1024, 600)),
    ("gui_alarms_journal_light", "alarms_journal", "light", "en", (1024, 600)),
    ("gui_holds_light", "holds", "light", "en", (1024, 600)),
    ("gui_shift_light", "shift", "light", "en", (1024, 600)),
    ("gui_came_back_light", "came_back", "light", "en", (1024, 600)),
    ("gui_came_back_kinds_dark_es", "came_back_kinds", "dark", "es", (1024, 600)),
    ("gui_locked_light", "locked_queue", "light", "en", (1024, 600)),
    ("gui_sign_in_dark_es", "sign_in_pin", "dark", "es", (1024, 600)),
    ("gui_who_did_what_light", "who_did_what", "light", "en", (1024, 600)),
    ("gui_denied_light", "signed_in", "light", "en", (1024, 600)),
    ("gui_orders_light", "orders", "light", "en", (1024, 600)),
    ("gui_orders_sure_dark_es", "orders_sure", "dark", "es", (1024, 600)),
    ("gui_tour_dark", "tour_strip", "dark", "en", (1024, 600)),
    ("gui_people_light", "people", "light", "en", (1024, 600)),
    ("gui_setup_light", "setup_effect", "light", "en", (1024, 600)),
    ("gui_setup_costs_dark_es", "setup_costs", "dark", "es", (1024, 600)),
    ("gui_setup_sure_light", "setup_sure", "light", "en", (1024, 600)),
    ("gui_setup_models_light", "setup_models", "light", "en", (1024, 600)),
    ("gui_setup_cameras_dark_es", "setup_cameras", "dark", "es", (1024, 600)),
    ("gui_teach_pictures_light", "teach_pictures", "light", "en", (1024, 600)),
    ("gui_teach_learnt_light", "teach_learnt", "light", "en", (1024, 600)),
    ("gui_teach_tried_dark_es", "teach_tried", "dark", "es", (1024, 600)),
    ("gui_diagnostics_dark", "diagnostics", "dark", "en", (1024, 600)),
    ("gui_diagnostics_cameras_light", "diagnostics_cameras", "light", "en", (1024, 600)),
    ("gui_queue_compare_light", "queue_compare", "light", "en", (1024, 600)),
    ("gui_queue_fate_light", "queue_fate", "light", "en", (1024, 600)),
    ("gui_queue_marked_light", "queue_marked", "light", "en", (1024, 600)),
    ("gui_queue_reasons_dark_es", "queue_reasons", "dark", "es", (1024, 600)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One scene as it is photographed."""

    scene: str
    theme: str
    language: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """Of its golden."""
        return f"{self.scene}_{self.theme}_{self.language}_{self.size[0]}"


def golden_shots(scene: str) -> tuple[Shot, ...]:
    """Both themes in both languages on the panel, and one on a desk's screen.

    In this order one window can show them all by one step each: theme, language, theme; then language and size.
    """
    order = (("light", "en"), ("dark", "en"), ("dark", "es"), ("light", "es"))
    panel = tuple(Shot(scene=scene, theme=theme, language=code, size=PANEL) for theme, code in order)
    return (*panel, Shot(scene=scene, theme="light", language="en", size=DESK))


def golden_scenes() -> tuple[str, ...]:
    """Those of every screen that the documentation shows."""
    return tuple(dict.fromkeys(scene for _, scene, *_ in DOCUMENTED))


def small_stage(make_stage: Callable[..., Stage], scene: str) -> Stage:
    """The scene on the smallest screen, with every layout done."""
    stage = make_stage(size=PANEL)
    SCENES[scene](stage)
    return settled(stage)


def photographed(application: QApplication, shot: Shot) -> Rgb:
    """The scene in a new window."""
    stage = Stage(application, theme=shot.theme, language=shot.language, size=shot.size)
    SCENES[shot.scene](stage)
    settled(stage)
    screen = pixels(stage.window.grab().toImage())
    stage.close()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return screen


def renewed(application: QApplication, only: str, *, write: bool) -> Iterator[str]:
    """Goldens and the documentation's pictures that are new or differ, in words; written if wanted."""
    documented = {
        Shot(scene=scene, theme=theme, language=code, size=size): PICTURES / f"{name}.png"
        for name, scene, theme, code, size in DOCUMENTED
    }
    goldens = [shot for scene in golden_scenes() for shot in golden_shots(scene)]
    seen: dict[str, float] = {}
    for shot in dict.fromkeys([*goldens, *documented]):
        if only not in shot.name:
            continue
        screen = photographed(application, shot)
        if shot in goldens:
            seen[shot.name], fault = difference(shot.name, screen)
            if fault:
                yield fault
            if fault and write:
                write_png(golden_file(shot.name), reduced(screen))
        if shot in documented and stale(documented[shot], reduced(screen)):
            yield f"{documented[shot].name}: is not what is on screen"
            if write:
                write_png(documented[shot], screen)
    if seen:
        name = max(seen, key=seen.__getitem__)
        print(f"{len(seen)} goldens; the least alike is {name}: {seen[name]:.1f} of 255", file=sys.stderr)


def stale(picture: Path, golden: Rgb) -> bool:
    """Whether a picture of the documentation is missing, or another than this golden."""
    return not picture.exists() or unlikeness(reduced(read_png(picture)), golden)[0] > TOLERANCE


def looked_at(application: QApplication, only: str, folder: Path) -> Iterator[str]:
    """Every scene in every theme, language and size, as large as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for scene, theme, code, size in itertools.product(SCENES, ("light", "dark"), ("en", "es"), SIZES):
        shot = Shot(scene=scene, theme=theme, language=code, size=size)
        if only in shot.name:
            path = folder / f"{shot.name}.png"
            write_png(path, photographed(application, shot))
            yield str(path)


def main() -> int:
    """Exit status 1: something differs (`--check`)."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.support.gui_pictures",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 when something differs")
    parser.add_argument("--look", type=Path, metavar="FOLDER", help="write every scene there, large, and no golden")
    parser.add_argument("--only", default="", metavar="PART", help="only what has this in its name: queue_dark_es")
    given = parser.parse_args()
    pin_surroundings()
    application = QApplication([])
    application.setStyle("Fusion")
    fault = font_fault()
    if fault is not None:
        parser.error(fault)
    if given.look is not None:
        told = looked_at(application, given.only, given.look)
    else:
        told = renewed(application, given.only, write=not given.check)
    count = 0
    for line in told:
        print(line, flush=True)
        count += 1
    return int(given.check and count > 0)


if __name__ == "__main__":
    sys.exit(main())
