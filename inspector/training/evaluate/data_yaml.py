"""The `data.yaml` of a YOLO set, as text: class names such as `no` or `1e3` stay what is written."""

from pathlib import Path

import yaml

from inspector.domain.errors import ConfigError


def read_data_yaml(path: Path) -> dict[str, object]:
    """The file's keys; every scalar is a str, an empty value "". Raises `ConfigError` with the line of a mistake."""
    try:
        # BaseLoader makes text, lists and maps, and nothing else: it is as safe as SafeLoader.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), [f"can not be read: {error}"]) from error
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise ConfigError(str(path), [f"{line}{error.problem or error}"]) from error
    except yaml.YAMLError as error:
        raise ConfigError(str(path), [f"is not YAML: {error}"]) from error
    if not isinstance(content, dict):
        raise ConfigError(str(path), ["is not a map of keys such as `val: images/val`"])
    return {str(key): value for key, value in content.items()}
