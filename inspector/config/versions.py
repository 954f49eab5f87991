"""What people activated in place of what the station's file says: every version of it, the newest last, in one file."""

import json
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from inspector.config.durable_file import write_durably
from inspector.config.problems import problems_of
from inspector.domain.errors import ConfigError, StoreError

ADVICE = "moved away, it is kept, and the station's own file counts again"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Version(_Part):
    """One version. `former` is the one that a roll back returns to; none: there is nothing to return to.

    `written` is the digest of what the station's file said when this one was made: where the file was changed since,
    the file counts, as a version of its own.
    """

    number: int = Field(ge=0)
    how: Literal["file", "activated", "rolled back"] = "file"
    by: str = ""
    time: str = ""
    former: int | None = None
    written: str
    content: dict[str, JsonValue]


class Versions(_Part):
    """The whole file, JSON."""

    schema_version: Literal[1] = 1
    versions: tuple[Version, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rises(self) -> Self:
        numbers = [one.number for one in self.versions]
        if numbers != sorted(set(numbers)):
            raise ValueError(f"the versions' numbers do not rise: {numbers}")
        for one in self.versions:
            if one.former is not None and one.former not in numbers:
                raise ValueError(f"version {one.number} came after {one.former}, which is not there")
        return self


def read_versions(path: Path) -> tuple[Version, ...]:
    """Oldest first; none where nobody activated anything yet. Raises `ConfigError` with every problem."""
    try:
        return Versions.model_validate(json.loads(path.read_text(encoding="utf-8"))).versions
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ConfigError(str(path), [f"can not be read: {error.strerror}"]) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ConfigError(str(path), [f"is no JSON: {error}", ADVICE]) from error
    except ValidationError as error:
        raise ConfigError(str(path), [*problems_of(error), ADVICE]) from error


def write_versions(path: Path, versions: tuple[Version, ...]) -> None:
    """After a power cut it is the old or the new file. Raises `StoreError`; the former file stays then."""
    text = json.dumps(Versions(versions=versions).model_dump(mode="json"), indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, text.encode())
    except OSError as error:
        raise StoreError(f"{path}: can not be written: {error.strerror}") from error
