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
        migrations.RemoveConstraint(model_name="apitoken", name="api_tokens_wall"),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=jenifer.db.wall.RowSecurity(
                definer="SELECT, UPDATE",
                insert="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
                name="api_tokens_wall",
                select="(org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())) OR org_id = (SELECT app.entered_org())",
                update="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
            ),
        ),
        RunSQLFile(HERE / "close_doors.sql", reverse="DROP FUNCTION app.close_doors()"),
        migrations.AddConstraint(
            model_name="user",
            constraint=jenifer.db.wall.Trigger(
                call="app.close_doors()", name="users_doors", when="AFTER UPDATE"
            ),
        ),
    ]
