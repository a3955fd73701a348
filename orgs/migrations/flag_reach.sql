-- For staff: how many organizations have a flag, by what decided it. The rules are those of orgs/flags.py.
GRANT CREATE ON SCHEMA app TO :definer:;
CREATE FUNCTION app.flag_share(key text, org uuid) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (('x' || left(encode(sha256(convert_to(key || ':' || org, 'UTF8')), 'hex'), 8))::bit(32)::bigint % 100)::integer
$$;
CREATE FUNCTION app.flag_reach() RETURNS TABLE (flag_key text, why text, is_on boolean, organizations bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT f.key, d.why, d.is_on, count(*)
  FROM public.feature_flags f CROSS JOIN public.organizations o
  LEFT JOIN public.org_feature_overrides x ON x.feature_flag_id = f.id AND x.org_id = o.id
  CROSS JOIN LATERAL (
    SELECT CASE WHEN x.id IS NOT NULL THEN 'override' WHEN NOT f.is_enabled THEN 'disabled'
                WHEN NOT f.allowed_tiers ? o.subscription_tier THEN 'tier' ELSE 'rollout' END,
           CASE WHEN x.id IS NOT NULL THEN x.is_enabled WHEN NOT f.is_enabled THEN false
                WHEN NOT f.allowed_tiers ? o.subscription_tier THEN false
                ELSE app.flag_share(f.key, o.id) < f.rollout_percentage END
  ) d (why, is_on)
  WHERE o.deleted_at IS NULL
    AND EXISTS (SELECT FROM public.users u WHERE u.id = app.user_id() AND u.is_active AND u.is_staff)
  GROUP BY f.key, d.why, d.is_on
$$;
ALTER FUNCTION app.flag_reach() OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.flag_share(text, uuid), app.flag_reach() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.flag_share(text, uuid), app.flag_reach() TO :app:, :definer:;
