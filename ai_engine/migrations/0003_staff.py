import jenifer.db.wall
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("ai_engine", "0002_counted"),
        ("executives", "0002_staff"),
        ("orgs", "0006_staff"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="aiconversation",
            name="ai_conversations_wall",
        ),
        migrations.RemoveConstraint(
            model_name="aiinsight",
            name="ai_insights_wall",
        ),
        migrations.RemoveConstraint(
            model_name="aimessage",
            name="ai_messages_wall",
        ),
        migrations.AddConstraint(
            model_name="aiconversation",
            constraint=jenifer.db.wall.RowSecurity(
                delete="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
                insert="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
                name="ai_conversations_wall",
                select="(org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())) OR org_id = (SELECT app.entered_org())",
                update="org_id = (SELECT app.member_org()) AND user_id = (SELECT app.user_id())",
            ),
        ),
        migrations.AddConstraint(
            model_name="aiinsight",
            constraint=jenifer.db.wall.RowSecurity(
                definer="SELECT",
                delete="org_id = (SELECT app.member_org())",
                insert="org_id = (SELECT app.member_org())",
                name="ai_insights_wall",
                select="org_id = (SELECT app.member_org())",
                update="org_id = (SELECT app.member_org())",
            ),
        ),
        migrations.AddConstraint(
            model_name="aiinsight",
            constraint=jenifer.db.wall.Trigger(
                call="app.audit()",
                condition="app.entry_id() IS NOT NULL",
                name="ai_insights_staff_audit",
                when="AFTER INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="aimessage",
            constraint=jenifer.db.wall.RowSecurity(
                definer="SELECT",
                insert="org_id = (SELECT app.member_org()) AND conversation_id IN (SELECT id FROM ai_conversations WHERE user_id = (SELECT app.user_id()))",
                name="ai_messages_wall",
                select="org_id = (SELECT app.member_org()) AND conversation_id IN (SELECT id FROM ai_conversations)",
            ),
        ),
        migrations.AddConstraint(
            model_name="aipattern",
            constraint=jenifer.db.wall.Trigger(
                call="app.audit()",
                condition="app.entry_id() IS NOT NULL",
                name="ai_patterns_staff_audit",
                when="AFTER INSERT OR UPDATE OR DELETE",
            ),
        ),
    ]
