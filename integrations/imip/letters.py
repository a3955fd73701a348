"""A notice as a letter (RFC 6047): words for people, and text/calendar for their calendar programs."""

from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse

from orgs.mail import LONGEST_SUBJECT, one_line
from orgs.notifications.channels import PermanentError
from orgs.notifications.letters import own_domain
from scheduling.answer_tokens import answer_token
from scheduling.invitations import host_for
from scheduling.models import AttendeeNotice, Method
from scheduling.notice_words import words_of

CALENDAR = "text/calendar"
NO_ADDRESS = "This is not an address that mail can be sent to."


class CalendarLetter(EmailMultiAlternatives):
    """A mail whose calendar part says its method, which must be that of the calendar within (RFC 6047 §2.4)."""

    method = ""

    def message(self, *, policy: "Policy[Any] | None" = default) -> EmailMessage:
        message: EmailMessage = super().message(policy=policy or default)
        for part in message.walk():
            if part.get_content_type() == CALENDAR:
                part.set_param("method", self.method)
        return message


def letter_of(notice: AttendeeNotice) -> CalendarLetter:
    """Raises PermanentError for a recipient that is no address."""
    try:
        validate_email(notice.recipient)
        notice.recipient.rpartition("@")[2].encode("idna")  # as Django will write it
    except (ValidationError, UnicodeError) as error:
        raise PermanentError(NO_ADDRESS) from error
    words = words_of(notice, notice.org)
    context = {"words": words, "method": notice.method, "answer_url": answer_url(notice)}
    letter = CalendarLetter(
        subject=one_line(words.headline)[:LONGEST_SUBJECT],
        body=render_to_string("emails/attendee_notice.txt", context),
        from_email=formataddr((one_line(words.host), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[notice.recipient],
        reply_to=_reply_to(notice),
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    )
    letter.method = notice.method.upper()
    letter.attach_alternative(render_to_string("emails/attendee_notice.html", context), "text/html")
    letter.attach_alternative(notice.calendar, CALENDAR)
    letter.attach("invite.ics", notice.calendar.encode(), "application/ics")
    return letter


def message_id(notice: AttendeeNotice) -> str:
    """The same at each try, and the name by which a letter comes back."""
    return f"<{notice.pk}@{own_domain()}>"


def answer_url(notice: AttendeeNotice) -> str:
    """'' where there is nothing to answer."""
    if notice.method != Method.REQUEST:
        return ""
    return settings.PUBLIC_URL + reverse("answer", args=[answer_token(notice.pk)])


def _reply_to(notice: AttendeeNotice) -> list[str] | None:
    is_ours = notice.method in (Method.REQUEST, Method.CANCEL)
    address = notice.executive.email
    if is_ours:
        address = host_for(notice.executive, notice.ical_uid, notice.recipient).email
    return [address] if address else None
