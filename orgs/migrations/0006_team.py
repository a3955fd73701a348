from pathlib import Path

from django.db import migrations

from jenifer.db.operations import RunSQLFile
from jenifer.db.wall import RowSecurity, Trigger

FUNCTIONS = "app.team_org(), app.invitation_by_token(text), app.claimed_invitation(), app.accept_invitation(), app.keep_an_admin()"
TEAM = "org_id = (SELECT app.team_org())"
BELOW_ONESELF = f"{TEAM} AND (role = 'user' OR org_id = (SELECT app.admin_org()))"


class Migration(migrations.Migration):
    """Whoever looks after the team invites too; an organization keeps an admin."""

    dependencies = [("orgs", "0005_flag_reach")]

    operations = [
        RunSQLFile(Path(__file__).with_name("team.sql"), reverse=f"DROP FUNCTION {FUNCTIONS}"),
        migrations.RemoveConstraint("invitation", "invitations_wall"),
        migrations.AddConstraint(
            "invitation",
            RowSecurity(
                name="invitations_wall",
                select=TEAM,
                insert=BELOW_ONESELF,
                update=BELOW_ONESELF,
                definer="SELECT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            "user", Trigger(name="users_last_admin", when="BEFORE UPDATE", call="app.keep_an_admin()")
        ),
    ]
