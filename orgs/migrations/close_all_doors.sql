-- Whoever is deactivated takes no way in along, and whoever is an admin no more has no other admin on the way
-- (it might be themself, by another address): whether a colleague says so, or staff.
-- :definer: is the role's name (jenifer/migrations/wall.sql).
GRANT SELECT, DELETE ON public.usersessions_usersession, public.django_session TO :definer:;
GRANT CREATE ON SCHEMA app TO :definer:;
CREATE OR REPLACE FUNCTION app.close_doors() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.is_active AND NOT NEW.is_active THEN
    UPDATE public.api_tokens SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
    DELETE FROM public.push_subscriptions WHERE user_id = NEW.id;
    DELETE FROM public.django_session WHERE session_key IN (
      SELECT s.session_key FROM public.usersessions_usersession s WHERE s.user_id = NEW.id);
    DELETE FROM public.usersessions_usersession WHERE user_id = NEW.id;
  END IF;
  IF (OLD.is_active AND OLD.role = 'admin') AND NOT (NEW.is_active AND NEW.role = 'admin') THEN
    UPDATE public.invitations SET status = 'revoked'
    WHERE invited_by = NEW.id AND role = 'admin' AND status = 'pending';
  END IF;
  RETURN NULL;
END $$;
REVOKE CREATE ON SCHEMA app FROM :definer:;

-- A key that was revoked opens nothing again, not even for its owner.
CREATE FUNCTION app.keep_revoked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_user = :'app' AND OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
    RAISE 'a token that is revoked stays revoked' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION app.keep_revoked() FROM PUBLIC;

-- Whoever founds an organization begins on trial; what it pays for later, staff enter (app.guard_organization).
CREATE FUNCTION app.guard_founding() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_user = :'app'
     AND ((NEW.subscription_tier, NEW.subscription_status, NEW.stripe_customer_id, NEW.stripe_subscription_id)
          IS DISTINCT FROM ('trial', 'active', '', '')
          OR NEW.trial_ends_at IS NULL OR NEW.trial_ends_at > now() + interval '15 days')
  THEN
    RAISE 'an organization begins on trial' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION app.guard_founding() FROM PUBLIC;
