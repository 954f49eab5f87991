"""Pictures of the operator's window on the canned line.

python -m tests.support.gui_pictures OUT_FOLDER [--all]

Without --all the ones for the documentation; with it every scene in both themes, both languages and three sizes.
"""

import argparse
import itertools
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.support import gui_access as access
from tests.support import gui_group_scenes as groups
from tests.support import gui_order_scenes as orders
from tests.support import gui_people_scenes as people
from tests.support import gui_scenes as scenes
from tests.support.gui_fit import settled
from tests.support.gui_stage import Stage

SIZES = ((1024, 600), (1920, 1080), (3840, 2160))


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
    "diagnostics": scenes.diagnostics,
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
    ("gui_locked_light", "locked_queue", "light", "en", (1024, 600)),
    ("gui_sign_in_dark_es", "sign_in_pin", "dark", "es", (1024, 600)),
    ("gui_who_did_what_light", "who_did_what", "light", "en", (1024, 600)),
    ("gui_denied_light", "signed_in", "light", "en", (1024, 600)),
    ("gui_orders_light", "orders", "light", "en", (1024, 600)),
    ("gui_orders_sure_dark_es", "orders_sure", "dark", "es", (1024, 600)),
    ("gui_tour_light", "tour_strip", "light", "en", (1024, 600)),
    ("gui_people_light", "people", "light", "en", (1024, 600)),
    ("gui_diagnostics_dark", "diagnostics", "dark", "en", (1024, 600)),
    ("gui_queue_compare_light", "queue_compare", "light", "en", (1024, 600)),
    ("gui_queue_fate_light", "queue_fate", "light", "en", (1024, 600)),
    ("gui_queue_reasons_dark_es", "queue_reasons", "dark", "es", (1024, 600)),
)


def small_stage(make_stage: Callable[..., Stage], scene: str) -> Stage:
    """The scene on the smallest screen, with every layout done."""
    stage = make_stage(size=(1024, 600))
    SCENES[scene](stage)
    return settled(stage)


def main() -> int:
    """Write the pictures and name them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="python -m tests.support.gui_pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="", help="only pictures with this in their name")
    given = parser.parse_args()
    application = QApplication([])
    application.setStyle("Fusion")
    wanted = list(DOCUMENTED)
    if given.all:
        every = itertools.product(SCENES, ("light", "dark"), ("en", "es"), SIZES)
        wanted = [(f"{s}_{t}_{code}_{size[0]}", s, t, code, size) for s, t, code, size in every]
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, scene, theme, language, size in wanted:
        if given.only not in name:
            continue
        stage = Stage(application, theme=theme, language=language, size=size)
        SCENES[scene](stage)
        path = given.folder / f"{name}.png"
        stage.save(path)
        stage.close()
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
