"""Files on rows: taken after a look at their content, kept where nothing serves them, removed with a way back."""

import hashlib
import secrets
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from executives.attachables import Attachable, find_attachable
from executives.models import Attachment
from executives.permissions import Access
from jenifer.files.kinds import CHUNK, FileRefused, take_file
from jenifer.files.names import clean_name, size_in_words
from orgs.models import User

MOST = 100  # on one row
FOLDER = "attachments"


@transaction.atomic
def add_attachment(
    *, by: User, entity_type: str, entity_id: UUID, name: str, content: BinaryIO
) -> Attachment:
    """Take a file (a picture is made anew). Raises FileRefused with a sentence for the person.

    The file is stored before the row is sure to stay: what a lost transaction leaves behind is swept.
    """
    target = _writable(Access.of(by), entity_type, entity_id)
    name = clean_name(name)
    check_size(_size_of(content))
    _check_room(entity_type, entity_id)
    taken = take_file(name, content)
    size, sha256 = _measured(taken.content)
    row = Attachment(
        org_id=by.org_id,
        executive_id=target.executive_id,
        created_by=by,
        entity_type=entity_type,
        entity_id=entity_id,
        file_name=name,
        size=size,
        sha256=sha256,
        content_type=taken.content_type,
    )
    row.stored_as = default_storage.save(_new_place(), File(taken.content))
    row.save(force_insert=True)
    return row


@transaction.atomic
def remove_attachment(*, by: User, attachment_id: UUID) -> Attachment:
    """Out of sight at once; the file goes for good after a month."""
    return _set_removed(by, attachment_id, is_removed=True)


@transaction.atomic
def restore_attachment(*, by: User, attachment_id: UUID) -> Attachment:
    return _set_removed(by, attachment_id, is_removed=False)


def attachments_of(entity_type: str, entity_id: UUID) -> QuerySet[Attachment]:
    """The oldest first. Who asks has been asked for their right: see `find_attachable`."""
    rows = Attachment.objects.filter(entity_type=entity_type, entity_id=entity_id, deleted_at=None)
    return rows.select_related("created_by").order_by("created_at", "id")


def readable_attachment(access: Access, attachment_id: UUID) -> Attachment:
    """Raises Http404 unless this person may read the row that it hangs on."""
    row = get_object_or_404(Attachment, pk=attachment_id, deleted_at=None)
    if not find_attachable(access, row.entity_type, row.entity_id).may_read:
        raise Http404
    return row


def check_size(size: int) -> None:
    """Raises FileRefused for a file that is larger than can be taken."""
    if size > settings.ATTACHMENT_UPLOAD_LIMIT:
        values = {"size": size_in_words(size), "limit": size_in_words(settings.ATTACHMENT_UPLOAD_LIMIT)}
        raise FileRefused(_("The file is %(size)s; at most %(limit)s can be taken.") % values)


def _writable(access: Access, entity_type: str, entity_id: UUID) -> Attachable:
    target = find_attachable(access, entity_type, entity_id)
    if not target.may_read:
        raise Http404
    if not target.may_write:
        raise PermissionDenied(_("You may look at this, but not change it. Ask an admin for the right."))
    return target


def _set_removed(by: User, attachment_id: UUID, *, is_removed: bool) -> Attachment:
    row = get_object_or_404(Attachment.objects.select_for_update(), pk=attachment_id)
    _writable(Access.of(by), row.entity_type, row.entity_id)
    if is_removed != bool(row.deleted_at):
        row.deleted_at = timezone.now() if is_removed else None
        row.save(update_fields=["deleted_at"])
    return row


def _check_room(entity_type: str, entity_id: UUID) -> None:
    if attachments_of(entity_type, entity_id).count() >= MOST:
        raise FileRefused(_("There are %(most)s files already. Remove one first.") % {"most": MOST})


def _size_of(content: BinaryIO) -> int:
    return content.seek(0, 2)


def _measured(content: BinaryIO) -> tuple[int, str]:
    content.seek(0)
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    size = content.tell()
    content.seek(0)
    return size, digest.hexdigest()


def _new_place() -> str:
    name = secrets.token_hex(16)
    return f"{FOLDER}/{name[:2]}/{name}"
