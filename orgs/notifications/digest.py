"""The agenda of a day by e-mail. What stands in it is written by the desk, which knows all the apps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from orgs.models import Digest, SendingState, User
from orgs.notifications.addresses import is_bounced
from orgs.notifications.channels import PermanentError
from orgs.notifications.letters import Unsubscription, send_letter
from orgs.notifications.wishes import AGENDA


@dataclass(frozen=True, slots=True)
class Agenda:
    """Sections of (heading, lines); a line is (time or '', text, who or '')."""

    to: str
    heading: str
    sections: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]


class Agendas(Protocol):
    """Who writes agendas: for the person themself, or for an executive (then `user` is the organization's worker)."""

    def write(self, user: User, executive: Any, day: date) -> Agenda: ...

    def stop(self, user: User, executive_id: UUID) -> None:
        """The executive wants no more."""


_served_by: list[Agendas] = []


def serve_agendas(agendas: Agendas) -> None:
    """Called by jenifer.desk as it starts: it lies to the right of this app."""
    _served_by[:] = [agendas]


def stop_executive_agenda(user: User, executive_id: UUID) -> None:
    _served_by[0].stop(user, executive_id)


def send_digest(digest: Digest, batch: UUID) -> None:
    """A day with nothing in it is not worth a letter. Raises the channel's errors."""
    agenda = _served_by[0].write(digest.user, digest.executive, digest.day)
    executive_id = str(digest.executive_id or "")
    if not executive_id and is_bounced(digest.user):
        raise PermanentError(_("Mail to this address came back."), SendingState.SUPPRESSED)
    if not any(lines for _heading, lines in agenda.sections):
        raise PermanentError(_("Nothing was on that day."), SendingState.SUPPRESSED)
    send_letter(
        to=agenda.to,
        subject=agenda.heading,
        template="agenda",
        context={"agenda": agenda, "is_person": not executive_id},
        batch=batch,
        way_out=Unsubscription(str(digest.user_id), (AGENDA,), executive_id),
    )
