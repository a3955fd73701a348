-- For staff: who gets each feature flag and why, and who changed it. The rules are those of orgs/flags.py.
GRANT CREATE ON SCHEMA app TO :definer:;
CREATE FUNCTION app.flag_verdicts() RETURNS TABLE (flag_key text, org uuid, why text, is_on boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT f.key, o.id, d.why, d.is_on
  FROM public.feature_flags f CROSS JOIN public.organizations o
  LEFT JOIN public.org_feature_overrides x ON x.feature_flag_id = f.id AND x.org_id = o.id
  CROSS JOIN LATERAL (
    SELECT CASE WHEN x.id IS NOT NULL THEN 'override' WHEN NOT f.is_enabled THEN 'disabled'
                WHEN NOT f.allowed_tiers ? o.subscription_tier THEN 'tier' ELSE 'rollout' END,
           CASE WHEN x.id IS NOT NULL THEN x.is_enabled WHEN NOT f.is_enabled THEN false
                WHEN NOT f.allowed_tiers ? o.subscription_tier THEN false
                ELSE app.flag_share(f.key, o.id) < f.rollout_percentage END
  ) d (why, is_on)
  WHERE o.deleted_at IS NULL AND app.is_staff()
$$;
CREATE OR REPLACE FUNCTION app.flag_reach()
RETURNS TABLE (flag_key text, why text, is_on boolean, organizations bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT v.flag_key, v.why, v.is_on, count(*) FROM app.flag_verdicts() v GROUP BY v.flag_key, v.why, v.is_on
$$;

-- By name, those who have it first. No more of an organization than staff see before they enter it.
CREATE FUNCTION app.flag_organizations(of_key text, looked_for text, most integer, skipped integer)
RETURNS TABLE (name text, tier text, is_on boolean, why text, share integer, found bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT o.name, o.subscription_tier, v.is_on, v.why, app.flag_share(v.flag_key, o.id), count(*) OVER ()
  FROM app.flag_verdicts() v JOIN public.organizations o ON o.id = v.org
  WHERE v.flag_key = of_key AND strpos(lower(o.name), lower(looked_for)) > 0
  ORDER BY v.is_on DESC, lower(o.name), o.id LIMIT most OFFSET skipped
$$;

-- A flag is no organization's: its changes stand in the log without one, where no customer reads them.
CREATE FUNCTION app.audit_flag() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  bookkeeping constant text[] := ARRAY['created_at', 'updated_at'];
  old_row jsonb := to_jsonb(OLD) - bookkeeping;
  new_row jsonb := to_jsonb(NEW) - bookkeeping;
BEGIN
  SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key) INTO old_row, new_row
  FROM jsonb_each(old_row) o WHERE o.value IS DISTINCT FROM new_row -> o.key;
  IF new_row IS NULL THEN RETURN NULL; END IF;
  INSERT INTO public.audit_log (user_id, action, entity_type, entity_id, old_values, new_values,
                                ip_address, user_agent)
  VALUES ((SELECT u.id FROM public.users u WHERE u.id = app.user_id()), 'update', 'feature_flag', NEW.id,
          old_row, new_row,
          nullif(current_setting('app.ip', true), '')::inet, coalesce(current_setting('app.agent', true), ''));
  RETURN NULL;
END $$;
CREATE FUNCTION app.flag_changes(of_flag uuid, most integer)
RETURNS TABLE (at timestamptz, who text, old_values jsonb, new_values jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.created_at, coalesce(nullif(u.full_name, ''), u.email, ''), a.old_values, a.new_values
  FROM public.audit_log a LEFT JOIN public.users u ON u.id = a.user_id
  WHERE a.entity_type = 'feature_flag' AND a.entity_id = of_flag AND a.org_id IS NULL AND app.is_staff()
  ORDER BY a.created_at DESC, a.id LIMIT most
$$;

ALTER FUNCTION app.flag_verdicts() OWNER TO :definer:;
ALTER FUNCTION app.flag_organizations(text, text, integer, integer) OWNER TO :definer:;
ALTER FUNCTION app.audit_flag() OWNER TO :definer:;
ALTER FUNCTION app.flag_changes(uuid, integer) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.flag_verdicts(), app.flag_organizations(text, text, integer, integer),
  app.audit_flag(), app.flag_changes(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.flag_verdicts() TO :definer:;
GRANT EXECUTE ON FUNCTION app.flag_organizations(text, text, integer, integer), app.flag_changes(uuid, integer)
  TO :app:, :definer:;
