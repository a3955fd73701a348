from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jenifer.desk.demo.make import forget_demo, make_demo, who_is_there
from jenifer.desk.demo.staff import add_staff
from jenifer.desk.demo_login import ADMIN, ASSISTANT, PASSWORD, SECOND_ASSISTANT, STAFF


class Command(BaseCommand):
    help = "Make the demo organization, eight weeks around today; where it is already there, nothing changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only where nobody has signed up yet")
        parser.add_argument("--fresh", action="store_true", help="forget the one that is there, make it anew")

    def handle(self, *, if_empty: bool = False, fresh: bool = False, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("The demo is made on the embedded database only; this one is somebody's own.")
        people, is_there = who_is_there()
        if is_there and fresh:
            forget_demo()
            is_there = False
        if not is_there and people and if_empty:
            return
        if not is_there:
            add_staff(make_demo(timezone.now()))
        self.stdout.write(
            f"Log in as the assistants {ASSISTANT} and {SECOND_ASSISTANT}, the admin {ADMIN}, or our staff {STAFF}."
        )
        self.stdout.write(f"Their password: {PASSWORD}")
