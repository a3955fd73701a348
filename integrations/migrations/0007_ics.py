from pathlib import Path

from django.db import migrations

from jenifer.db.operations import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("integrations", "0006_undo_window")]

    operations = [
        RunSQLFile(Path(__file__).with_name("ics.sql"), reverse=migrations.RunSQL.noop),
    ]
