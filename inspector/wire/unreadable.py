"""Who asked, of a command that can not be read as a whole: so that nobody waits for an answer that will not come."""

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from inspector.domain.station import Command
from inspector.wire.header import MAX_MESSAGE_BYTES, Name
from inspector.wire.line import RequestId

_NAME: TypeAdapter[str] = TypeAdapter(Name)


class _Asked(BaseModel):
    """All that an answer needs; whatever stands beside it may be wrong."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    req_id: RequestId


def asked_by(suffix: str, payload: bytes) -> Command | None:
    """What came on `cmd/{name}`, without arguments; None where nothing says whom to answer, or on another topic.

    The name is the topic's, where the asker listens, whatever the message calls itself.
    """
    family, _, name = suffix.partition("/")
    if family != "cmd" or len(payload) > MAX_MESSAGE_BYTES:
        return None
    try:
        asked = _Asked.model_validate_json(payload)
        return Command(name=_NAME.validate_python(name), request_id=asked.req_id, arguments={})
    except ValidationError:
        return None
