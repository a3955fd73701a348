from pathlib import Path

from django.db import migrations

from jenifer.db.operations import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("integrations", "0005_clashes"),
        ("scheduling", "0002_notices"),
    ]

    operations = [
        RunSQLFile(Path(__file__).with_name("undo_window.sql"), reverse=migrations.RunSQL.noop),
    ]
