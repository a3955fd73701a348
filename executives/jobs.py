from datetime import timedelta

from celery import shared_task
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from executives.models import Attachment
from executives.services.attachments import FOLDER
from jenifer.principal import acting_as

MOST_AT_ONCE = 500
# No upload takes longer: what is older and has no row lost its transaction.
ABANDONED_AFTER = timedelta(hours=6)


@shared_task
def sweep_attachments() -> int:
    """Rows removed a month ago go for good, then every stored file that no row speaks of; how many files went."""
    _forget_removed()
    found = [name for folder in _folders() for name in _abandoned_in(folder)]
    for name in found:
        default_storage.delete(name)
    return len(found)


def _forget_removed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT attachment_id, worker_id FROM app.removed_attachments(%s)", [MOST_AT_ONCE])
        removed = cursor.fetchall()
    for attachment_id, worker_id in removed:
        with acting_as(worker_id):
            Attachment.objects.filter(pk=attachment_id).delete()


def _folders() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[0]]


def _abandoned_in(folder: str) -> list[str]:
    since = timezone.now() - ABANDONED_AFTER
    names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    old = [name for name in names if default_storage.get_modified_time(name) < since]
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.known_files(%s)", [old])
        known = {name for (name,) in cursor.fetchall()}
    return [name for name in old if name not in known]
