"""How a controller reaches a station: the broker, who we are to it, and the station's topics."""

from dataclasses import dataclass
from pathlib import Path

from inspector.plc.link import LinkConfig
from inspector.wire.topics import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class StationAccess:
    """With `ca_file` the connection is TLS; `cert_file` and `key_file` show who we are."""

    host: str = "127.0.0.1"
    port: int = 1883
    site: str = "site"
    line: str = "line"
    station: str = "station"
    username: str | None = None
    password: str | None = None
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None

    @property
    def address(self) -> Address:
        """The station's topics. Raises ValueError for names that no topic may have."""
        return Address(site=self.site, line=self.line, station=self.station)

    def link(self, client_id: str) -> LinkConfig:
        """The broker."""
        return LinkConfig(
            host=self.host,
            port=self.port,
            client_id=client_id,
            username=self.username,
            password=self.password,
            ca_file=self.ca_file,
            cert_file=self.cert_file,
            key_file=self.key_file,
        )
