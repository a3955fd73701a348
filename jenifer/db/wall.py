"""Row security, references that stay in their tenant, triggers: constraints, so makemigrations writes them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.ddl_references import Statement, Table

TENANT = "org_id = (SELECT app.member_org())"
OWN = f"{TENANT} AND user_id = (SELECT app.user_id())"
ADMIN = "org_id = (SELECT app.admin_org())"
STAFF = "org_id = (SELECT app.entered_org())"
COMMANDS = {
    "select": "USING ({0})",
    "insert": "WITH CHECK ({0})",
    "update": "USING ({0}) WITH CHECK ({0})",
    "delete": "USING ({0})",
}


def everyone_in_tenant() -> dict[str, str]:
    return dict.fromkeys(COMMANDS, TENANT)


def owner_alone() -> dict[str, str]:
    return dict.fromkeys(COMMANDS, OWN)


def owner_alone_and_staff_to_read() -> dict[str, str]:
    """As owner_alone; staff see it too while they are in the organization. Both sides of the OR have an index."""
    return owner_alone() | {"select": f"({OWN}) OR {STAFF}"}


def roles() -> dict[str, Any]:
    """The database roles by what they are for, as quoted names in SQL templates."""
    databases = settings.DATABASES
    return {
        "app": databases["default"]["USER"],
        "owner": databases["owner"]["USER"],
        "definer": settings.DEFINER_ROLE,
        "backup": settings.BACKUP_ROLE,
    }


class TableRule(models.BaseConstraint):
    """A database object that belongs to a table, and is made and dropped with it.

    The SQL is deferred to the end of the migration, when every table it may refer to exists.
    """

    def up(self, model: Any, editor: Any) -> Statement:
        raise TypeError(f"{type(self).__name__} must say how it is made")

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database decides; there is nothing to check in Python."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        schema_editor.deferred_sql.append(self.up(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        schema_editor.deferred_sql.append(self.up(model, schema_editor))
        return f"-- {self.name}: made at the end of this migration"

    def _statement(self, model: Any, editor: Any, template: str, **parts: Any) -> Statement:
        table = Table(model._meta.db_table, editor.quote_name)
        return Statement(template, table=table, name=self.name, **roles(), **parts)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__


class RowSecurity(TableRule):
    """Policies and grants from one declaration: a command without a rule has neither.

    `definer` lists what the definer functions may do on the table ("SELECT, INSERT").
    """

    def __init__(self, *, name: str, definer: str = "", **rules: str) -> None:
        self.rules = {command: rules.pop(command) for command in COMMANDS if command in rules}
        self.definer = definer
        super().__init__(name=name, **rules)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        definer = {"definer": self.definer} if self.definer else {}
        return path, args, kwargs | self.rules | definer

    def up(self, model: Any, editor: Any) -> Statement:
        parts = [
            "ALTER TABLE %(table)s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            "CREATE POLICY wall_trusted ON %(table)s TO %(owner)s, %(definer)s USING (true) WITH CHECK (true)",
            "CREATE POLICY wall_backup ON %(table)s FOR SELECT TO %(backup)s USING (true)",
            "GRANT SELECT ON %(table)s TO %(backup)s",
        ]
        for command, rule in self.rules.items():
            clause = COMMANDS[command].format(rule)
            parts.append(f"CREATE POLICY wall_{command} ON %(table)s FOR {command} TO %(app)s {clause}")
            parts.append(f"GRANT {command} ON %(table)s TO %(app)s")
        if self.definer:
            parts.append(f"GRANT {self.definer} ON %(table)s TO %(definer)s")
        return self._statement(model, editor, "; ".join(parts))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        parts = [f"DROP POLICY wall_{name} ON %(table)s" for name in ("trusted", "backup", *self.rules)]
        parts.append("REVOKE ALL ON %(table)s FROM %(app)s, %(definer)s, %(backup)s")
        parts.append("ALTER TABLE %(table)s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        return self._statement(model, schema_editor, "; ".join(parts))


class FieldRule(TableRule):
    """One of a single column."""

    def __init__(self, *, field: str, name: str, **kwargs: Any) -> None:
        self.field = field
        super().__init__(name=name, **kwargs)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field}


class SameTenant(FieldRule):
    """(org_id, x_id) must be a row of the same organization: a second, composite foreign key.

    The plain key beside it carries ON DELETE; this one is checked at commit.
    """

    def up(self, model: Any, editor: Any) -> Statement:
        field = model._meta.get_field(self.field)
        return self._statement(
            model,
            editor,
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (org_id, %(column)s) "
            "REFERENCES %(target)s (org_id, id) DEFERRABLE INITIALLY DEFERRED",
            column=editor.quote_name(field.column),
            target=Table(field.remote_field.model._meta.db_table, editor.quote_name),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return self._statement(
            model, schema_editor, "ALTER TABLE %(table)s DROP CONSTRAINT IF EXISTS %(name)s"
        )


class Trigger(TableRule):
    """A row trigger: `when` is "BEFORE UPDATE", `call` the function, `condition` SQL that must hold for it."""

    def __init__(self, *, when: str, call: str, name: str, condition: str = "", **kwargs: Any) -> None:
        self.when, self.call, self.condition = when, call, condition
        super().__init__(name=name, **kwargs)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        condition = {"condition": self.condition} if self.condition else {}
        return path, args, kwargs | {"when": self.when, "call": self.call} | condition

    def up(self, model: Any, editor: Any) -> Statement:
        only = f"WHEN ({self.condition}) " if self.condition else ""
        sql = f"CREATE TRIGGER %(name)s {self.when} ON %(table)s FOR EACH ROW {only}EXECUTE FUNCTION {self.call}"
        return self._statement(model, editor, sql)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return self._statement(model, schema_editor, "DROP TRIGGER %(name)s ON %(table)s")


class TenantKey(models.UniqueConstraint):
    """(org_id, id): what SameTenant refers to, and the index that begins with the organization."""

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        statement: Any = super().remove_sql(model, schema_editor)
        statement.template += " CASCADE"
        return statement
