"""Idempotency-Key: a POST sent again gets the answer of the first (draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from orgs.api.errors import Conflict, ProblemError
from orgs.models import IdempotencyKey, User
from orgs.requests import PersonApiRequest

HEADER = "Idempotency-Key"
FORM = re.compile(r'"?([\x21\x23-\x7e]{1,255})"?\Z')


def answer_once(
    request: PersonApiRequest,
    *args: Any,
    carry_out: Callable[..., Response],
    prepare: Callable[..., None],
    told_once: Sequence[str],
    **kwargs: Any,
) -> Response:
    """The work and the note of its answer are one transaction: both are there, or neither.

    A refusal is not noted; the same key may be tried again. A key of the same person that is being worked
    on at this moment is refused at once, by a lock that ends with the transaction, however it ends.
    `prepare` runs before it, unless there is an answer already. Of `told_once` nothing is kept.
    """
    key, digest = _key(request), _digest(request)
    if kept := _kept(request.user, key):
        return _again(kept, digest)
    prepare(request, *args, **kwargs)
    with transaction.atomic():
        _take_turn(request.user, key)
        if kept := _kept(request.user, key):
            return _again(kept, digest)
        response = carry_out(request, *args, **kwargs)
        _keep(request.user, key, digest, response, told_once)
    return response


def _kept(user: User, key: str) -> IdempotencyKey | None:
    known = IdempotencyKey.objects.filter(user=user, key=key, expires_at__gt=timezone.now())
    return known.first()


def _key(request: PersonApiRequest) -> str:
    """The draft's form is a quoted string; most clients send it bare."""
    found = FORM.match(request.headers[HEADER])
    if found is None:
        detail = _("Idempotency-Key takes 1 to 255 visible characters, such as a UUID.")
        raise ProblemError(400, "idempotency_key_malformed", detail)
    return found[1]


def _take_turn(user: User, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency {user.pk} {key}"]
        )
        if not cursor.fetchone()[0]:
            detail = _("A request with this Idempotency-Key is being carried out. Ask again in a moment.")
            raise Conflict(detail, "request_in_progress")


def _again(kept: IdempotencyKey, digest: str) -> Response:
    if kept.request_digest != digest:
        detail = _("This Idempotency-Key belongs to another request. Give each request one of its own.")
        raise ProblemError(422, "idempotency_key_reused", detail)
    headers = {"Idempotency-Replayed": "true"} | ({"Location": kept.location} if kept.location else {})
    return Response(kept.body or None, status=kept.status, headers=headers)


def _keep(user: User, key: str, digest: str, response: Response, told_once: Sequence[str]) -> None:
    body = json.loads(JSONRenderer().render(response.data or {}))
    IdempotencyKey.objects.filter(user=user, key=key).delete()  # its time is over
    IdempotencyKey.objects.create(
        org_id=user.org_id,
        user=user,
        key=key,
        request_digest=digest,
        status=response.status_code,
        body={name: value for name, value in body.items() if name not in told_once},
        location=response.headers.get("Location", ""),
    )


def _digest(request: PersonApiRequest) -> str:
    """Of the address and of what was sent, however it was spelled: the same file in another envelope is the same.

    With our key: a password may be in what was sent, and a plain hash of it could be guessed from the row.
    """
    sent = request.data
    if isinstance(sent, QueryDict):
        sent = {name: [_plain(value) for value in sent.getlist(name)] for name in sent}
    text = json.dumps([request.get_full_path(), sent], sort_keys=True)
    return salted_hmac("idempotency", text, algorithm="sha256").hexdigest()


def _plain(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    content = hashlib.sha256()
    for chunk in value.chunks():
        content.update(chunk)
    value.seek(0)
    return [value.name, content.hexdigest()]
