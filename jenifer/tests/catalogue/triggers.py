"""Rules from triggers: what each does by itself, and that nobody gets around it."""

from collections.abc import Callable, Iterator
from uuid import uuid4

from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Attempt, Rule, Statement, Ways
from jenifer.tests.catalogue.rows import House

TRIGGERS = """
SELECT t.tgname, t.tgrelid::regclass::text,
       t.tgfoid::regproc::text || CASE WHEN t.tgqual IS NULL THEN '' ELSE ' for staff' END FROM pg_trigger t
WHERE NOT t.tgisinternal ORDER BY 1
"""


def trigger_rules(ways: Ways, house: House, other: House) -> Iterator[Rule]:
    for name, table, function in ways.owner.execute(TRIGGERS).fetchall():
        passing, violating = (PROOFS.get(name) or PROOFS[function])(table, house)
        yield Rule("trigger", name, passing, violating)


def _touch(table: str, house: House) -> tuple[Attempt, Attempt]:
    """The time is the transaction's; whoever writes another is overruled."""
    row = {"id": house.rows[table]["id"]}
    change = (f'UPDATE "{table}" SET id = id WHERE id = %(id)s', row)
    lie = (f"UPDATE \"{table}\" SET updated_at = '2001-01-01Z' WHERE id = %(id)s", row)
    touched = (f'SELECT FROM "{table}" WHERE id = %(id)s AND updated_at = now()', row)
    believed = (f"SELECT FROM \"{table}\" WHERE id = %(id)s AND updated_at = '2001-01-01Z'", row)
    return Attempt((change, touched), 1), Attempt((lie, believed), 0)


def _audit(table: str, house: House) -> tuple[Attempt, Attempt]:
    """A change leaves a row; what changes nothing, or bookkeeping only, does not."""
    row = {"id": house.rows[table]["id"]}
    log = "SELECT FROM audit_log WHERE entity_id = %(id)s AND action = "
    removal = (f'DELETE FROM "{table}" WHERE id = %(id)s', row)
    nothing = (f'UPDATE "{table}" SET id = id, created_at = now() WHERE id = %(id)s', row)
    return (
        Attempt((removal, (f"{log} 'delete' AND old_values IS NOT NULL", row)), 1),
        Attempt((nothing, (f"{log} 'update'", row)), 0),
    )


def _audit_for_staff(table: str, house: House) -> tuple[Attempt, Attempt]:
    """The same, of staff alone."""
    row = {"id": house.rows[table]["id"]}
    change = (f'DELETE FROM "{table}" WHERE id = %(id)s', row)
    log = (
        "SELECT FROM audit_log WHERE entity_id = %(id)s AND action = 'delete' AND staff_entry_id IS NOT NULL",
        row,
    )
    staff = Principal(str(house.staff), entry_id=str(house.entry))
    return Attempt((change, log), 1, staff), Attempt((change, log), 0, Principal(str(house.admin)))


def _audit_of_organizations(table: str, house: House) -> tuple[Attempt, Attempt]:
    row = {"id": house.org}
    log = "SELECT FROM audit_log WHERE entity_id = %(id)s AND action = 'update'"
    rename = ("UPDATE organizations SET name = 'New' WHERE id = %(id)s", row)
    nothing = ("UPDATE organizations SET name = name WHERE id = %(id)s", row)
    return (
        Attempt((rename, (f"{log} AND new_values ->> 'name' = 'New'", row)), 1),
        Attempt((nothing, (log, row)), 0),
    )


def _audit_of_flags(table: str, house: House) -> tuple[Attempt, Attempt]:
    row = {"id": house.rows[table]["id"]}
    log = ("SELECT FROM audit_log WHERE entity_id = %(id)s AND org_id IS NULL AND action = 'update'", row)
    switch = ("UPDATE feature_flags SET is_enabled = NOT is_enabled WHERE id = %(id)s", row)
    nothing = ("UPDATE feature_flags SET created_at = now() WHERE id = %(id)s", row)
    return Attempt((switch, log), 1), Attempt((nothing, log), 0)


def _guard_of_plans(table: str, house: House) -> tuple[Attempt, Attempt]:
    """The plan is for staff to change, not for the admin."""
    row = {"id": house.org}
    change = ("UPDATE organizations SET subscription_status = 'paused' WHERE id = %(id)s", row)
    staff = Principal(str(house.staff), entry_id=str(house.entry))
    admin = Principal(str(house.admin))
    return Attempt((change,), 1, staff), Attempt((change,), "InsufficientPrivilege", admin)


def _guard(table: str, house: House) -> tuple[Attempt, Attempt]:
    """One's own profile, not one's own role."""
    by, row = Principal(str(house.colleague)), {"id": house.colleague}
    name = ("UPDATE users SET full_name = 'Ada' WHERE id = %(id)s", row)
    role = ("UPDATE users SET role = 'admin' WHERE id = %(id)s", row)
    return Attempt((name,), 1, by), Attempt((role,), "InsufficientPrivilege", by)


def _keep_an_admin(table: str, house: House) -> tuple[Attempt, Attempt]:
    """One of two admins may step down, the only one may not."""
    by, row = Principal(str(house.admin)), {"id": house.admin, "colleague": house.colleague}
    promotion = ("UPDATE users SET role = 'admin' WHERE id = %(colleague)s", row)
    step_down = ("UPDATE users SET role = 'user' WHERE id = %(id)s", row)
    return Attempt((promotion, step_down), 1, by), Attempt((step_down,), "users_last_admin", by)


def _close_doors(table: str, house: House) -> tuple[Attempt, Attempt]:
    """Deactivation revokes tokens; another change of the person does not."""
    row = {"id": house.rows["api_tokens"]["id"], "colleague": house.colleague}
    mine = "UPDATE api_tokens SET user_id = %(colleague)s, revoked_at = NULL WHERE id = %(id)s"
    away = ("UPDATE users SET is_active = false WHERE id = %(colleague)s", row)
    renamed = ("UPDATE users SET full_name = 'Ada' WHERE id = %(colleague)s", row)
    over: Statement = ("SELECT FROM api_tokens WHERE id = %(id)s AND revoked_at IS NOT NULL", row)
    return Attempt(((mine, row), away, over), 1), Attempt(((mine, row), renamed, over), 0)


def _keep_revoked(table: str, house: House) -> tuple[Attempt, Attempt]:
    """A key can be revoked, and never opens anything again."""
    by, row = Principal(str(house.admin)), {"id": house.rows[table]["id"]}
    revoke = ("UPDATE api_tokens SET revoked_at = now() WHERE id = %(id)s", row)
    reopen = ("UPDATE api_tokens SET revoked_at = NULL WHERE id = %(id)s", row)
    return Attempt((revoke,), 1, by), Attempt((revoke, reopen), "InsufficientPrivilege", by)


def _guard_of_founding(table: str, house: House) -> tuple[Attempt, Attempt]:
    """Whoever founds an organization begins on trial."""
    row = {"org": uuid4(), "id": uuid4()}
    founder: Statement = (
        "INSERT INTO users (id, org_id, email, password, role)"
        " VALUES (%(id)s, %(org)s, 'founder@new.test', '!', 'admin')",
        row,
    )
    begin = (
        "INSERT INTO organizations (id, name, slug, subscription_tier, trial_ends_at)"
        " VALUES (%(org)s, 'New', 'new', '{}', now() + interval '14 days')"
    )
    by = Principal(str(row["id"]))
    return (
        Attempt((founder, (begin.format("trial"), row)), 1, by),
        Attempt((founder, (begin.format("enterprise"), row)), "InsufficientPrivilege", by),
    )


def _employ(table: str, house: House) -> tuple[Attempt, Attempt]:
    """Each organization has one worker, whom its admin cannot promote."""
    org = {"org": house.org}
    worker: Statement = ("SELECT FROM users WHERE org_id = %(org)s AND is_system", org)
    promotion = ("UPDATE users SET role = 'admin' WHERE org_id = %(org)s AND is_system", org)
    return (
        Attempt((worker,), 1),
        Attempt((promotion,), "InsufficientPrivilege", Principal(str(house.admin))),
    )


def _farewell(table: str, house: House) -> tuple[Attempt, Attempt]:
    """A deleted organization leaves one row without values, and of its own rows none."""
    row = {"org": house.org, "meeting": house.rows["meetings"]["id"]}
    removal = ("DELETE FROM organizations WHERE id = %(org)s", row)
    log = "SELECT FROM audit_log WHERE entity_id ="
    last = f"{log} %(org)s AND action = 'delete' AND old_values IS NULL AND new_values IS NULL"
    return Attempt((removal, (last, row)), 1), Attempt((removal, (f"{log} %(meeting)s", row)), 0)


def _noted(change: str) -> Callable[[str, House], tuple[Attempt, Attempt]]:
    """A change of a calendar here is noted for the one outside, but not if it came from there."""

    def proof(table: str, house: House) -> tuple[Attempt, Attempt]:
        calendar = house.rows["calendar_sync_tokens"]["id"]
        row = {"id": house.rows["meetings"]["id"], "calendar": calendar, "org": house.org}
        row |= {"executive": house.rows["executive_profiles"]["id"]}
        before: tuple[Statement, ...] = (
            ("UPDATE meetings SET executive_id = %(executive)s, ical_uid = 'one' WHERE id = %(id)s", row),
            (
                "UPDATE calendar_sync_tokens SET executive_id = %(executive)s, is_enabled = true,"
                " is_write_target = true WHERE id = %(calendar)s",
                row,
            ),
        )
        applying: Statement = ("SELECT set_config('app.applying', %(calendar)s::text, true)", row)
        noted = (
            "SELECT FROM calendar_changes WHERE calendar_id = %(calendar)s AND ical_uid IN ('one', 'two')",
            row,
        )
        return (
            Attempt((*before, (change, row), noted), 1),
            Attempt((*before, applying, (change, row), noted), 0),
        )

    return proof


def _told(change: str) -> Callable[[str, House], tuple[Attempt, Attempt]]:
    """Whatever is different on an executive's calendar is news; a row that is on nobody's is none."""

    def proof(table: str, house: House) -> tuple[Attempt, Attempt]:
        row = {"id": house.rows["meetings"]["id"], "org": house.org}
        row |= {"executive": house.rows["executive_profiles"]["id"]}
        on = ("UPDATE meetings SET executive_id = %(executive)s, title = 'On' WHERE id = %(id)s", row)
        off = ("UPDATE meetings SET executive_id = NULL, title = 'Off' WHERE id = %(id)s", row)
        told = (
            "SELECT FROM calendar_news WHERE executive_id = %(executive)s AND created_at >= now() AND kind = "
            + TOLD_AS[change.partition(" ")[0]],
            row,
        )
        nobodys = change.replace("%(executive)s", "NULL")
        return Attempt((on, (change, row), told), 1), Attempt((off, (nobodys, row), told), 0)

    return proof


TOLD_AS = {
    "INSERT": "'new' AND title = 'New'",
    "UPDATE": "'moved'",
    "DELETE": "'cancelled' AND title IN ('On', 'Off')",
}
NEW_MEETING = (
    "INSERT INTO meetings (org_id, executive_id, title, start_time, end_time, ical_uid)"
    " VALUES (%(org)s, %(executive)s, 'New', now(), now() + interval '1 hour', 'two')"
)
PROOFS: dict[str, Callable[[str, House], tuple[Attempt, Attempt]]] = {
    "app.touch": _touch,
    "meetings_noted_inserted": _noted(NEW_MEETING),
    "meetings_noted_updated": _noted("UPDATE meetings SET title = 'New' WHERE id = %(id)s"),
    "meetings_noted_deleted": _noted("DELETE FROM meetings WHERE id = %(id)s"),
    "meetings_told_inserted": _told(NEW_MEETING),
    "meetings_told_updated": _told(
        "UPDATE meetings SET end_time = end_time + interval '1 hour' WHERE id = %(id)s"
    ),
    "meetings_told_deleted": _told("DELETE FROM meetings WHERE id = %(id)s"),
    "app.audit": _audit,
    "app.audit for staff": _audit_for_staff,
    "organizations_changes": _audit_of_organizations,
    "app.guard_organization": _guard_of_plans,
    "app.audit_flag": _audit_of_flags,
    "app.guard_user": _guard,
    "app.keep_an_admin": _keep_an_admin,
    "app.close_doors": _close_doors,
    "app.keep_revoked": _keep_revoked,
    "app.guard_founding": _guard_of_founding,
    "app.employ_jenifer": _employ,
    "app.audit_organization": _farewell,
}
