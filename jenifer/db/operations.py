"""Migration operations for tables and objects that belong to no model of ours."""

from pathlib import Path
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation

from jenifer.db.wall import RowSecurity, roles


class Guard(Operation):
    """A wall around another package's table (its model's Meta is not ours to write)."""

    reduces_to_sql = True

    def __init__(self, label: str, rule: RowSecurity) -> None:
        self.label, self.rule = label, rule

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(self.rule.up(to_state.apps.get_model(self.label), schema_editor), None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(self.rule.remove_sql(to_state.apps.get_model(self.label), schema_editor), None)

    def describe(self) -> str:
        return f"Guard {self.label}"


class RunSQLFile(Operation):
    """Run an SQL file in which :app, :owner, :definer and :backup stand for the roles' names."""

    reduces_to_sql = True

    def __init__(self, path: Path, reverse: str) -> None:
        self.path, self.reverse = path, reverse

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        sql = self.path.read_text()
        for name, role in roles().items():
            sql = sql.replace(f":'{name}'", f"'{role}'").replace(f":{name}:", schema_editor.quote_name(role))
        schema_editor.execute(sql, None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(self.reverse, None)

    def describe(self) -> str:
        return f"Run {self.path.name}"


def cascade_in_database(*parents: str) -> migrations.RunSQL:
    """Other packages' references do in the database what they say in Python.

    Otherwise a CASCADE that begins in the database stops at them with an error.
    """
    tables = ", ".join(f"'{parent}'::regclass" for parent in parents)
    return migrations.RunSQL(
        f"""
DO $$
DECLARE k record;
BEGIN
  FOR k IN
    SELECT x.conname, x.conrelid::regclass AS child, x.confrelid::regclass AS parent, a.attname AS col
    FROM pg_constraint x
    JOIN pg_attribute a ON a.attrelid = x.conrelid AND a.attnum = x.conkey[1]
    WHERE x.contype = 'f' AND x.confdeltype = 'a' AND cardinality(x.conkey) = 1 AND x.confrelid IN ({tables})
  LOOP
    EXECUTE format(
      'ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES %s (id)
       ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED',
      k.child, k.conname, k.conname, k.col, k.parent);
  END LOOP;
END $$""",
        migrations.RunSQL.noop,
    )
