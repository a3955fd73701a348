"""An organization's plan as staff, or a payment, would change it, inside a test's own transaction."""

from django.db import connections

FUNCTIONS = """
CREATE SCHEMA tests;
CREATE FUNCTION tests.put_on(org uuid, columns jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
  UPDATE public.organizations o SET (subscription_tier, subscription_status, trial_ends_at)
    = (n.subscription_tier, n.subscription_status, n.trial_ends_at)
  FROM public.organizations p, jsonb_populate_record(p, columns) n WHERE o.id = org AND p.id = org
$$;
CREATE FUNCTION tests.begin_on(org uuid, tier text) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
  UPDATE public.organizations SET subscription_tier = tier, trial_ends_at = NULL WHERE id = org;
  DELETE FROM public.audit_log WHERE org_id = org AND entity_type = 'organization'
$$;
GRANT USAGE ON SCHEMA tests TO ":app";
"""


def allow_plan_changes() -> None:
    """In a database made for tests or measurements, for the application's role."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(FUNCTIONS.replace(":app", connections["default"].settings_dict["USER"]))
