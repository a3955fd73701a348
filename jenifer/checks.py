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
CATALOGUE = """
SELECT c.relname,
       c.relrowsecurity AND c.relforcerowsecurity,
       EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'wall_trusted'),
       EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND 0 = ANY (p.polroles)),
       EXISTS (SELECT FROM pg_policy p JOIN pg_roles r ON r.oid = ANY (p.polroles) AND r.rolname = %(app)s
               WHERE p.polrelid = c.oid AND 'true' IN (pg_get_expr(p.polqual, p.polrelid),
                                                       pg_get_expr(p.polwithcheck, p.polrelid))),
       has_table_privilege(%(app)s, c.oid, 'TRUNCATE')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
ORDER BY 1
"""


@checks.register(checks.Tags.database)
def every_table_has_its_wall(app_configs: Any, databases: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    if "default" not in (databases or ()):
        return []
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE, {"app": connection.settings_dict["USER"]})
        rows = cursor.fetchall()
    return [
        checks.Error(f"Table {table} has no wall: {fault}.", id="jenifer.E001")
        for table, *facts in rows
        if table not in EXEMPT and (fault := _fault(table, *facts))
    ]


def _fault(
    table: str, is_forced: bool, is_walled: bool, to_public: bool, is_open: bool, truncate: bool
) -> str:
    if not is_forced or not is_walled:
        return "declare its rules with RowSecurity, or Guard it in a migration"
    if to_public:
        return "a policy holds for PUBLIC"
    if truncate:
        return "the application's role may truncate it"
    return "a policy lets everything through" if is_open and table not in OPEN else ""
