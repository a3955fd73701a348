"""Files on their way in: small ones at once, large ones as a job that a person can watch."""

from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from executives.permissions import Access, Area, Right
from orgs.models import User
from scheduling.models import CalendarImport, ImportStatus
from scheduling.services.import_news import tell_of_import
from scheduling.services.importing import ImportReport, import_events

AT_ONCE = 1_000_000  # bytes; read within the request
PROGRESS_KEPT = 3600  # seconds


def check_size(size: int) -> None:
    """Raises ValidationError for a file that is larger than can be taken."""
    if size > settings.CALENDAR_UPLOAD_LIMIT:
        values = {"size": filesizeformat(size), "limit": filesizeformat(settings.CALENDAR_UPLOAD_LIMIT)}
        raise ValidationError(_("The file is %(size)s; at most %(limit)s can be taken.") % values)


def receive_file(*, by: User, executive_id: UUID, name: str, size: int, content: BinaryIO) -> CalendarImport:
    """Take a small file at once; store a large one, as a row that a job is to be started for (WAITING).

    So is a small one while another is being read into the same calendar.
    """
    executive = Access.of(by).executive(executive_id, Area.CALENDAR, Right.WRITE)
    row = CalendarImport(executive=executive, created_by=by, file_name=name[:255], size=size)
    if size > AT_ONCE or not _take_at_once(row, content):
        row.stored_as = default_storage.save(f"imports/{row.pk}.ics", File(content))
        row.save(force_insert=True)
    return row


def _take_at_once(row: CalendarImport, content: BinaryIO) -> bool:
    with transaction.atomic():
        if not _lock_calendar(row.executive_id):
            return False
        row.save(force_insert=True)
        _finish(row, import_events(by=row.created_by, executive=row.executive, stream=content))
    return True


def _lock_calendar(executive_id: UUID) -> bool:
    """Until the transaction ends. Two files read at once would each bring in what both hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('calendar-import ' || %s, 0))",
            [str(executive_id)],
        )
        is_ours: bool = cursor.fetchone()[0]
    return is_ours


def run_import(*, import_id: UUID) -> None:
    """Read a stored file. Whoever holds the row's lock is at it: a second run leaves at once.

    So it does while another file is read into the same calendar; the sweep finds it again.
    """
    CalendarImport.objects.filter(pk=import_id, status=ImportStatus.WAITING).update(
        status=ImportStatus.RUNNING
    )
    try:
        with transaction.atomic():
            row = _claim(import_id)
            if row is None or not _lock_calendar(row.executive_id):
                return
            with default_storage.open(row.stored_as) as content:
                _finish(row, _read(row, content))
                tell_of_import(row)
    except Exception:
        _fail(import_id)
        raise
    default_storage.delete(row.stored_as)


def progress_of(row: CalendarImport) -> int:
    """Bytes read so far; a running import's own numbers are not committed yet."""
    return row.size if row.status == ImportStatus.DONE else cache.get(_key(row), 0)


def _claim(import_id: UUID) -> CalendarImport | None:
    rows = CalendarImport.objects.select_for_update(skip_locked=True, of=("self",))
    return (
        rows.select_related("created_by__org", "executive")
        .filter(pk=import_id, status=ImportStatus.RUNNING)
        .first()
    )


def _read(row: CalendarImport, content: Any) -> ImportReport:
    def note() -> None:
        cache.set(_key(row), content.tell(), PROGRESS_KEPT)

    return import_events(by=row.created_by, executive=row.executive, stream=content, note_progress=note)


def _finish(row: CalendarImport, report: ImportReport) -> None:
    row.created_count, row.changed_count = report.created, report.changed
    row.unchanged_count, row.refused_count = report.unchanged, report.refused
    row.report, row.bytes_read = report.lines, row.size
    row.status, row.finished_at = ImportStatus.DONE, timezone.now()
    row.save()


def _fail(import_id: UUID) -> None:
    CalendarImport.objects.filter(pk=import_id).update(
        status=ImportStatus.FAILED,
        error=_("Something went wrong on our side. Nothing of this file was taken; try again."),
        finished_at=timezone.now(),
    )
    tell_of_import(CalendarImport.objects.select_related("created_by__org", "executive").get(pk=import_id))


def _key(row: CalendarImport) -> str:
    return f"calendar-import:{row.pk}"
