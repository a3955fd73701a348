import jenifer.db.wall
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("executives", "0001_initial"),
        ("orgs", "0006_staff"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="conciergeservice",
            constraint=jenifer.db.wall.Trigger(
                call="app.audit()",
                condition="app.entry_id() IS NOT NULL",
                name="concierge_services_staff_audit",
                when="AFTER INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="directreport",
            constraint=jenifer.db.wall.Trigger(
                call="app.audit()",
                condition="app.entry_id() IS NOT NULL",
                name="direct_reports_staff_audit",
                when="AFTER INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="familymember",
            constraint=jenifer.db.wall.Trigger(
                call="app.audit()",
                condition="app.entry_id() IS NOT NULL",
                name="family_members_staff_audit",
                when="AFTER INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=jenifer.db.wall.Trigger(
                call="app.audit()",
                condition="app.entry_id() IS NOT NULL",
                name="memberships_staff_audit",
                when="AFTER INSERT OR UPDATE OR DELETE",
            ),
        ),
    ]
