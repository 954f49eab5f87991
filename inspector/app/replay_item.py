"""Finds a stored item by its record id and replays it with the config's models."""

from inspector.app import registry
from inspector.app.judges import judges_as
from inspector.app.lessons.past import judged_by_then
from inspector.app.machine_clock import make_clock
from inspector.app.replay import ReplayResult, recipe_version, replay
from inspector.app.settling import settled_as
from inspector.config.load import config_hash
from inspector.config.station import StationConfig
from inspector.ports.evidence import EvidenceStore


def replay_item(config: StationConfig, record_id: str) -> ReplayResult | None:
    """None when there is no such record; 'last' takes the newest. The recipes are those that judged it.

    Raises `StoreError` for a record that can not be read, `ConfigError` where its recipes are not kept any more.
    """
    evidence: EvidenceStore = registry.build(
        "stores", config.evidence, data_dir=config.paths.data_dir, clock=make_clock()
    )
    if record_id == "last":
        newest = evidence.recent(1)
        if not newest:
            return None
        record_id = newest[0]
    stored = evidence.load(record_id)
    if stored is None:
        return None
    version = recipe_version(stored)
    then = settled_as(config, version)
    with judged_by_then(config, stored) as taught_dir:
        judges = judges_as(then, version=version, taught_dir=taught_dir)
        return replay(stored, judges, config_hash=config_hash(then))
