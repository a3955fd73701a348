from pathlib import Path

import jenifer.db.shapes
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
        migrations.RemoveConstraint(
            model_name="organization",
            name="organizations_settings_shape",
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=jenifer.db.shapes.ShapeCheck(
                field="settings",
                name="organizations_settings_shape",
                shape={
                    "additionalProperties": False,
                    "properties": {
                        "date_format": {
                            "enum": ["MM/DD/YYYY", "DD/MM/YYYY", "DD.MM.YYYY", "YYYY-MM-DD"],
                            "type": "string",
                        },
                        "number_format": {
                            "enum": ["1,234.56", "1.234,56", "1 234,56", "1’234.56"],
                            "type": "string",
                        },
                        "time_format": {"enum": ["12h", "24h"], "type": "string"},
                        "timezone": {"maxLength": 100, "type": "string"},
                        "week_starts_on": {"enum": ["sunday", "monday", "saturday"], "type": "string"},
                    },
                    "required": [],
                    "type": "object",
                },
            ),
        ),
    ]
