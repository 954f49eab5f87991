"""What every adapter's own section of the config has in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

CpuThreads = Annotated[int, Field(ge=1, le=64, title="Threads", description="CPU threads per picture.")]


class AdapterConfig(BaseModel):
    """Options of one adapter kind: frozen, unknown keys refused; every field has a title and a description."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
