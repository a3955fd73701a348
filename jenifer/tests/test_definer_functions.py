"""The functions that look over the wall: ids only, for who may ask, and nothing lands with a stranger."""

from typing import Any

import pytest

from jenifer.db.base import BIND
from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Attempt, Outcome, Statement, Ways
from jenifer.tests.catalogue.rows import House

NOTIFY = "SELECT FROM app.notify(%(to)s, 'info', 'task', 'Hello', '', '', '') id WHERE id IS NOT NULL"
LOG: Statement = ("SELECT app.log_event('export', 'executive', NULL, '{}')", {})
SWEEPS = {
    "due_examinations": "SELECT FROM app.due_examinations(1000)",
    "stalled_imports": "SELECT FROM app.stalled_imports(1000)",
    "known_files": "SELECT FROM app.known_files(ARRAY[%(file)s])",
    "removed_attachments": "SELECT FROM app.removed_attachments(1000)",
    "executives_by_email": "SELECT FROM app.executives_by_email(%(email)s)",
    "due_senders": "SELECT FROM app.due_senders(1000)",
    "due_notices": "SELECT FROM app.due_notices(1000)",
    "notice_by_token": "SELECT FROM app.notice_by_token(%(token)s)",
    "notice_by_reply": "SELECT FROM app.notice_by_reply(%(reply_key)s)",
    "notice_worker": "SELECT FROM app.notice_worker(%(notice)s) id WHERE id IS NOT NULL",
    "agenda_zones": "SELECT FROM app.agenda_zones()",
    "due_agendas": """SELECT FROM app.due_agendas(ARRAY['America/Los_Angeles'], ARRAY['2026-11-26'::date],
                                                  ARRAY[8], 1000)""",
}


def ask(ways: Ways, by: Any, *statements: Statement) -> Outcome:
    return ways.outcome(Attempt(statements, 0, Principal(str(by or ""))))


def test_a_notification_reaches_colleagues_only(ways: Ways, ours: House, theirs: House) -> None:
    assert ask(ways, ours.admin, (NOTIFY, {"to": ours.colleague})) == 1
    assert ask(ways, ours.admin, (NOTIFY, {"to": theirs.admin})) == 0
    assert ask(ways, None, (NOTIFY, {"to": ours.colleague})) == 0


def test_the_sender_cannot_read_what_was_sent(ways: Ways, ours: House) -> None:
    read: Statement = ("SELECT FROM notifications WHERE title = 'Hello'", {})
    assert ask(ways, ours.admin, (NOTIFY, {"to": ours.colleague}), read) == 0
    assert ask(ways, ours.colleague, (NOTIFY, {"to": ours.colleague}), read) == 1


def test_an_event_is_logged_for_ones_own_organization(ways: Ways, ours: House) -> None:
    logged = (
        "SELECT FROM audit_log WHERE action = 'export' AND (org_id, user_id) = (%(org)s, %(user)s)",
        {"org": ours.org, "user": ours.admin},
    )
    assert ask(ways, ours.admin, LOG, logged) == 1


def test_nobody_logs_nothing(ways: Ways, ours: House, theirs: House) -> None:
    with ways.app.transaction(force_rollback=True):
        ways.app.execute(*LOG)
        ways.app.execute("SELECT set_config('app.user_id', %s, true)", [str(ours.admin)])
        found = ways.app.execute("SELECT FROM audit_log WHERE action = 'export'")
        assert found.rowcount == 0


@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_a_change_of_rows_cannot_be_invented(action: str, ways: Ways, ours: House) -> None:
    invented: Statement = (f"SELECT app.log_event('{action}', 'meeting', NULL, '{{}}')", {})
    row = {"action": action, "user": ours.admin}
    found = ("SELECT FROM audit_log WHERE action = %(action)s AND user_id = %(user)s", row)
    assert ask(ways, ours.admin, invented, found) == ask(ways, ours.admin, found)


@pytest.mark.parametrize("sweep", SWEEPS)
def test_a_sweep_answers_whoever_acts_as_nobody(sweep: str, ways: Ways, ours: House, theirs: House) -> None:
    rows = theirs.rows
    asked = {
        "email": rows["executive_profiles"]["email"].upper(),
        "file": rows["attachments"]["stored_as"],
        "token": rows["attendee_notices"]["token"],
        "reply_key": rows["attendee_notices"]["reply_key"],
        "notice": rows["attendee_notices"]["id"],
    }
    question: Statement = (SWEEPS[sweep], asked)
    assert ask(ways, None, question) in (1, 2, 6)  # the agenda goes to the three people of both
    assert ask(ways, ours.admin, question) == 0


def test_nobody_can_make_a_delivery_look_sent(ways: Ways, ours: House) -> None:
    due = '[{"channel": "email", "state": "sent", "due_at": "2026-11-24T12:00:00Z", "error": null}]'
    notify = (
        """SELECT app.notify(%(to)s, 'info', 'task', 'Hello', '', '', '', '', NULL, '["email"]', %(due)s)"""
    )
    told: Statement = (notify, {"to": ours.colleague, "due": due})
    waiting: Statement = ("SELECT FROM deliveries WHERE state = 'waiting'", {})
    with ways.app.transaction(force_rollback=True):
        ways.app.execute(BIND, Principal(str(ours.admin)))
        ways.app.execute(*told)
        ways.app.execute(BIND, Principal(str(ours.colleague)))
        assert ways.app.execute(*waiting).rowcount == 1


def test_whether_a_colleague_has_a_browser_is_told_to_colleagues_only(
    ways: Ways, ours: House, theirs: House
) -> None:
    question = "SELECT FROM app.has_push(%(of)s) found WHERE found"
    assert ask(ways, ours.colleague, (question, {"of": ours.admin})) == 1
    assert ask(ways, theirs.admin, (question, {"of": ours.admin})) == 0
    assert ask(ways, None, (question, {"of": ours.admin})) == 0


def test_a_browser_is_taken_over_by_a_member_who_names_its_endpoint(
    ways: Ways, ours: House, theirs: House
) -> None:
    row = ours.rows["push_subscriptions"]
    with ways.app.transaction(force_rollback=True):
        for person, left in (("", 1), (ours.admin, 1), (theirs.admin, 0)):
            ways.app.execute(BIND, Principal(str(person)))
            ways.app.execute("SELECT app.take_over_push(%s)", [row["endpoint"]])
            ways.app.execute(BIND, Principal(str(ours.admin)))
            found = ways.app.execute("SELECT FROM push_subscriptions WHERE id = %s", [row["id"]])
            assert found.rowcount == left


def test_an_address_leads_to_the_person_who_proved_it(ways: Ways, ours: House, theirs: House) -> None:
    """Someone else's unproven claim to the same address changes nothing."""
    address = theirs.rows["account_emailaddress"]["email"]
    ways.owner.execute("UPDATE account_emailaddress SET verified = true WHERE user_id = %s", [theirs.admin])
    squat = (
        'INSERT INTO account_emailaddress (user_id, email, verified, "primary")'
        " VALUES (%(by)s, %(as)s, false, false)"
    )
    who = "SELECT FROM app.user_by_email(%(address)s) id WHERE id = %(wanted)s"
    asked = {"address": address.upper(), "wanted": theirs.admin}
    assert ask(ways, ours.admin, (squat, {"by": ours.admin, "as": address}), (who, asked)) == 1


def test_between_two_unproven_addresses_the_one_that_logs_in_wins(
    ways: Ways, ours: House, theirs: House
) -> None:
    address = theirs.rows["users"]["email"]
    add = (
        'INSERT INTO account_emailaddress (user_id, email, verified, "primary") VALUES (%s, %s, false, false)'
    )
    with ways.owner.transaction(force_rollback=True):
        for person in (ours.admin, theirs.admin):
            ways.owner.execute(add, [person, address])
        found = ways.owner.execute("SELECT app.user_by_email(%s)", [address]).fetchone()
        assert found == (theirs.admin,)


def test_a_social_account_leads_to_its_person(ways: Ways, ours: House) -> None:
    account = ours.rows["socialaccount_socialaccount"]
    asked = {"provider": account["provider"], "uid": account["uid"], "wanted": ours.admin}
    who = "SELECT FROM app.user_by_social(%(provider)s, %(uid)s) id WHERE id = %(wanted)s"
    assert ask(ways, None, (who, asked)) == 1
    assert ask(ways, None, (who, asked | {"uid": "other"})) == 0


# --- invitations


def card(house: House) -> Statement:
    shown = "SELECT FROM app.claimed_invitation() WHERE id = %(id)s AND org_id = %(org)s"
    return shown, {"id": house.rows["invitations"]["id"], "org": house.org}


def test_a_token_leads_to_its_invitation_and_no_other(ways: Ways, ours: House) -> None:
    row = ours.rows["invitations"]
    found = "SELECT FROM app.invitation_by_token(%(token)s) id WHERE id = %(id)s"
    assert ask(ways, None, (found, row)) == 1
    assert ask(ways, None, (found, row | {"token": "other"})) == 0


def test_an_invitation_is_shown_to_who_holds_it(ways: Ways, ours: House, theirs: House) -> None:
    def holding(claim: Any) -> Outcome:
        return ways.outcome(Attempt((card(ours),), 0, Principal(claim=str(claim))))

    assert holding(ours.rows["invitations"]["id"]) == 1
    assert [holding(theirs.rows["invitations"]["id"]), holding(""), holding(ours.org)] == [0, 0, 0]


def test_an_invitation_is_used_up_only_by_who_joined_with_it(ways: Ways, ours: House, theirs: House) -> None:
    use: Statement = ("SELECT FROM app.accept_invitation() id WHERE id IS NOT NULL", {})
    claim = str(ours.rows["invitations"]["id"])
    people = ("", ours.admin, ours.colleague, theirs.admin)
    assert [ways.outcome(Attempt((use,), 0, Principal(str(who), claim=claim))) for who in people] == [0] * 4


# --- hand-over


CONNECTIONS = "SELECT FROM app.connections_of(%(who)s)"
GIVE = "SELECT app.hand_over_connections(%(giver)s, %(taker)s)"


def test_connections_are_listed_for_an_admin_of_the_house(ways: Ways, ours: House, theirs: House) -> None:
    question: Statement = (CONNECTIONS, {"who": ours.admin})
    asked = [ask(ways, who, question) for who in (ours.admin, ours.colleague, theirs.admin, None)]
    assert asked == [1, 0, 0, 0]


def test_connections_are_given_on_by_an_admin_to_a_colleague(ways: Ways, ours: House, theirs: House) -> None:
    def given(by: Any, taker: Any) -> Outcome:
        row = {"giver": ours.admin, "taker": taker, "id": ours.rows["integrations"]["id"]}
        arrived = "SELECT FROM app.connections_of(%(taker)s) c WHERE c.id = %(id)s"
        return ask(ways, by, (GIVE, row), (arrived, row))

    assert given(ours.admin, ours.colleague) == 1
    assert [
        given(ours.admin, theirs.admin),
        given(ours.colleague, ours.colleague),
        given(None, ours.colleague),
    ] == [0] * 3


def test_a_tokens_hash_leads_to_ids_and_only_its_owner_to_the_row(ways: Ways, ours: House) -> None:
    token = ours.rows["api_tokens"]
    asked = {"digest": token["token"], "token": token["id"], "user": ours.admin}
    who = "SELECT FROM app.token_owner(%(digest)s) t WHERE (t.token_id, t.user_id) = (%(token)s, %(user)s)"
    assert ask(ways, None, (who, asked)) == 1
    assert ask(ways, None, (who, asked | {"digest": "other"})) == 0
    row: Statement = ("SELECT FROM api_tokens WHERE id = %(token)s", asked)
    assert [ask(ways, by, row) for by in (ours.admin, ours.colleague, None)] == [1, 0, 0]


def test_answers_are_forgotten_by_whoever_acts_as_nobody(ways: Ways, ours: House) -> None:
    row = {"id": ours.rows["idempotency_keys"]["id"]}
    ways.owner.execute("UPDATE idempotency_keys SET expires_at = now() WHERE id = %(id)s", row)
    forget: Statement = ("SELECT FROM app.forget_idempotency_keys() gone WHERE gone > 0", {})
    assert [ask(ways, by, forget) for by in (ours.admin, None)] == [0, 1]


def test_a_feeds_hash_leads_to_ids_until_it_is_revoked(ways: Ways, ours: House) -> None:
    """The worker's, as whom the row is read: a person who knows the hash gets no further."""
    row = ours.rows["calendar_feeds"]
    asked = {"digest": row["token"], "feed": row["id"]}
    found = """SELECT FROM app.feed_by_token(%(digest)s) f JOIN users u ON u.id = f.user_id AND u.is_system
               WHERE f.feed_id = %(feed)s"""
    assert ask(ways, ours.admin, (found, asked)) == 1
    assert ask(ways, ours.admin, (found, asked | {"digest": "other"})) == 0
    ways.owner.execute("UPDATE calendar_feeds SET revoked_at = now() WHERE id = %(feed)s", asked)
    assert ask(ways, ours.admin, (found, asked)) == 0
