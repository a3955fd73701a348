"""Mail to people: each in text and HTML, from templates/emails/<name>.txt and .html."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

LONGEST_SUBJECT = 200


def compose_mail(
    name: str,
    *,
    to: str,
    subject: str,
    context: dict[str, Any],
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=one_line(subject)[:LONGEST_SUBJECT],
        body=render_to_string(f"emails/{name}.txt", context),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers=dict(headers or {}),
    )
    message.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return message


def send_mail(name: str, *, to: str, subject: str, context: dict[str, Any], reply_to: str = "") -> None:
    """Raises OSError (smtplib's errors are such) when the mail server does not take it."""
    compose_mail(name, to=to, subject=subject, context=context, reply_to=reply_to).send()


def one_line(text: str) -> str:
    """Names are people's own words: none of them begins a header, or writes paragraphs to a stranger."""
    return " ".join(text.split())
