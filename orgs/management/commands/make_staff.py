from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from orgs.models import User


class Command(BaseCommand):
    help = "Make people staff, as the tables' owner. Nobody but staff may be in their organization."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="+", metavar="EMAIL")

    @transaction.atomic(using="owner")
    def handle(self, *args: Any, email: list[str], **options: Any) -> None:
        for address in email:
            self._make_staff(address.lower())
        self._refuse_mixed_organizations()
        self.stdout.write(f"Staff now: {', '.join(email)}.")

    def _make_staff(self, address: str) -> None:
        people = User.objects.using("owner").filter(email=address, is_system=False, is_active=True)
        if not EmailAddress.objects.using("owner").filter(email=address, verified=True).exists():
            raise CommandError(f"{address} has not confirmed that address: sign up with it first.")
        if not people.update(is_staff=True):
            raise CommandError(f"Nobody active logs in as {address}.")

    def _refuse_mixed_organizations(self) -> None:
        everyone = User.objects.using("owner").filter(is_system=False, is_active=True)
        shared = everyone.filter(is_staff=True).values("org")
        others = everyone.filter(is_staff=False, org__in=shared).order_by("email")
        if others:
            names = ", ".join(other.email for other in others)
            raise CommandError(
                f"Staff are in an organization of their own, and {names} would be in it too:"
                " name them all, or let staff sign up for an organization of theirs."
            )
