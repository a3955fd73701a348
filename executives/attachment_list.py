"""The files of one row, as templates/components/attachments.html draws them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from executives.attachables import find_attachable
from executives.models import Attachment
from executives.requests import access_of
from executives.services.attachments import attachments_of
from jenifer.files.kinds import ENDINGS, INLINE
from jenifer.files.names import size_in_words, suffix_of
from orgs.formats import Formats
from orgs.requests import PersonRequest

SUFFIX_ICONS = {
    "csv": "file-spreadsheet",
    "ics": "calendar",
    "ods": "file-spreadsheet",
    "odp": "presentation",
    "pptx": "presentation",
    "xlsx": "file-spreadsheet",
}


def attachment_list(
    request: PersonRequest, entity_type: str, entity_id: UUID, refusals: list[str] | None = None
) -> dict[str, Any] | None:
    """None for whoever may not read them. `refusals`: sentences about files just sent and not taken."""
    target = find_attachable(access_of(request), entity_type, entity_id)
    if not target.may_read:
        return None
    formats = Formats.of(request.user)
    return {
        "entity_type": entity_type,
        "entity_id": entity_id,
        "lines": [_line(row, formats) for row in attachments_of(entity_type, entity_id)],
        "may_write": target.may_write,
        "accept": ",".join(f".{ending}" for ending in ENDINGS),
        "limit": size_in_words(settings.ATTACHMENT_UPLOAD_LIMIT),
        "refusals": refusals or [],
    }


def _line(row: Attachment, formats: Formats) -> dict[str, Any]:
    url = reverse("attachment", args=[row.pk])
    is_picture = row.content_type.startswith("image/")
    suffix = suffix_of(row.file_name)
    return {
        "id": row.pk,
        "name": row.file_name,
        "url": url,
        "show_url": f"{url}?show=1" if row.content_type in INLINE else "",
        "icon": "image" if is_picture else SUFFIX_ICONS.get(suffix, "file-text"),
        "size": size_in_words(row.size),
        "added_by": str(row.created_by) if row.created_by else "",
        "added_at": formats.moment_in_sentence(row.created_at),
    }
