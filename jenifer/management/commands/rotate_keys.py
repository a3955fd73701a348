"""Give every secret a seal of the first key. It may be killed and run again, and beside a running product."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db.models import TextField
from django.db.models.functions import Cast

from jenifer.db.rotation import Tally, rotations
from jenifer.db.secrets import Sealed, SecretField
from jenifer.sealing import SealError, first_key, seal, sealed_by, unseal

BATCH = 500


class Command(BaseCommand):
    help = "Seal every secret anew with the first of FIELD_KEYS, as the tables' owner."

    def handle(self, **options: Any) -> None:
        tally = Tally()
        for column in secret_columns():
            for batch in _batches(column):
                for row_id, stored in batch:
                    _reseal(column, row_id, stored, tally)
        for rotate in rotations():
            rotate(tally)
        self.stdout.write(
            f"Sealed anew: {tally.sealed}. Changed by others meanwhile: {tally.overtaken}."
            f" Do not open: {len(tally.closed)}."
        )
        self._judge(tally)

    def _judge(self, tally: Tally) -> None:
        if tally.closed:
            first = "\n".join(tally.closed[:20])
            raise CommandError(f"These are left as they are; keep the older keys, or empty them:\n{first}")
        if tally.overtaken:
            self.stdout.write("Run it again before you take an older key away.")


def secret_columns() -> list[SecretField]:
    found = (column for model in apps.get_models() for column in model._meta.local_fields)
    return [column for column in found if isinstance(column, SecretField)]


def _batches(column: SecretField) -> Iterator[list[tuple[Any, Sealed]]]:
    """Rows whose secret has another key's seal, by their ids; a batch is read when the one before is done."""
    current = sealed_by(first_key(settings.FIELD_KEYS))
    rows = (
        column.model._base_manager.using("owner")
        .annotate(as_stored=Cast(column.name, TextField()))
        .exclude(as_stored="")
        .exclude(as_stored__startswith=current)
        .order_by("pk")
        .values_list("pk", column.name)
    )
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1][0])[:BATCH])


def _reseal(column: SecretField, row_id: Any, stored: Sealed, tally: Tally) -> None:
    """Only while the row still holds what was read: what a person saved since stays."""
    place, keys = column.place_of(row_id), settings.FIELD_KEYS
    try:
        fresh = Sealed(seal(unseal(stored, place, keys), place, keys))
    except SealError as error:
        tally.closed.append(str(error))
        return
    rows = column.model._base_manager.using("owner").filter(pk=row_id, **{column.name: stored})
    if rows.update(**{column.name: fresh}):
        tally.sealed += 1
    else:
        tally.overtaken += 1
