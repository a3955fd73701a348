import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from executives.operators import acting_for_executive
from scheduling.services.exporting import export_calendar


class Command(BaseCommand):
    help = "Write an executive's calendar to standard output as iCalendar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--executive", required=True, metavar="EMAIL", help="whose calendar")

    def handle(self, *, executive: str, **options: Any) -> None:
        with acting_for_executive(executive) as (_worker, profile):
            for chunk in export_calendar(executive=profile, shows_private=True):
                sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
