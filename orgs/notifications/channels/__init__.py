"""The ways out of the house. An app to the right of this one may add one in its AppConfig.ready()."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from orgs.models import Delivery, SendingState, User


class TransientError(Exception):
    """The channel's other end is away or busy: nothing has arrived, and it may be tried again."""

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PermanentError(Exception):
    """It was refused for good. `state` says how the delivery ends: failed, bounced or suppressed."""

    def __init__(self, message: str, state: SendingState = SendingState.FAILED) -> None:
        super().__init__(message)
        self.state = state


class UnknownFateError(Exception):
    """It was handed over and no answer came: it may have arrived, so it is not sent again."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes to one person at once on one channel: one notification, or what an hour or a day has gathered."""

    id: UUID
    user: User
    deliveries: Sequence[Delivery]


class Channel(Protocol):
    """`name` is one of DeliveryChannel."""

    name: str
    label: Any

    def reaches(self, user: User) -> bool:
        """Whether there is anywhere to send to at all; asked by whoever notifies."""

    def refusal(self, user: User) -> str:
        """Why nothing can be sent to this person at present, '' when it can."""

    def send(self, batch: Batch) -> None:
        """Send it, once. Raises one of the three errors above."""


CHANNELS: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    CHANNELS[channel.name] = channel
