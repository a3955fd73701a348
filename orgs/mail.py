"""Mail to people: each in text and HTML, from templates/emails/<name>.txt and .html."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send_mail(name: str, *, to: str, subject: str, context: dict[str, Any], reply_to: str = "") -> None:
    """Raises OSError (smtplib's errors are such) when the mail server does not take it."""
    message = EmailMultiAlternatives(
        subject=one_line(subject),
        body=render_to_string(f"emails/{name}.txt", context),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
    )
    message.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    message.send()


def one_line(text: str) -> str:
    """Names in a subject are people's own words: none of them begins a header."""
    return " ".join(text.split())
