"""Telling the warehouse's own system, as it is written in `station.toml`. See docs/how-to/wms.md."""

from typing import Self

from pydantic import Field, model_validator

from inspector.config.sections import AdapterSection


class WmsSection(AdapterSection):
    """`kind` names the adapter file; with `none`, the default, nothing is queued and nobody is told."""

    kind: str = Field(default="none", min_length=1, title="Kind", description="`webhook`, or `none`: nobody is told.")
    first_retry_s: float = Field(
        default=1, gt=0, le=3600, title="First retry", description="Seconds after which it is tried again."
    )
    longest_retry_s: float = Field(
        default=300,
        gt=0,
        le=86_400,
        title="Longest retry",
        description="Each further wait is twice as long, up to this; each between half of that and all of it.",
    )
    longest_ask_s: float = Field(
        default=3600,
        ge=0,
        le=86_400,
        title="Longest asked wait",
        description="A server that asks for more time (Retry-After) gets at most this.",
    )
    alarm_after_s: float = Field(
        default=900, gt=0, title="Alarm, age", description="`wms-lagging` is raised when the oldest has waited so long."
    )
    alarm_waiting: int = Field(
        default=1000, ge=1, title="Alarm, number", description="`wms-lagging` is raised when so many wait."
    )
    most_waiting: int = Field(
        default=100_000, ge=1, title="Most waiting", description="Beyond it the oldest are given up, and counted."
    )
    most_age_h: float = Field(
        default=168, gt=0, title="Oldest", description="What has waited longer than so many hours is given up, counted."
    )

    @model_validator(mode="after")
    def _waits_rise(self) -> Self:
        if self.longest_retry_s < self.first_retry_s:
            raise ValueError("wms.longest_retry_s: is shorter than first_retry_s")
        return self

    @property
    def wanted(self) -> bool:
        """Whether somebody is told."""
        return self.kind != "none"
