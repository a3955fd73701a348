from pathlib import Path

from django.db import migrations

from jenifer.db.operations import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("orgs", "0003_seed")]
    operations = [
        RunSQLFile(Path(__file__).with_name("plan_use.sql"), reverse="DROP FUNCTION app.plan_use(text)")
    ]
