"""What a process that the daemon starts may know of it: everything but how to speak to systemd in its name."""

import os
from typing import Final

# sd_notify(3), sd_watchdog_enabled(3), sd_listen_fds(3): whoever has these may be taken for the service itself.
_THE_SERVICES_OWN: Final = frozenset(
    {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"}
)


def child_environment() -> dict[str, str]:
    """This process's environment without what systemd gave to it alone."""
    return {name: value for name, value in os.environ.items() if name not in _THE_SERVICES_OWN}
