from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from jenifer.principal import acting_as
from orgs.models import User
from orgs.notifications.addresses import mark_bounced
from orgs.people import user_by_email


class Command(BaseCommand):
    help = "Note that mail to an address came back: nothing more is sent there until its owner says so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        user_id = user_by_email(address)
        if not user_id:
            raise CommandError(f"Nobody has the address {address}.")
        with acting_as(user_id):
            marked = mark_bounced(User.objects.get(pk=user_id))
        self.stdout.write(f"{address} is marked; deliveries that came back: {marked}.")
