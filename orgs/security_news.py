"""Mail to a person when what opens their account has changed: what, when and from where.

Always sent, whatever they wish to be told: who changes it unasked would turn such a wish off first.
"""

import logging
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jenifer.principal import acting_as, current
from orgs.browsers import program_of
from orgs.formats import Formats
from orgs.mail import send_mail
from orgs.models import User

logger = logging.getLogger(__name__)

# By allauth's name of each change, and one that allauth does not tell of: a text is filled from allauth's context.
NEWS = {
    "account/email/password_changed": gettext_lazy("Your password was changed"),
    "account/email/password_reset": gettext_lazy("Your password was replaced, by a code sent to you"),
    "account/email/password_set": gettext_lazy("Your account has a password now"),
    "account/email/email_changed": gettext_lazy(
        "Your account’s address was changed from %(from_email)s to %(to_email)s"
    ),
    "account/email/email_added": gettext_lazy("%(email)s opens your account now, too"),
    "account/email/email_deleted": gettext_lazy("%(deleted_email)s was removed from your account"),
    "mfa/email/totp_activated": gettext_lazy("Two-factor authentication was turned on"),
    "mfa/email/totp_deactivated": gettext_lazy("Two-factor authentication was turned off"),
    "mfa/email/recovery_codes_generated": gettext_lazy(
        "New recovery codes were made; the ones before are void"
    ),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added"),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey was removed"),
    "socialaccount/email/account_connected": gettext_lazy("Your account at %(provider)s opens this one now"),
    "socialaccount/email/account_disconnected": gettext_lazy(
        "Your account at %(provider)s no longer opens this one"
    ),
}


def mail_news(*, what: str, person: User, to: str, details: dict[str, Any]) -> None:
    """`what` is one of NEWS. The change stands, whether or not the mail server takes the mail."""
    said = str(NEWS[what]) % details
    with acting_as(person):
        context = _context(User.objects.select_related("org").get(pk=person.pk)) | {"said": said}
    try:
        send_mail("security", to=to, subject=settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + said, context=context)
    except OSError:
        logger.exception("not mailed: %s, to person %s", what, person.pk)


def _context(person: User) -> dict[str, str]:
    formats, now, principal = Formats.of(person), timezone.now(), current()
    at = formats.local(now)
    return {
        "account": person.email,
        "moment": f"{formats.date(at.date())} {formats.time(now)} ({at:%Z})",
        "address": principal.ip or _("not known"),
        "browser": program_of(principal.agent) or _("not known"),
        "public_url": settings.PUBLIC_URL,
    }
