"""Signing in, as it is written in `station.toml`. Who may is in another file, see `inspector accounts`."""

from typing import Self

from pydantic import Field, model_validator

from inspector.config.sections import Section


class AccessSection(Section):
    """Means nothing while nobody has an account: everybody may do everything then."""

    idle_s: float = Field(
        default=300,
        ge=15,
        le=86_400,
        title="Idle",
        description="Seconds without a touch after which a window locks itself.",
    )
    session_h: float = Field(
        default=12, gt=0, le=168, title="Session", description="Hours after which everybody has to sign in again."
    )
    wrong_pins: int = Field(
        default=5,
        ge=2,
        le=20,
        title="Wrong PINs",
        description="So many in a row, and nobody is let in under that name for a while.",
    )
    first_wait_s: float = Field(
        default=30,
        ge=1,
        le=3600,
        title="First wait",
        description="How long, in seconds; each further wrong PIN doubles it.",
    )
    longest_wait_s: float = Field(
        default=3600,
        ge=1,
        le=86_400,
        title="Longest wait",
        description="It does not become longer than this, in seconds.",
    )

    @model_validator(mode="after")
    def _waits_rise(self) -> Self:
        if self.longest_wait_s < self.first_wait_s:
            raise ValueError("access.longest_wait_s: is shorter than first_wait_s")
        return self
