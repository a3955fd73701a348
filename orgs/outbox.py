"""Mail kept on this machine where no mail server is set (embedded mode only), as EmailMessages in files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

SEPARATOR = b"\n" + b"-" * 79 + b"\n"
MOST = 50


@dataclass(frozen=True, slots=True)
class Mail:
    id: str
    subject: str
    sender: str
    to: str
    sent_at: datetime | None
    text: str


def mails_in(folder: Path) -> list[Mail]:
    """The newest first. Several messages sent over one connection stand in one file."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)[:MOST]
    return [mail for file in files for mail in reversed(list(_mails(file)))]


def _mails(file: Path) -> Iterator[Mail]:
    for number, raw in enumerate(part for part in file.read_bytes().split(SEPARATOR) if part.strip()):
        message = message_from_bytes(raw, policy=policy.default)
        yield _mail(f"{file.stem}-{number}", message)


def _mail(identity: str, message: EmailMessage) -> Mail:
    body = message.get_body(("plain", "html"))
    sent_at = message["Date"].datetime if message["Date"] else None
    return Mail(
        id=identity,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        sent_at=sent_at,
        text=body.get_content() if body else "",
    )
