"""A person's picture and an organization's logo: files in the storage, their address in the row.

The address names the picture's version: it changes with the picture, and an old one answers nobody.
"""

import hashlib
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from orgs.models import Organization, User
from orgs.permissions import admins_only
from orgs.pictures import SIZES, squares


@transaction.atomic
def set_avatar(*, by: User, content: bytes) -> User:
    """Raises PictureRefused."""
    version = _store(by.pk, squares(content, is_cropped=True))
    person = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    _show(person, "avatar_url", reverse("person-picture", args=[by.pk, version]))
    return person


@transaction.atomic
def remove_avatar(*, by: User) -> None:
    _show(User.objects.select_for_update(of=("self",)).get(pk=by.pk), "avatar_url", "")


@transaction.atomic
def set_logo(*, by: User, content: bytes) -> Organization:
    """Raises PictureRefused."""
    admins_only(by)
    version = _store(by.org_id, squares(content, is_cropped=False))
    organization = Organization.objects.select_for_update().get(pk=by.org_id)
    _show(organization, "logo_url", reverse("organization-logo", args=[version]))
    return organization


@transaction.atomic
def remove_logo(*, by: User) -> None:
    admins_only(by)
    _show(Organization.objects.select_for_update().get(pk=by.org_id), "logo_url", "")


def picture_name(owner_id: UUID, version: str, size: int) -> str:
    return f"pictures/{owner_id}/{version}-{size}.webp"


def _store(owner_id: UUID, pictures: dict[int, bytes]) -> str:
    """Files come before the row that names them: a row never names what is not there."""
    version = hashlib.sha256(b"".join(pictures.values())).hexdigest()[:16]
    for size, content in pictures.items():
        name = picture_name(owner_id, version, size)
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
    return version


def _show(row: Any, column: str, url: str) -> None:
    before = getattr(row, column)
    if before == url:
        return
    setattr(row, column, url)
    row.save(update_fields=[column])
    if before:
        transaction.on_commit(partial(_discard, row.pk, before.rstrip("/").rpartition("/")[2]))


def _discard(owner_id: UUID, version: str) -> None:
    for size in SIZES:
        default_storage.delete(picture_name(owner_id, version, size))
