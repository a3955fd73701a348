from typing import Any

from django.db import migrations

EVERYONE = ["trial", "starter", "professional", "enterprise"]
GROWN = ["trial", "professional", "enterprise"]
FLAGS = [
    ("approvals", "Approvals", "Decisions asked of an executive, and their inbox.", EVERYONE),
    ("assistant", "Assistant", "Chat with Jenifer.", GROWN),
    ("calendar_sync", "Calendar sync", "Two-way sync with calendars outside.", EVERYONE),
    ("concierge", "Concierge", "The directory of vendors and services.", EVERYONE),
    ("delegations", "Delegations", "Tasks offered from one person to another.", EVERYONE),
    ("insights", "Insights", "Conflicts and other things noticed before anyone asks.", EVERYONE),
    ("patterns", "Patterns", "Habits learned from history.", GROWN),
    ("slack", "Slack", "Notifications and the daily agenda in Slack.", GROWN),
    ("travel", "Trips", "Trips with legs, documents and one printable page.", GROWN),
    ("webhooks", "Webhooks", "Signed outgoing webhooks.", ["enterprise"]),
]


def seed(apps: Any, schema_editor: Any) -> None:
    """One flag for each optional module. Running it again changes nothing that staff have set."""
    flags = apps.get_model("orgs", "FeatureFlag").objects.using(schema_editor.connection.alias)
    for key, name, description, tiers in FLAGS:
        flags.get_or_create(
            key=key,
            defaults={
                "name": name,
                "description": description,
                "is_enabled": True,
                "rollout_percentage": 100,
                "allowed_tiers": tiers,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("orgs", "0002_third_party")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
