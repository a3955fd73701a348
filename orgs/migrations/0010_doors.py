from pathlib import Path

import jenifer.db.wall
from django.db import migrations

from jenifer.db.operations import RunSQLFile

HERE = Path(__file__).parent
REVERSE = "DROP FUNCTION app.keep_revoked(), app.guard_founding()"


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0008_names"),
    ]

    operations = [
        RunSQLFile(HERE / "close_all_doors.sql", reverse=REVERSE),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=jenifer.db.wall.Trigger(
                call="app.keep_revoked()", name="api_tokens_stay_revoked", when="BEFORE UPDATE"
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=jenifer.db.wall.Trigger(
                call="app.guard_founding()", name="organizations_founding", when="BEFORE INSERT"
            ),
        ),
    ]
