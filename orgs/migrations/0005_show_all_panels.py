from django.db import migrations

# People who never chose have seen every panel until now, and go on seeing them. On its own: the log's function is
# only whole, with the rights that it needs, once the migration before this has ended.
SHOW_ALL = """
UPDATE users
SET preferences = jsonb_set(
    preferences, '{dashboard,widgets}', '["insights", "meetings", "approvals", "tasks", "key_dates"]'
)
WHERE preferences #> '{dashboard,widgets}' = '["meetings", "tasks", "approvals"]'
"""


class Migration(migrations.Migration):
    dependencies = [("orgs", "0004_front_of_house")]

    operations = [migrations.RunSQL(SHOW_ALL, migrations.RunSQL.noop)]
