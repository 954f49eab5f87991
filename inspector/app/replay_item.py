"""Finds a stored item by its record id and replays it with the config's models."""

from inspector.app import registry
from inspector.app.judges import make_judges
from inspector.app.lessons.past import judged_by_then
from inspector.app.machine_clock import make_clock
from inspector.app.replay import ReplayResult, replay
from inspector.config.load import config_hash
from inspector.config.station import StationConfig
from inspector.ports.evidence import EvidenceStore


def replay_item(config: StationConfig, record_id: str) -> ReplayResult | None:
    """None when there is no such record; 'last' takes the newest. Raises `StoreError` for one that can not be read."""
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
    with judged_by_then(config, stored) as taught_dir:
        return replay(stored, make_judges(config, taught_dir=taught_dir), config_hash=config_hash(config))
