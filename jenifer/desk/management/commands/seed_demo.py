from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connections

from jenifer.desk.demo import ADMIN, ASSISTANT, PASSWORD, make_demo


class Command(BaseCommand):
    help = "Make a small demo organization, on an empty embedded database only."

    def handle(self, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("The demo is made on the embedded database only.")
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT count(*), count(*) FILTER (WHERE email = %s) FROM users", [ASSISTANT])
            people, is_there = cursor.fetchone()
        if not people:
            make_demo()
        if not people or is_there:
            self.stdout.write(f"Log in as the assistant {ASSISTANT} or the admin {ADMIN}.")
            self.stdout.write(f"Password of both: {PASSWORD}")
