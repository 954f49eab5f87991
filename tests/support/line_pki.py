"""A line's certificates, made for one test run: an authority, and one certificate per device as the ACL names them.

`hmi.locked.key` is the window's key behind a password, which nobody here knows.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DEVICES: Mapping[str, str] = {"broker": "localhost", "edge": "edge-st01", "plc": "plc-l1", "hmi": "hmi-l1"}


@dataclass(frozen=True)
class Pki:
    """PEM files: `ca.crt`, and for each device its `.crt` and `.key`."""

    folder: Path

    def path(self, name: str) -> str:
        """Where one is."""
        return str(self.folder / name)

    def context(self, who: str) -> ssl.SSLContext:
        """For a connection as this device."""
        made = ssl.create_default_context(cafile=self.path("ca.crt"))
        made.load_cert_chain(self.path(f"{who}.crt"), self.path(f"{who}.key"))
        return made

    def options(self, who: str) -> list[str]:
        """The words by which our programs are told who they are."""
        files = (("--ca-file", "ca.crt"), ("--cert-file", f"{who}.crt"), ("--key-file", f"{who}.key"))
        return [word for option, name in files for word in (option, self.path(name))]


def make_pki(folder: Path) -> Pki:
    """Valid for a day, for the host `localhost`."""
    now = datetime.now(UTC)  # noqa: TID251 - certificates are valid in wall time
    authority = ec.generate_private_key(ec.SECP256R1())
    issuer = _name("line CA", "authority")
    base = x509.CertificateBuilder().not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
    base = base.issuer_name(issuer)
    ca = (
        base.subject_name(issuer)
        .public_key(authority.public_key())
        .serial_number(x509.random_serial_number())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority, hashes.SHA256())
    )
    (folder / "ca.crt").write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    for file, common in DEVICES.items():
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            base.subject_name(_name(common, "device"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(authority, hashes.SHA256())
        )
        (folder / f"{file}.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        _key_file(folder / f"{file}.key", key)
        if file == "hmi":
            _key_file(folder / "hmi.locked.key", key, password=b"kept by people")
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(0o755)
    return Pki(folder)


def _key_file(path: Path, key: ec.EllipticCurvePrivateKey, password: bytes | None = None) -> None:
    locked = serialization.NoEncryption() if password is None else serialization.BestAvailableEncryption(password)
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked))


def _name(common: str, unit: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, common), x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)]
    )
