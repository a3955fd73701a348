-- What an organization's plan is, staff decide who have entered it; its own admin changes the rest of the row.
-- :app: is the role's name (jenifer/migrations/wall.sql).
CREATE FUNCTION app.guard_organization() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_user = :'app' AND app.entered_org() IS DISTINCT FROM OLD.id
     AND (NEW.id, NEW.subscription_tier, NEW.subscription_status, NEW.trial_ends_at,
          NEW.stripe_customer_id, NEW.stripe_subscription_id)
         IS DISTINCT FROM
         (OLD.id, OLD.subscription_tier, OLD.subscription_status, OLD.trial_ends_at,
          OLD.stripe_customer_id, OLD.stripe_subscription_id)
  THEN
    RAISE 'the plan of an organization is not its admin''s to change' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION app.guard_organization() FROM PUBLIC;
