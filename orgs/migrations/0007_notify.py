from pathlib import Path

from django.db import migrations

from jenifer.db.operations import RunSQLFile

GONE = """
DROP FUNCTION app.notify(uuid, text, text, text, text, text, text, text, uuid, jsonb, jsonb);
DROP FUNCTION app.due_senders(integer), app.agenda_zones(), app.due_agendas(text[], date[], integer[], integer),
              app.take_over_push(text), app.has_push(uuid);
"""


class Migration(migrations.Migration):
    """Notifications with their deliveries, and what the sweeps ask."""

    dependencies = [("orgs", "0006_notifications"), ("executives", "0002_notifications")]
    operations = [RunSQLFile(Path(__file__).with_name("notify.sql"), reverse=GONE)]
