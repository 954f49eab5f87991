"""The lot watch's rule, from the config."""

from inspector.config.lots import LotsSection
from inspector.config.station import StationConfig
from inspector.domain.lot_watch import WatchRule
from inspector.pipeline.lot_stage import LotRule


def lot_rule(config: StationConfig) -> LotRule:
    """What the lot stage goes by."""
    written = config.lots
    watch = watch_rule(written, checks=len(config.checks))
    return LotRule(watch=watch, actions=written.actions, enabled=written.enabled)


def watch_rule(section: LotsSection, *, checks: int) -> WatchRule:
    """What the watch goes by."""
    return WatchRule(
        dimensions=section.dimensions,
        false_per_week=section.false_holds_per_week,
        items_per_week=section.items_per_week,
        checks=checks,
        min_calls=section.min_calls,
        most_groups=section.most_groups,
        baseline=section.baseline(),
    )
