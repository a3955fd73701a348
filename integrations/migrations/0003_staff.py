import jenifer.db.wall
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("executives", "0002_staff"),
        ("integrations", "0002_counted"),
        ("orgs", "0006_staff"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="calendarsynctoken",
            name="calendar_sync_tokens_wall",
        ),
        migrations.RemoveConstraint(
            model_name="integration",
            name="integrations_wall",
        ),
        migrations.AddConstraint(
            model_name="calendarsynctoken",
            constraint=jenifer.db.wall.RowSecurity(
                delete="org_id = (SELECT app.member_org()) AND integration_id IN (SELECT id FROM integrations WHERE user_id = (SELECT app.user_id()))",
                insert="org_id = (SELECT app.member_org()) AND integration_id IN (SELECT id FROM integrations WHERE user_id = (SELECT app.user_id()))",
                name="calendar_sync_tokens_wall",
                select="org_id = (SELECT app.member_org()) AND integration_id IN (SELECT id FROM integrations)",
                update="org_id = (SELECT app.member_org()) AND integration_id IN (SELECT id FROM integrations WHERE user_id = (SELECT app.user_id()))",
            ),
        ),
        migrations.AddConstraint(
            model_name="integration",
            constraint=jenifer.db.wall.RowSecurity(
                definer="SELECT",
                delete="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
                insert="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
                name="integrations_wall",
                select="(org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())) OR org_id = (SELECT app.entered_org())",
                update="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
            ),
        ),
    ]
