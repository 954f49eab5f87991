"""Names of machines on the network."""

import ipaddress


def host_name(text: str) -> str:
    """`text` itself. Raises ValueError for what no resolver takes: it would be raised later, where nobody hears it."""
    try:
        encoded = text.encode("idna")
    except UnicodeError as error:
        raise ValueError(f"{text!r} is no name of a machine") from error
    if not encoded.strip():
        raise ValueError("is empty")
    return text


def is_this_machine(host: str) -> bool:
    """Whether what is sent there never leaves the machine.

    >>> is_this_machine("localhost"), is_this_machine("::1"), is_this_machine("localhost.example")
    (True, True, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
