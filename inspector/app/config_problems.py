"""Everything that is wrong with a station's file at once, though parts of it can not be read."""

from pathlib import Path

from inspector.app.config_file import file_content, read_station
from inspector.app.sections import adapter_problems
from inspector.app.wiring import start_problems
from inspector.config.remainder import remainder
from inspector.config.station import StationConfig, insecure
from inspector.domain.errors import ConfigError


def startable(file: Path) -> StationConfig:
    """As `read_station`; where schema or profile refuse the file, the error lists all that a start would refuse."""
    try:
        config = read_station(file)
    except ConfigError as error:
        raise ConfigError(error.subject, config_problems(file)) from error
    if insecure(config):
        raise ConfigError(str(file), start_problems(config))
    return config


def config_problems(file: Path, *, file_only: bool = False) -> list[str]:
    """All that a start would refuse; `file_only`: without a look at this machine.

    What breaks the schema is listed first, then what is wrong with the sections that keep it. Raises `ConfigError` for
    what is no TOML file.
    """
    try:
        config = read_station(file)
    except ConfigError as error:
        rest, replaced = remainder(file_content(file))
        places = tuple(f"{name}{mark}" for name in replaced for mark in ".:")
        looked = _looked(rest, file_only=file_only or "paths" in replaced)  # nothing stands in for a data directory
        more = [problem for problem in looked if not problem.startswith(places)]
        return list(dict.fromkeys([*error.problems, *more]))
    return _looked(config, file_only=file_only)


def _looked(config: StationConfig, *, file_only: bool) -> list[str]:
    return [*insecure(config), *adapter_problems(config)] if file_only else start_problems(config)
