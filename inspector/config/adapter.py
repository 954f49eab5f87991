"""What every adapter's own section of the config has in common."""

from pydantic import BaseModel, ConfigDict


class AdapterConfig(BaseModel):
    """Options of one adapter kind: frozen, unknown keys refused; every field has a title and a description."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
