-- Whoever is deactivated takes no key along: their tokens and pushes do not come back with them.
-- :definer: is the role's name (jenifer/migrations/wall.sql).
GRANT CREATE ON SCHEMA app TO :definer:;
CREATE FUNCTION app.close_doors() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.is_active AND NOT NEW.is_active THEN
    UPDATE public.api_tokens SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
    DELETE FROM public.push_subscriptions WHERE user_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION app.close_doors() OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.close_doors() FROM PUBLIC;
