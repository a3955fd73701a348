"""Telling whoever asked for an import what became of it, when they have long gone elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext as _

from orgs.models import NotificationCategory, NotificationType
from orgs.notifications.notify import notify
from scheduling.models import CalendarImport, ImportStatus


def tell_of_import(row: CalendarImport) -> None:
    """For imports that a job has read; a small file's outcome is on the page that it was given to."""
    if row.created_by is None:
        return
    values = {"file": row.file_name, "name": row.executive.full_name}
    is_done = row.status == ImportStatus.DONE
    notify(
        to=[row.created_by],
        category=NotificationCategory.SYNC,
        kind=NotificationType.SUCCESS if is_done else NotificationType.ERROR,
        title=(_("%(file)s is imported for %(name)s") if is_done else _("%(file)s could not be imported"))
        % values,
        body=_counts(row) if is_done else row.error,
        url=reverse("calendar-import-job", args=[row.pk]),
        label=_("See the report"),
    )


def _counts(row: CalendarImport) -> str:
    words = _("%(created)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused.")
    counts = ("created", "changed", "unchanged", "refused")
    return words % {each: getattr(row, f"{each}_count") for each in counts}
