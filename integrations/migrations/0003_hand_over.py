from pathlib import Path

from django.db import migrations

from jenifer.db.operations import RunSQLFile
from jenifer.db.wall import RowSecurity, owner_alone

FUNCTIONS = "app.connections_of(uuid), app.hand_over_connections(uuid, uuid)"


class Migration(migrations.Migration):
    """When a person goes, an admin gives their connections on."""

    dependencies = [("integrations", "0002_counted"), ("orgs", "0006_team")]

    operations = [
        RunSQLFile(Path(__file__).with_name("hand_over.sql"), reverse=f"DROP FUNCTION {FUNCTIONS}"),
        migrations.RemoveConstraint("integration", "integrations_wall"),
        migrations.AddConstraint(
            "integration",
            RowSecurity(name="integrations_wall", **owner_alone(), definer="SELECT, UPDATE"),
        ),
    ]
