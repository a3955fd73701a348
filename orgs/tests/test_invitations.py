from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from jenifer.digests import digest_of
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_person, make_tenant
from jenifer.tests.people import invite, link_in_mail, make_manager
from jenifer.tests.queries import counted_queries
from orgs.models import AuditLog, Invitation, Role, User
from orgs.tests.telling import mailers_at

PAGE = "/settings/team/invitations/"

pytestmark = pytest.mark.django_db


def ask(person, addresses, role="user"):
    return client_of(person).post(PAGE, {"addresses": addresses, "role": role})


def rows(tenant):
    with acting_as(tenant.admin):
        return list(Invitation.objects.exclude(status="accepted").order_by("email"))


def reasons(response):
    assert response.status_code == 200
    return response.context["form"].errors["addresses"]


def expire(tenant):
    with acting_as(tenant.admin):
        past = timezone.now() - timedelta(minutes=1)
        Invitation.objects.filter(status="pending").update(expires_at=past)


def test_invitation_goes_out_by_mail_and_only_its_hash_is_kept():
    tenant = make_tenant("lima")
    mail.outbox.clear()
    assert ask(tenant.admin, "Ben@Kilo.test")["Location"] == PAGE
    message = mail.outbox[-1]
    assert (message.to, message.reply_to) == (["ben@kilo.test"], [tenant.admin.email])
    assert message.subject == "Admin of lima invites you to lima"
    (row,) = rows(tenant)
    assert (row.email, row.role, row.status, row.invited_by_id) == (
        "ben@kilo.test",
        "user",
        "pending",
        tenant.admin.pk,
    )
    assert row.token == digest_of(link_in_mail().split("/")[2])
    left = row.expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    with acting_as(tenant.admin):
        entry = AuditLog.objects.get(entity_type="invitation", entity_id=row.pk)
        assert (entry.action, "token" in entry.new_values) == ("create", False)


def test_several_are_invited_at_once():
    tenant = make_tenant()
    ask(tenant.admin, "ada@kilo.test, ben@kilo.test;\ncy@kilo.test")
    assert [row.email for row in rows(tenant)] == ["ada@kilo.test", "ben@kilo.test", "cy@kilo.test"]
    assert [message.to[0] for message in mail.outbox[-3:]] == [
        "ada@kilo.test",
        "ben@kilo.test",
        "cy@kilo.test",
    ]


def test_mail_says_it_in_text_and_html(settings):
    tenant = make_tenant("lima")
    link = invite(tenant, "ben@kilo.test")[1]
    message = message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)
    parts = {part.get_content_type(): part.get_content() for part in message.iter_parts()}
    counts = {kind: text.count(settings.PUBLIC_URL + link) for kind, text in parts.items()}
    assert counts == {"text/plain": 1, "text/html": 1}


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        ("{admin}", "{admin} is your own address."),
        ("{assistant}", "{assistant} is a member already."),
        ("{other}", "{other} has an account in another organization, and an account belongs to one organization."
         " Invite another address of theirs, or they ask our support to close that account first."),
        ("nobody", "“nobody” is not an e-mail address."),
        ("a@kilo.test A@kilo.test", "a@kilo.test stands here twice."),
        ("waits@kilo.test", "waits@kilo.test is invited already: send that invitation again instead."),
        (" , ;", "Give the address of at least one person."),
        (" ".join(f"a{n}@kilo.test" for n in range(21)), "At most 20 people can be invited at once."),
        (f"{'a' * 250}@kilo.test", f"“{'a' * 40}…” is too long."),
    ],
)  # fmt: skip
def test_address_that_cannot_be_invited_is_refused_at_the_field(addresses, said):
    tenant, other = make_tenant(), make_tenant()
    invite(tenant, "waits@kilo.test")
    mail.outbox.clear()
    names = {"admin": tenant.admin, "assistant": tenant.assistant, "other": other.admin}
    known = {name: person.email for name, person in names.items()}
    response = ask(tenant.admin, addresses.format(**known))
    assert reasons(response) == [said.format(**known)]
    assert ([row.email for row in rows(tenant)], mail.outbox) == (["waits@kilo.test"], [])


def test_deactivated_member_is_not_invited_but_reactivated():
    tenant = make_tenant()
    with acting_as(tenant.admin):
        User.objects.filter(pk=tenant.assistant.pk).update(is_active=False)
    said = f"{tenant.assistant.email} is a deactivated member: an admin can reactivate them on this page."
    assert reasons(ask(tenant.admin, tenant.assistant.email)) == [said]


def test_one_bad_address_keeps_all_from_being_invited():
    tenant = make_tenant()
    assert ask(tenant.admin, "ada@kilo.test nobody").status_code == 200
    assert rows(tenant) == []


def test_expired_invitation_gives_way_to_a_new_one():
    tenant = make_tenant()
    invite(tenant, "ben@kilo.test")
    expire(tenant)
    ask(tenant.admin, "ben@kilo.test")
    assert sorted(row.status for row in rows(tenant)) == ["expired", "pending"]


def test_list_says_how_each_stands():
    tenant = make_tenant()
    invite(tenant, "late@kilo.test")
    row, _ = invite(tenant, "revoked@kilo.test")
    client_of(tenant.admin).post(f"{PAGE}{row.pk}/revoke/")
    expire(tenant)
    invite(tenant, "waits@kilo.test")
    lines = client_of(tenant.admin).get(PAGE).context["lines"]
    states = {line["email"]: (line["state"], line["can_change"]) for line in lines}
    assert states == {
        tenant.assistant.email: ("accepted", False),
        "late@kilo.test": ("expired", True),
        "revoked@kilo.test": ("revoked", False),
        "waits@kilo.test": ("pending", True),
    }


def test_list_takes_as_many_queries_for_three_as_for_one():
    tenant = make_tenant()
    client, counts = client_of(tenant.admin), []
    for emails in (["a@kilo.test"], ["b@kilo.test", "c@kilo.test"]):
        for email in emails:
            invite(tenant, email)
        with counted_queries() as count:
            client.get(PAGE)
        counts.append(count())
    assert counts == [counts[0]] * 2


def test_resending_makes_a_new_link_and_the_old_one_leads_nowhere():
    tenant = make_tenant()
    row, old = invite(tenant, "ben@kilo.test")
    expire(tenant)
    client = client_of(tenant.admin)
    client.post(f"{PAGE}{row.pk}/resend/")
    new = link_in_mail()
    row = rows(tenant)[0]
    assert (row.status, row.expires_at > timezone.now() + timedelta(days=6)) == ("pending", True)
    client.logout()
    assert [client.get(link).status_code for link in (old, new)] == [404, 200]


@pytest.mark.parametrize("action", ["resend", "revoke"])
def test_used_invitation_can_be_neither_sent_again_nor_revoked(action):
    tenant = make_tenant()
    mail.outbox.clear()
    with acting_as(tenant.admin):
        row = Invitation.objects.get(status="accepted")
    client_of(tenant.admin).post(f"{PAGE}{row.pk}/{action}/")
    with acting_as(tenant.admin):
        assert (Invitation.objects.get(pk=row.pk).status, mail.outbox) == ("accepted", [])


def test_address_that_got_an_account_meanwhile_is_not_sent_again():
    tenant = make_tenant()
    row, _ = invite(tenant, "ben@kilo.test")
    other = make_tenant("kilo")
    make_person(other.admin, "ben@kilo.test")
    mail.outbox.clear()
    client_of(tenant.admin).post(f"{PAGE}{row.pk}/resend/")
    assert mail.outbox == []


def test_foreign_invitation_is_not_there():
    tenant, other = make_tenant(), make_tenant()
    row, _ = invite(tenant, "ben@kilo.test")
    client = client_of(other.admin)
    assert [client.post(f"{PAGE}{row.pk}/{action}/").status_code for action in ("resend", "revoke")] == [
        404,
        404,
    ]
    assert rows(tenant)[0].status == "pending"


def test_who_looks_after_the_team_invites_but_no_admins():
    tenant = make_tenant()
    manager = make_manager(tenant)
    assert ask(manager, "ben@kilo.test")["Location"] == PAGE
    assert ask(manager, "cy@kilo.test", role="admin").context["form"].errors["role"]
    row, _ = invite(tenant, "boss@kilo.test", role=Role.ADMIN)
    client = client_of(manager)
    assert [client.post(f"{PAGE}{row.pk}/{action}/").status_code for action in ("resend", "revoke")] == [
        403,
        403,
    ]
    assert [(each.email, each.role, each.status) for each in rows(tenant)] == [
        ("ben@kilo.test", "user", "pending"),
        ("boss@kilo.test", "admin", "pending"),
    ]


def test_the_database_too_keeps_who_looks_after_the_team_from_inviting_admins():
    tenant = make_tenant()
    manager = make_manager(tenant)
    add = "INSERT INTO invitations (org_id, invited_by, email, role, token) VALUES (%s, %s, 'x@y.zz', 'admin', 'x')"
    with (
        acting_as(manager),
        pytest.raises(Exception, match="row-level security"),
        connection.cursor() as cursor,
    ):
        cursor.execute(add, [tenant.organization.pk, manager.pk])


@pytest.mark.parametrize("name", ["Lima\r\nBcc: spy@evil.test", "Lima\n\nhello", "=?utf-8?q?x?=\r\nX: y"])
def test_no_name_begins_a_header(name):
    tenant = make_tenant()
    with acting_as(tenant.admin):
        tenant.organization.name = name
        tenant.organization.save(update_fields=["name"])
        tenant.admin.full_name = name
        tenant.admin.save(update_fields=["full_name"])
    ask(tenant.admin, "ben@kilo.test")
    parsed = message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)
    wanted = {"subject", "from", "to", "reply-to", "date", "message-id", "mime-version", "content-type"}
    assert {key.lower() for key in parsed} == wanted
    assert mail.outbox[-1].recipients() == ["ben@kilo.test"]
    one = " ".join(name.split())
    assert f"{one} invites you to work at the desk of {one}’s executives" in mail.outbox[-1].body


def test_mail_server_away_is_said_and_the_invitation_can_be_sent_again(settings):
    tenant = make_tenant()
    settings.MAILERS = mailers_at(9)
    page = client_of(tenant.admin).post(PAGE, {"addresses": "ben@kilo.test", "role": "user"}, follow=True)
    said = "The mail server did not take the mail to ben@kilo.test. Send it again in a while."
    assert [str(message) for message in page.context["messages"]] == [said]
    assert rows(tenant)[0].status == "pending"


def test_link_leads_to_the_public_address_whatever_the_request_says(settings):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://desk.example", ["*"]
    tenant = make_tenant()
    row, _link = invite(tenant, "ben@kilo.test")
    client = client_of(tenant.admin)
    client.post(PAGE, {"addresses": "cy@kilo.test", "role": "user"}, headers={"host": "evil.example"})
    client.post(f"{PAGE}{row.pk}/resend/", headers={"host": "evil.example"})
    bodies = [str(message.body) for message in mail.outbox]
    assert ["https://desk.example/invitations/" in body for body in bodies] == [True] * 3
    assert "evil.example" not in "".join(bodies)
