"""System check: every table in the database has its wall, or a written exemption here."""

from typing import Any

from django.core import checks
from django.db import connections

# Tables without rows of people or tenants, and why each may do without.
EXEMPT = {
    "django_migrations": "names of migrations; the application's role may only read it",
}
# Tables whose wall lets the application's role through, and why.
OPEN = {
    "django_session": "a session is found by its key, which is the secret; the row names nobody in clear",
    "django_content_type": "names of our models",
    "auth_permission": "names of permissions; unused",
    "auth_group": "unused, empty",
    "auth_group_permissions": "unused, empty",
    "socialaccount_socialapp": "provider settings are in the environment; empty",
    "feature_flags": "the product's own switches, the same for all",
}
VIEWS = ("v", "m")
CATALOGUE = """
SELECT c.relname, c.relkind,
       c.relrowsecurity AND c.relforcerowsecurity
         AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'wall_trusted'),
       coalesce(c.reloptions && '{security_invoker=true,security_invoker=on}', false),
       EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND 0 = ANY (p.polroles)),
       EXISTS (SELECT FROM pg_policy p JOIN pg_roles r ON r.oid = ANY (p.polroles) AND r.rolname = %(app)s
               WHERE p.polrelid = c.oid AND 'true' IN (pg_get_expr(p.polqual, p.polrelid),
                                                       pg_get_expr(p.polwithcheck, p.polrelid))),
       has_table_privilege(%(app)s, c.oid, 'TRUNCATE')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')  -- an extension's own
ORDER BY 1
"""


@checks.register(checks.Tags.database)
def every_table_has_its_wall(app_configs: Any, databases: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    if "default" not in (databases or ()):
        return []
    connection = connections["default"]
    with connection.cursor() as cursor:
        faults = find_faults(cursor, connection.settings_dict["USER"])
    return [
        checks.Error(f"{table} has no wall: {fault}.", id="jenifer.E001") for table, fault in faults.items()
    ]


def find_faults(cursor: Any, application: str) -> dict[str, str]:
    """Tables and views through which the application's role could reach what it should not, and why."""
    cursor.execute(CATALOGUE, {"app": application})
    found = {table: _fault(table, *facts) for table, *facts in cursor.fetchall() if table not in EXEMPT}
    return {table: fault for table, fault in found.items() if fault}


def _fault(
    table: str, kind: str, is_walled: bool, is_invoker: bool, to_public: bool, is_open: bool, truncate: bool
) -> str:
    if kind in VIEWS:
        return "" if is_invoker else "a view reads with its owner's rights, unless WITH (security_invoker)"
    if not is_walled:
        return "declare its rules with RowSecurity, or Guard it in a migration"
    if to_public:
        return "a policy holds for PUBLIC"
    if truncate:
        return "the application's role may truncate it"
    return "a policy lets everything through" if is_open and table not in OPEN else ""
