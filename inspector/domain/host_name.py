"""Names of machines on the network."""


def host_name(text: str) -> str:
    """`text` itself. Raises ValueError for what no resolver takes: it would be raised later, where nobody hears it."""
    try:
        encoded = text.encode("idna")
    except UnicodeError as error:
        raise ValueError(f"{text!r} is no name of a machine") from error
    if not encoded.strip():
        raise ValueError("is empty")
    return text
