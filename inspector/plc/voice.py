"""What a controller says, as messages on its station's topics."""

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.item import Identity, ItemKey
from inspector.plc.link import PlcLink
from inspector.wire.codec import encode
from inspector.wire.header import Message
from inspector.wire.item import ItemAck, ItemArrived, ItemConfirm
from inspector.wire.line import HbPlc
from inspector.wire.stamp import Stamp
from inspector.wire.topics import Address

NOBODY = Identity()


class PlcVoice:
    """Publishes over a link. Each call returns the broker's message number, or None if the link is down.

    Raises `BadMessage` for values that the message can not hold.
    """

    def __init__(self, link: PlcLink, address: Address, stamp: Stamp) -> None:
        self._link = link
        self._address = address
        self._stamp = stamp

    def arrived(
        self,
        key: ItemKey,
        *,
        encoder: int,
        commit_encoder: int,
        counts_per_s: float,
        trigger: int | None,
        identity: Identity = NOBODY,
        simulated: bool = False,
    ) -> int | None:
        """An item is at the photo-eye."""
        return self._say(
            ItemArrived(
                **self._stamp.header(ItemArrived.suffix),
                epoch=key.epoch,
                track=key.track,
                enc=encoder,
                commit_enc=commit_encoder,
                enc_hz=counts_per_s if counts_per_s > 0 else None,
                trig=trigger % 2**32 if trigger is not None else None,
                sku=identity.sku,
                material=identity.material,
                lpn=identity.lpn,
                lot=identity.lot,
                vendor=identity.vendor,
                upstream=identity.upstream,
                sim=simulated,
            )
        )

    def ack(self, key: ItemKey, did: str, *, attempt: int, status: AckStatus) -> int | None:
        """The answer to a decision."""
        return self._say(
            ItemAck(
                **self._stamp.header(ItemAck.suffix),
                epoch=key.epoch,
                track=key.track,
                did=did,
                att=attempt,
                status=status,
            )
        )

    def confirm(self, key: ItemKey, did: str | None, *, lane: int, result: ConfirmResult) -> int | None:
        """Where an item went."""
        return self._say(
            ItemConfirm(
                **self._stamp.header(ItemConfirm.suffix),
                epoch=key.epoch,
                track=key.track,
                did=did,
                lane_actual=lane,
                result=result,
            )
        )

    def beat(self, count: int, *, epoch: int, encoder: int, counts_per_s: float, simulate: bool) -> None:
        """The controller lives."""
        self._say(
            HbPlc(
                **self._stamp.header(HbPlc.suffix),
                n=count % 2**32,
                epoch=epoch,
                enc=encoder,
                enc_hz=counts_per_s,
                sim=simulate,
            )
        )

    def raw(self, suffix: str, payload: bytes) -> int | None:
        """Any bytes on one of the controller's topics."""
        return self._link.publish(self._address.topic(suffix), payload, qos=1)

    def _say(self, message: Message) -> int | None:
        return self._link.publish(self._address.topic(message.suffix), encode(message), qos=message.qos)
