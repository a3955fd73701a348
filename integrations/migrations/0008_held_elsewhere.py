from pathlib import Path

from django.db import migrations

from jenifer.db.operations import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("integrations", "0007_ics")]

    operations = [
        RunSQLFile(Path(__file__).with_name("held_elsewhere.sql"), reverse=migrations.RunSQL.noop),
    ]
