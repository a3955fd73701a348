"""For a mail server's pipe: one message on standard input. See docs/operations.md."""

import hashlib
import logging
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError
from django.utils import timezone

from integrations.imip.mail import LARGEST
from integrations.imip.receiving import Outcome, receive

logger = logging.getLogger(__name__)
MOST_KEPT = 500 * 1024 * 1024  # bytes: anybody may write to this address, and the disk is not theirs
TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps the message, and brings it later


class Command(BaseCommand):
    help = "Take one mail from standard input: an answer to an invitation, or a letter that came back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recipient", default="", help="the envelope's recipient, where it is known")

    def handle(self, *args: Any, recipient: str, **options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        try:
            outcome, reason = receive(raw, timezone.now(), recipient)
        except OperationalError as error:
            self.stderr.write("The database is away.")
            raise SystemExit(TRY_AGAIN) from error
        if outcome is Outcome.UNKNOWN:
            kept = _keep(raw)
            place = f"Kept as {kept}." if kept else "Not kept: there are too many already."
            logger.warning("A mail was not understood: %s %s", reason, place)
            reason = f"{reason} {place}"
        self.stdout.write(f"{outcome} {reason}".strip())


def _keep(raw: bytes) -> Path | None:
    """Under a name of its content: the same mail twice is one file. None where there is no room."""
    folder: Path = settings.UNREAD_MAIL_DIR
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(raw).hexdigest()[:32]}.eml"
    if sum(each.stat().st_size for each in folder.iterdir()) + len(raw) > MOST_KEPT:
        return None
    path.write_bytes(raw)
    return path
