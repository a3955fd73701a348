import pytest
from django.core import mail
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client

from orgs.outbox import mails_in

OUTBOX = "/outbox/"


def message(subject, body="Hello"):
    return mail.EmailMessage(subject, body, "jenifer@localhost", ["ana@acme.test"])


@pytest.fixture
def folder(settings, tmp_path):
    """Where mail lands that no server takes."""
    settings.EMBEDDED, settings.SMTP, settings.OUTBOX_DIR = True, None, tmp_path
    return tmp_path


def send(folder, *messages):
    EmailBackend(file_path=str(folder)).send_messages(list(messages))


def test_mail_lands_on_the_page(folder):
    send(folder, message("Your code", "It is ABC-DEF, for Zoë."))
    page = Client().get(OUTBOX).content.decode()
    assert [word in page for word in ("Your code", "ana@acme.test", "ABC-DEF, for Zoë")] == [True] * 3


def test_mails_of_one_connection_are_told_apart(folder):
    send(folder, message("First", "one"), message("Second", "two\nlines"))
    assert [(each.subject, each.text.strip()) for each in mails_in(folder)] == [
        ("Second", "two\nlines"),
        ("First", "one"),
    ]


def test_one_mail_can_be_chosen(folder):
    send(folder, message("First", "one body"), message("Second", "two body"))
    first = mails_in(folder)[1]
    page = Client().get(OUTBOX, {"mail": first.id}).content.decode()
    assert ("one body" in page, "two body" in page) == (True, False)


def test_markup_in_mail_is_shown_not_run(folder):
    send(folder, message("<script>1</script>", "<b>bold</b>"))
    page = Client().get(OUTBOX).content.decode()
    assert ("<script>1" in page, "<b>bold" in page, "&lt;b&gt;bold" in page) == (False, False, True)


def test_empty_outbox_has_a_page(folder):
    assert Client().get(OUTBOX).status_code == 200
    assert Client().get(OUTBOX, {"mail": "../../etc/passwd"}).status_code == 200


@pytest.mark.parametrize(
    ("embedded", "smtp"), [(False, None), (True, {"host": "mail"}), (False, {"host": "mail"})]
)
def test_outbox_is_not_there_otherwise(settings, embedded, smtp):
    settings.EMBEDDED, settings.SMTP = embedded, smtp
    assert Client().get(OUTBOX).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("smtp", "is_named"), [(None, True), ({"host": "mail.test"}, False)])
def test_code_pages_name_the_outbox_only_where_mail_lands_in_it(folder, settings, smtp, is_named):
    settings.SMTP = smtp
    page = Client().get("/accounts/password/reset/").content.decode()
    assert (f'href="{OUTBOX}"' in page) is is_named
