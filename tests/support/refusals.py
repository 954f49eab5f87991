"""What is said where input is refused."""

from collections.abc import Callable

import pytest

from inspector.domain.errors import ConfigError


def problems_of(act: Callable[[], object]) -> str:
    """All that is wrong, a line each; it must be refused."""
    with pytest.raises(ConfigError) as caught:
        act()
    return "\n".join(caught.value.problems)
