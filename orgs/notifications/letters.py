"""Mail to people who may be tired of it: text and HTML, and a way out by one click (RFC 8058)."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from orgs.mail import compose_mail
from orgs.models import SendingState
from orgs.notifications.channels import PermanentError, TransientError, UnknownFateError

signer = Signer(salt="unsubscribe")
LINE_LIMIT = 200
MAILBOX_GONE = (550, 551, 553)  # RFC 5321, 4.2.3
AWAY = "The mail server is away. It will be tried again."


@dataclass(frozen=True, slots=True)
class Unsubscription:
    """`what` is a category, or agenda. With `executive` it is theirs, and `user` the organization's worker."""

    user: str
    what: tuple[str, ...]
    executive: str = ""

    def url(self) -> str:
        token = signer.sign_object([self.user, list(self.what), self.executive], compress=True)
        return settings.PUBLIC_URL + reverse("unsubscribe", args=[token])


def unsubscription(token: str) -> Unsubscription | None:
    """None for a token that is not ours."""
    try:
        user, what, executive = signer.unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return Unsubscription(user, tuple(what), executive)


def send_letter(
    *, to: str, subject: str, template: str, context: dict[str, Any], batch: UUID, way_out: Unsubscription
) -> None:
    """`template`.txt and `template`.html of templates/emails/. Raises the channel's three errors."""
    context = context | {"public_url": settings.PUBLIC_URL, "unsubscribe_url": way_out.url()}
    headers = {
        "Message-ID": f"<{batch}@{own_domain()}>",
        "List-Unsubscribe": f"<{way_out.url()}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    hand_over([compose_mail(template, to=to, subject=subject, context=context, headers=headers)])


def own_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def hand_over(letters: Sequence[EmailMultiAlternatives]) -> None:
    """Until the server has been greeted nothing can have arrived; after that only its answer says."""
    mailer = mailers.default
    try:
        mailer.open()
    except (OSError, ssl.SSLError) as error:  # smtplib's errors are OSErrors
        raise TransientError(AWAY) from error
    try:
        mailer.send_messages(letters)
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        raise _refused(code, reason, is_about_address=True) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error, is_about_address=False) from error
    except OSError as error:
        raise UnknownFateError(
            "The mail server fell silent. It may have arrived, so it is not sent again."
        ) from error
    finally:
        _close(mailer)


def _refused(code: int, reason: bytes | str, *, is_about_address: bool) -> Exception:
    text = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    if code < 500:
        return TransientError(f"The mail server asked for patience ({code}). It will be tried again.")
    is_bounce = is_about_address and code in MAILBOX_GONE
    return PermanentError(
        f"The mail server refused it ({code} {text[:LINE_LIMIT]}).",
        SendingState.BOUNCED if is_bounce else SendingState.FAILED,
    )


def _close(mailer: Any) -> None:
    try:
        mailer.close()
    except OSError:
        return  # what it said before stands
