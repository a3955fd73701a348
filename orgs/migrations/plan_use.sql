-- How much an organization has of what its plan counts (orgs/plans.py): connections and messages to Jenifer
-- are their owner's alone, so nobody else could count them.
GRANT CREATE ON SCHEMA app TO :definer:;
SET LOCAL check_function_bodies = off;  -- some of the tables belong to later apps
CREATE FUNCTION app.plan_use(what text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE what
    WHEN 'executives' THEN
      (SELECT count(*) FROM public.executive_profiles e
       WHERE e.org_id = (SELECT app.member_org()) AND e.is_active AND e.deleted_at IS NULL)
    WHEN 'users' THEN
      (SELECT count(*) FROM public.users u
       WHERE u.org_id = (SELECT app.member_org()) AND u.is_active AND NOT u.is_system)
      + (SELECT count(*) FROM public.invitations i
         WHERE i.org_id = (SELECT app.member_org()) AND i.status = 'pending' AND i.expires_at > now())
    WHEN 'ai_messages' THEN
      (SELECT count(*) FROM public.ai_messages m
       WHERE m.org_id = (SELECT app.member_org()) AND m.role = 'user'
         AND m.created_at >= date_trunc('month', now(), 'UTC'))
    WHEN 'integrations' THEN
      (SELECT count(*) FROM public.integrations i
       WHERE i.org_id = (SELECT app.member_org()) AND i.status <> 'revoked')
  END
$$;
ALTER FUNCTION app.plan_use(text) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.plan_use(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.plan_use(text) TO :app:, :definer:;
SET LOCAL check_function_bodies = on;
