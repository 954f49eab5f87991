"""Numbers of recipes by which items were judged, also where a full disk kept nothing of those recipes but the items."""

import logging
import sqlite3
from contextlib import closing
from dataclasses import replace

from inspector.adapters.stores._sqlite_file import connect_to_look
from inspector.app.ledger_file import ledger_file
from inspector.app.settling import RECIPES, Settled, may_look_into, versions_file
from inspector.config.station import StationConfig
from inspector.config.versions import read_versions
from inspector.domain.errors import StartupError, StoreError

log = logging.getLogger(__name__)

_NEWEST = """
SELECT json_extract(verdict, '$.recipe_version') FROM "trigger"
WHERE verdict IS NOT NULL AND json_extract(verdict, '$.recipe_version') IS NOT NULL ORDER BY id DESC LIMIT 1
"""


def with_unused_number(settled: Settled) -> Settled:
    """A record must name one recipe: those that are not kept yet get a number under which nothing was judged.

    An earlier process may have judged by others under theirs, and ended before the disk took them.
    """
    if not may_look_into(settled.config.paths.data_dir):
        return settled  # nothing was judged there, or whoever opens the stores says why it can not be
    newest = settled.now(RECIPES)
    kept = read_versions(versions_file(settled.config.paths.data_dir, RECIPES))
    if newest in kept:
        return settled
    used = _last_used(settled.config)
    if used is None or used < newest.number:
        return settled
    moved = (*settled.versions[RECIPES][:-1], newest.model_copy(update={"number": used + 1}))
    return replace(settled, versions={**settled.versions, RECIPES: moved})


def _last_used(config: StationConfig) -> int | None:
    """What the ledger's newest judged item names; None where there is none, or where a start will say why not."""
    try:
        path = ledger_file(config, "look for recipes in")
        if not path.exists():
            return None
        with closing(connect_to_look(path)) as db:
            found = db.execute(_NEWEST).fetchone()
    except (OSError, StartupError, StoreError, sqlite3.Error) as error:
        log.info("which recipes were used is not known: %s", error)
        return None
    return None if found is None else int(found[0])
