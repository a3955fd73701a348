import sys
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from executives.operators import acting_for_executive
from scheduling.services.importing import ImportReport, import_events


class Command(BaseCommand):
    help = "Bring an iCalendar file into an executive's calendar, as the organization's own worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--executive", required=True, metavar="EMAIL", help="whose calendar")
        parser.add_argument("file", metavar="FILE", help="an .ics file, or - for standard input")

    def handle(self, *, executive: str, file: str, **options: Any) -> None:
        with acting_for_executive(executive) as (worker, profile), self._open(file) as stream:
            report = import_events(by=worker, executive=profile, stream=stream)
        self._print(report)

    def _open(self, file: str) -> Any:
        if file == "-":
            return nullcontext(sys.stdin.buffer)
        try:
            return open(file, "rb")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None

    def _print(self, report: ImportReport) -> None:
        for line in report.lines:
            if line["outcome"] == "refused":
                self.stderr.write(f"line {line['line']}: {line['reason']}")
        self.stdout.write(
            f"created {report.created}, changed {report.changed}, "
            f"unchanged {report.unchanged}, refused {report.refused}"
        )
