"""Files on a meeting: who may have them, how they are handed out, what is left of them."""

import hashlib
import os
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone
from PIL import Image

from executives.jobs import sweep_attachments
from executives.models import Attachment
from executives.services import attachments
from executives.services.attachments import add_attachment, remove_attachment, restore_attachment
from jenifer.files.kinds import FileRefused
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_assignment, make_meeting, make_person, make_tenant
from jenifer.tests.queries import counted_queries
from orgs.models import AuditLog

ADD, API = "/attachments/", "/api/v1/attachments/"
PDF = b"%PDF-1.7\nminutes\n%%EOF\n"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def meeting(tenant):
    return make_meeting(tenant.assistant, tenant.executive)


@pytest.fixture
def reader(tenant):
    person = make_person(tenant.admin)
    make_assignment(tenant.admin, person, tenant.executive, permissions={"calendar": ["read"]})
    return person


def attach(by, meeting, name="minutes.pdf", content=PDF):
    with acting_as(by):
        return add_attachment(
            by=by, entity_type="meeting", entity_id=meeting.pk, name=name, content=BytesIO(content)
        )


def send(client, meeting, *files, **headers):
    row = {"entity_type": "meeting", "entity_id": str(meeting.pk)}
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(ADD, row | {"file": sent}, headers=headers)


def stored(media):
    return [path for path in media.rglob("*") if path.is_file()]


def png():
    made = BytesIO()
    Image.new("RGB", (20, 10), "teal").save(made, "PNG")
    return made.getvalue()


def test_file_is_kept_under_a_name_that_says_nothing(tenant, meeting, media):
    row = attach(tenant.assistant, meeting, "../../Ultramarine.pdf")
    (path,) = stored(media)
    assert (row.file_name, row.content_type, row.size) == ("Ultramarine.pdf", "application/pdf", len(PDF))
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert row.executive_id == tenant.executive.pk
    assert path.read_bytes() == PDF
    assert path.suffix == ""
    assert path.name not in row.file_name
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("path", ["/media/", "/static/../media/"])
def test_stored_files_have_no_address(tenant, meeting, path):
    row = attach(tenant.assistant, meeting)
    assert client_of(tenant.assistant).get(f"{path}{row.stored_as}").status_code == 404


def test_only_who_may_change_the_calendar_adds_and_removes(tenant, meeting, reader):
    row = attach(tenant.assistant, meeting)
    stranger, outsider = make_person(tenant.admin), make_tenant().admin
    for person, refusal in ((reader, PermissionDenied), (stranger, Http404), (outsider, Http404)):
        with pytest.raises(refusal):
            attach(person, meeting)
        with acting_as(person), pytest.raises(refusal):
            remove_attachment(by=person, attachment_id=row.pk)


def test_files_of_a_private_meeting_are_not_for_readers(tenant, reader):
    private = make_meeting(tenant.assistant, tenant.executive, visibility="private")
    row = attach(tenant.assistant, private, "Vermilion.pdf")
    client = client_of(reader)
    addresses = [f"{ADD}{row.pk}/", f"{API}{row.pk}/", f"{API}{row.pk}/content/"]
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    listed = client.get(API, {"entity_type": "meeting", "entity_id": str(private.pk)})
    assert listed.status_code == 404
    page = client.get(f"/meetings/{private.pk}/")
    assert page.status_code == 200
    assert b"Vermilion" not in page.content
    assert b"".join(client_of(tenant.assistant).get(addresses[0])) == PDF


def test_reader_of_an_open_meeting_may_have_its_files(tenant, meeting, reader):
    attach(tenant.assistant, meeting)
    page = client_of(reader).get(f"/meetings/{meeting.pk}/").content.decode()
    assert "minutes.pdf" in page
    assert "Attach files" not in page


def test_files_of_a_deleted_meeting_are_gone(tenant, meeting):
    row = attach(tenant.assistant, meeting)
    with acting_as(tenant.assistant):
        type(meeting).objects.filter(pk=meeting.pk).update(deleted_at=timezone.now())
    assert client_of(tenant.assistant).get(f"{ADD}{row.pk}/").status_code == 404


@pytest.mark.parametrize("entity_type", ["task", "integration", "nonsense"])
def test_what_nobody_registered_takes_no_files(tenant, meeting, entity_type):
    row = {"entity_type": entity_type, "entity_id": str(meeting.pk)}
    answer = client_of(tenant.assistant).post(ADD, row | {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert answer.status_code == 404


def test_file_is_handed_out_as_a_download(tenant, meeting):
    row = attach(tenant.assistant, meeting, "Grüße „x“.txt", b"<b>hello</b>")
    answer = client_of(tenant.assistant).get(f"{ADD}{row.pk}/?show=1")
    assert b"".join(answer) == b"<b>hello</b>"
    headers = {
        "Content-Type": "text/plain",
        "Content-Disposition": "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe%20%E2%80%9Ex%E2%80%9C.txt",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: answer[name] for name in headers} == headers
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(("name", "content"), [("a.png", png()), ("a.pdf", PDF)])
def test_picture_and_pdf_open_in_a_sandbox_when_asked(tenant, meeting, name, content):
    row = attach(tenant.assistant, meeting, name, content)
    client = client_of(tenant.assistant)
    shown, taken = client.get(f"{ADD}{row.pk}/?show=1"), client.get(f"{ADD}{row.pk}/")
    for answer, disposition in ((shown, "inline"), (taken, "attachment")):
        b"".join(answer)
        assert answer["Content-Disposition"].startswith(disposition)
        assert "sandbox" in answer["Content-Security-Policy"]


def test_browser_that_has_the_file_is_told_so_only_while_it_may(tenant, meeting):
    row = attach(tenant.assistant, meeting)
    has = {"If-None-Match": f'"{row.sha256}"'}
    client = client_of(tenant.assistant)
    whole, unchanged = client.get(f"{ADD}{row.pk}/"), client.get(f"{ADD}{row.pk}/", headers=has)
    b"".join(whole)
    assert unchanged.status_code == 304
    for name in ("ETag", "Content-Security-Policy", "Cross-Origin-Resource-Policy", "Cache-Control"):
        assert unchanged[name] == whole[name]
    assert client_of(make_tenant().admin).get(f"{ADD}{row.pk}/", headers=has).status_code == 404


def test_removed_file_comes_back(tenant, meeting, media):
    row = attach(tenant.assistant, meeting)
    client = client_of(tenant.assistant)
    page = client.post(f"{ADD}{row.pk}/remove/", follow=True, headers={"referer": f"/meetings/{meeting.pk}/"})
    assert client.get(f"{ADD}{row.pk}/").status_code == 404
    assert f'action="{ADD}{row.pk}/restore/"' in page.content.decode()
    client.post(f"{ADD}{row.pk}/restore/", {"do": "undo"})
    assert b"".join(client.get(f"{ADD}{row.pk}/")) == PDF
    with acting_as(tenant.admin):
        changes = AuditLog.objects.filter(entity_id=row.pk).order_by("created_at")
        assert sorted(each.action for each in changes) == ["create", "update", "update"]


def test_removing_twice_is_one_removal(tenant, meeting):
    row = attach(tenant.assistant, meeting)
    with acting_as(tenant.assistant):
        first = remove_attachment(by=tenant.assistant, attachment_id=row.pk).deleted_at
        assert remove_attachment(by=tenant.assistant, attachment_id=row.pk).deleted_at == first
        assert restore_attachment(by=tenant.assistant, attachment_id=row.pk).deleted_at is None


@pytest.mark.parametrize(("size", "expected"), [(1_000_000, 1), (1_000_001, 0)])
def test_size_has_a_limit(tenant, meeting, settings, size, expected):
    settings.ATTACHMENT_UPLOAD_LIMIT = 1_000_000
    send(client_of(tenant.assistant), meeting, ("a.txt", b"x" * size))
    with acting_as(tenant.assistant):
        assert Attachment.objects.count() == expected


def test_service_counts_what_nobody_declared(tenant, meeting, settings, media):
    settings.ATTACHMENT_UPLOAD_LIMIT = 10
    with pytest.raises(FileRefused, match="at most 10 bytes"):
        attach(tenant.assistant, meeting, "a.txt", b"x" * 11)
    assert stored(media) == []


def test_request_that_declares_too_much_is_not_read(tenant, meeting, settings):
    settings.ATTACHMENT_UPLOAD_LIMIT = 1_000_000
    client = client_of(tenant.assistant, raise_request_exception=False)
    assert send(client, meeting, ("a.txt", b"x" * 3_000_000)).status_code == 413


def test_request_without_a_length_holds_nothing(tenant, meeting):
    answer = client_of(tenant.assistant).post(ADD, headers={"content-length": ""})
    assert answer.status_code == 404


def test_row_has_room_for_so_many_files(tenant, meeting, monkeypatch):
    monkeypatch.setattr(attachments, "MOST", 1)
    attach(tenant.assistant, meeting)
    with pytest.raises(FileRefused, match="1 files already"):
        attach(tenant.assistant, meeting)


def test_of_several_files_each_is_taken_or_refused_by_itself(tenant, meeting):
    client = client_of(tenant.assistant)
    files = (("a.pdf", PDF), ("liar.pdf", b"MZ\0\0"), ("b.txt", b"text"))
    answer = send(client, meeting, *files, **{"HX-Request": "true"})
    assert answer.status_code == 422
    assert "liar.pdf: The file is named .pdf" in answer.content.decode()
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert [name in page for name in ("a.pdf", "liar.pdf", "b.txt")] == [True, False, True]


@pytest.mark.parametrize("name", ["a\0b.txt", "../../../a.txt", "x" * 4096 + ".txt", "a\x1b\u202e\u2028.txt"])
def test_odd_names_are_no_errors(tenant, meeting, name):
    answer = send(client_of(tenant.assistant), meeting, (name, b"text"))
    assert answer.status_code == 302
    with acting_as(tenant.assistant):
        kept = Attachment.objects.get().file_name
    assert not {"\0", "/", "\r", "\n"} & set(kept)
    assert kept.endswith(".txt")


def test_list_costs_as_much_for_three_files_as_for_one(tenant, meeting):
    client = client_of(tenant.assistant)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            attach(tenant.assistant, meeting)
        with counted_queries() as count:
            assert client.get(f"/meetings/{meeting.pk}/").status_code == 200
        counts.append(count())
    assert counts == [counts[0]] * 2


def test_api_adds_lists_and_deletes(tenant, meeting):
    client = client_of(tenant.assistant)
    target = {"entity_type": "meeting", "entity_id": str(meeting.pk)}
    made = client.post(API, target | {"file": SimpleUploadedFile("minutes.pdf", PDF)})
    assert made.status_code == 201
    row = made.json()
    assert row == row | target | {
        "file_name": "minutes.pdf",
        "content_type": "application/pdf",
        "size": len(PDF),
    }
    assert made["Location"] == f"{API}{row['id']}/"
    assert "stored_as" not in row
    assert [each["id"] for each in client.get(API, target).json()["results"]] == [row["id"]]
    assert b"".join(client.get(row["content_url"])) == PDF
    etag = client.get(made["Location"])["ETag"]
    assert client.delete(made["Location"]).status_code == 428
    assert client.delete(made["Location"], headers={"If-Match": etag}).status_code == 204
    assert client.get(made["Location"]).status_code == 404
    assert client.get(API, target).json()["results"] == []


def test_api_refuses_with_the_field_at_fault(tenant, meeting):
    target = {"entity_type": "meeting", "entity_id": str(meeting.pk)}
    client = client_of(tenant.assistant)
    answer = client.post(API, target | {"file": SimpleUploadedFile("a.pdf", b"MZ\0")})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert list(answer.json()["errors"]) == ["file"]
    for body in ({}, target, {"entity_type": "meeting", "entity_id": "1"}, target | {"file": "text"}):
        assert client.post(API, body).status_code == 400
    assert client.post(API, "{}", content_type="application/json").status_code == 415


def test_files_without_a_row_are_swept_and_no_others(tenant, meeting, media):
    kept, removed = attach(tenant.assistant, meeting), attach(tenant.assistant, meeting, "b.txt", b"text")
    with transaction.atomic():
        lost = attach(tenant.assistant, meeting, "lost.txt", b"lost")
        transaction.set_rollback(True)
    young = default_storage.save("attachments/ab/young", SimpleUploadedFile("young", b"on its way"))
    with acting_as(tenant.assistant):
        Attachment.objects.filter(pk=removed.pk).update(deleted_at=timezone.now() - timedelta(days=31))
    names = {row.stored_as for row in (kept, removed, lost)}
    for name in names:
        _age(media / name)
    assert sweep_attachments() == 2
    left = {str(path.relative_to(media)) for path in stored(media)}
    assert left == {kept.stored_as, young}
    with acting_as(tenant.assistant):
        assert [row.pk for row in Attachment.objects.all()] == [kept.pk]


def test_sweep_of_nothing_does_nothing():
    assert sweep_attachments() == 0


def test_nobody_is_told_which_files_are_known(tenant, meeting):
    row = attach(tenant.assistant, meeting)
    with acting_as(tenant.admin), connection.cursor() as cursor:
        cursor.execute("SELECT app.known_files(%s)", [[row.stored_as]])
        assert cursor.fetchall() == []


def _age(path: Path) -> None:
    day_ago = time.time() - 86_400
    os.utime(path, (day_ago, day_ago))
