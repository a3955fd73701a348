from pathlib import Path

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

from jenifer.db.operations import RunSQLFile


class Migration(migrations.Migration):
    """What the tables' rules call: made first, so that every table is born behind its wall."""

    run_before = [("orgs", "0001_initial")]
    dependencies = []

    operations = [
        CreateExtension("vector"),
        CreateExtension("pg_trgm"),
        RunSQLFile(Path(__file__).with_name("wall.sql"), reverse="DROP SCHEMA app CASCADE"),
    ]
