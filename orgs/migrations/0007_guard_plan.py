from pathlib import Path

import jenifer.db.wall
from django.db import migrations

from jenifer.db.operations import RunSQLFile

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("orgs", "0006_staff_sight")]

    operations = [
        RunSQLFile(HERE / "guard_plan.sql", reverse="DROP FUNCTION app.guard_organization()"),
        migrations.AddConstraint(
            model_name="organization",
            constraint=jenifer.db.wall.Trigger(
                call="app.guard_organization()", name="organizations_guard", when="BEFORE UPDATE"
            ),
        ),
    ]
