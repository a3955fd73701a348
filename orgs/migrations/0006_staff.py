import datetime
from pathlib import Path
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.uuid
import jenifer.db.wall
import uuid
from django.conf import settings
from django.db import migrations, models

from jenifer.db.operations import Guard, RunSQLFile, cascade_in_database


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("orgs", "0005_flag_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.functions.uuid.UUID4(),
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("staff_name", models.CharField(max_length=255)),
                ("reason", models.TextField()),
                ("entered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "staff entries",
                "db_table": "staff_entries",
            },
        ),
        migrations.RemoveConstraint(
            model_name="featureflag",
            name="feature_flags_wall",
        ),
        migrations.RemoveConstraint(
            model_name="notification",
            name="notifications_wall",
        ),
        migrations.RemoveConstraint(
            model_name="orgfeatureoverride",
            name="org_feature_overrides_wall",
        ),
        migrations.AddConstraint(
            model_name="featureflag",
            constraint=jenifer.db.wall.RowSecurity(
                definer="SELECT", name="feature_flags_wall", select="true", update="(SELECT app.is_staff())"
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=jenifer.db.wall.RowSecurity(
                definer="SELECT, INSERT",
                delete="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
                insert="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
                name="notifications_wall",
                select="(org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())) OR org_id = (SELECT app.entered_org())",
                update="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=jenifer.db.wall.Trigger(
                call="app.audit()", name="organizations_changes", when="AFTER UPDATE"
            ),
        ),
        migrations.AddConstraint(
            model_name="orgfeatureoverride",
            constraint=jenifer.db.wall.RowSecurity(
                definer="SELECT",
                delete="org_id = (SELECT app.entered_org())",
                insert="org_id = (SELECT app.entered_org())",
                name="org_feature_overrides_wall",
                select="org_id = (SELECT app.member_org())",
                update="org_id = (SELECT app.entered_org())",
            ),
        ),
        migrations.AddField(
            model_name="staffentry",
            name="org",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.DB_CASCADE,
                related_name="+",
                to="orgs.organization",
            ),
        ),
        migrations.AddField(
            model_name="staffentry",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DB_CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="auditlog",
            name="staff_entry",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DB_SET_NULL,
                related_name="+",
                to="orgs.staffentry",
            ),
        ),
        migrations.AddIndex(
            model_name="auditlog",
            index=models.Index(
                condition=models.Q(("staff_entry__isnull", False)),
                fields=["staff_entry"],
                name="idx_audit_log_staff",
            ),
        ),
        migrations.AddIndex(
            model_name="staffentry",
            index=models.Index(
                models.F("org"),
                models.OrderBy(models.F("entered_at"), descending=True),
                name="idx_staff_entries_org",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")), name="staff_entries_reason_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "expires_at__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("entered_at"), "+", models.Value(datetime.timedelta(seconds=900))
                        ),
                    ),
                    (
                        "expires_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("entered_at"), "+", models.Value(datetime.timedelta(seconds=28800))
                        ),
                    ),
                ),
                name="staff_entries_time_limit",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffentry",
            constraint=jenifer.db.wall.RowSecurity(
                definer="SELECT, INSERT, UPDATE",
                name="staff_entries_wall",
                select="(user_id = (SELECT app.user_id()) AND (SELECT app.member_org()) IS NOT NULL) OR org_id = (SELECT app.audit_org())",
            ),
        ),
        RunSQLFile(Path(__file__).with_name("staff.sql"), reverse=migrations.RunSQL.noop),
        # The admin's own log is not used (the database writes the customer's): closed to the application.
        Guard("admin.LogEntry", jenifer.db.wall.RowSecurity(name="wall")),
        cascade_in_database("users"),
    ]
