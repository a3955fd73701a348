-- Staff in a customer's organization. An entry is bound like the user (app.entry_id); what it is worth is
-- found anew at each statement: whose it is, whether it is over. statement_timestamp(): now() stands still
-- in a transaction, and an entry would outlive its end in one that stays open.
GRANT CREATE ON SCHEMA app TO :definer:;
SET LOCAL check_function_bodies = off;  -- some tables belong to apps whose migrations come later

CREATE FUNCTION app.entry_id() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('app.entry_id', true), '')::uuid
$$;
CREATE FUNCTION app.is_staff() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.users u WHERE u.id = app.user_id() AND u.is_staff AND u.is_active)
$$;
CREATE FUNCTION app.entered_org() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.org_id FROM public.staff_entries e JOIN public.users u ON u.id = e.user_id
  WHERE e.id = app.entry_id() AND u.id = app.user_id() AND u.is_staff AND u.is_active
    AND e.ended_at IS NULL AND e.expires_at > statement_timestamp()
$$;

-- With an entry one is in that organization, as an admin, or nowhere: never in one's own as well.
CREATE OR REPLACE FUNCTION app.member_org() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN app.entry_id() IS NOT NULL THEN app.entered_org()
         ELSE (SELECT u.org_id FROM public.users u WHERE u.id = app.user_id() AND u.is_active) END
$$;
CREATE OR REPLACE FUNCTION app.admin_org() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN app.entry_id() IS NOT NULL THEN app.entered_org()
         ELSE (SELECT u.org_id FROM public.users u
               WHERE u.id = app.user_id() AND u.is_active AND u.role = 'admin') END
$$;
CREATE OR REPLACE FUNCTION app.audit_org() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN app.entry_id() IS NOT NULL THEN app.entered_org()
         ELSE (SELECT u.org_id FROM public.users u WHERE u.id = app.user_id() AND u.is_active
                 AND (u.role = 'admin' OR u.permissions ? 'audit.view')) END
$$;

-- One organization at a time: entering leaves the one before. Staff themselves are not entered.
CREATE FUNCTION app.leave_org() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH ended AS (
    UPDATE public.staff_entries SET ended_at = statement_timestamp()
    WHERE user_id = app.user_id() AND ended_at IS NULL AND expires_at > statement_timestamp()
    RETURNING id, org_id, user_id
  )
  INSERT INTO public.audit_log (org_id, user_id, staff_entry_id, action, entity_type, entity_id, ip_address, user_agent)
  SELECT e.org_id, e.user_id, e.id, 'staff_leave', 'staff_entry', e.id,
         nullif(current_setting('app.ip', true), '')::inet, coalesce(current_setting('app.agent', true), '')
  FROM ended e
$$;
CREATE FUNCTION app.enter_org(org uuid, why text, minutes integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entry public.staff_entries;
BEGIN
  PERFORM app.leave_org();
  INSERT INTO public.staff_entries (org_id, user_id, staff_name, reason, entered_at, expires_at)
  SELECT o.id, u.id, coalesce(nullif(u.full_name, ''), u.email), btrim(why), now(),
         now() + make_interval(mins => minutes)
  FROM public.users u JOIN public.organizations o ON o.id = org
  WHERE u.id = app.user_id() AND u.is_staff AND u.is_active
    AND NOT EXISTS (SELECT FROM public.users s WHERE s.org_id = o.id AND s.is_staff)
  RETURNING * INTO entry;
  IF entry.id IS NULL THEN
    RAISE 'only staff may enter an organization, and only a customer''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO public.audit_log (org_id, user_id, staff_entry_id, action, entity_type, entity_id, new_values,
                                ip_address, user_agent)
  VALUES (entry.org_id, entry.user_id, entry.id, 'staff_enter', 'staff_entry', entry.id,
          jsonb_build_object('staff_name', entry.staff_name, 'reason', entry.reason, 'expires_at', entry.expires_at),
          nullif(current_setting('app.ip', true), '')::inet, coalesce(current_setting('app.agent', true), ''));
  RETURN entry.id;
END $$;

-- Of the organizations no more than it takes to choose one.
CREATE FUNCTION app.staff_organizations(looked_for text, most integer, skipped integer)
RETURNS TABLE (id uuid, name text, tier text, members bigint, created_at timestamptz, found bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT o.id, o.name, o.subscription_tier,
         (SELECT count(*) FROM public.users u WHERE u.org_id = o.id AND u.is_active AND NOT u.is_system),
         o.created_at, count(*) OVER ()
  FROM public.organizations o
  WHERE app.is_staff() AND o.deleted_at IS NULL AND (strpos(lower(o.name), lower(looked_for)) > 0 OR o.id::text = looked_for)
    AND NOT EXISTS (SELECT FROM public.users s WHERE s.org_id = o.id AND s.is_staff)
  ORDER BY o.created_at DESC, o.id LIMIT most OFFSET skipped
$$;

-- Numbers over all customers, and nothing of what they wrote.
CREATE FUNCTION app.staff_figures() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH customers AS (
    SELECT o.id, o.subscription_tier, o.created_at FROM public.organizations o
    WHERE o.deleted_at IS NULL AND NOT EXISTS (SELECT FROM public.users s WHERE s.org_id = o.id AND s.is_staff)
  ), seen AS (
    SELECT greatest(u.last_seen_at, u.last_login) AS at FROM public.users u JOIN customers c ON c.id = u.org_id
    WHERE u.is_active AND NOT u.is_system
  )
  SELECT jsonb_build_object(
    'tiers', (SELECT coalesce(jsonb_object_agg(t.tier, t.number), '{}') FROM (
        SELECT subscription_tier AS tier, count(*) AS number FROM customers GROUP BY 1) t),
    'sign_ups', (SELECT jsonb_agg(jsonb_build_object('week', w.monday::date, 'number', (
        SELECT count(*) FROM customers c
        WHERE c.created_at >= w.monday AND c.created_at < w.monday + interval '7 days')) ORDER BY w.monday)
      FROM generate_series(date_trunc('week', now()) - interval '11 weeks', date_trunc('week', now()),
                           interval '7 days') w (monday)),
    'people', (SELECT jsonb_build_object(
        'all', count(*), 'day', count(*) FILTER (WHERE at > now() - interval '1 day'),
        'week', count(*) FILTER (WHERE at > now() - interval '7 days'),
        'month', count(*) FILTER (WHERE at > now() - interval '30 days')) FROM seen),
    'imports', (SELECT coalesce(jsonb_object_agg(i.status, i.number), '{}') FROM (
        SELECT status, count(*) AS number FROM public.calendar_imports
        WHERE created_at > now() - interval '30 days' GROUP BY 1) i),
    'insights', (SELECT coalesce(jsonb_object_agg(i.answer, i.number), '{}') FROM (
        SELECT coalesce(nullif(user_action, ''), 'unanswered') AS answer, count(*) AS number
        FROM public.ai_insights WHERE created_at > now() - interval '30 days' GROUP BY 1) i))
  WHERE app.is_staff()
$$;

-- As in wall.sql, and: by which entry, of any table that belongs to an organization, and of organizations.
CREATE OR REPLACE FUNCTION app.audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  hidden constant text[] := ARRAY['password', 'token', 'access_token', 'refresh_token', 'sync_cursor',
                                  'created_at', 'updated_at', 'last_login', 'last_seen_at'];
  tenant constant text := CASE TG_TABLE_NAME WHEN 'organizations' THEN 'id' ELSE 'org_id' END;
  old_row jsonb;
  new_row jsonb;
  org uuid;
BEGIN
  IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
  IF TG_OP = 'INSERT' THEN
    org := new_row ->> tenant;
  ELSE
    SELECT o.id INTO org FROM public.organizations o WHERE o.id = (old_row ->> tenant)::uuid;
    IF org IS NULL THEN RETURN NULL; END IF;
  END IF;
  old_row := old_row - hidden;
  new_row := new_row - hidden;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key) INTO old_row, new_row
    FROM jsonb_each(old_row) o WHERE o.value IS DISTINCT FROM new_row -> o.key;
    IF new_row IS NULL THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO public.audit_log (org_id, user_id, staff_entry_id, acting_for_id, action, entity_type, entity_id,
                                old_values, new_values, ip_address, user_agent)
  VALUES (org, (SELECT u.id FROM public.users u WHERE u.id = app.user_id()),
          (SELECT e.id FROM public.staff_entries e
           WHERE e.id = app.entry_id() AND e.user_id = app.user_id() AND e.org_id = org),
          app.acting_for(),
          CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'update' ELSE 'delete' END,
          app.singular(TG_TABLE_NAME), CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
          old_row, new_row,
          nullif(current_setting('app.ip', true), '')::inet, coalesce(current_setting('app.agent', true), ''));
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION app.log_event(what text, of_type text, of_id uuid, details jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.audit_log (org_id, user_id, staff_entry_id, acting_for_id, action, entity_type, entity_id,
                                new_values, ip_address, user_agent)
  SELECT app.member_org(), app.user_id(), app.entry_id(), app.acting_for(), what, of_type, of_id, details,
         nullif(current_setting('app.ip', true), '')::inet, coalesce(current_setting('app.agent', true), '')
  WHERE app.member_org() IS NOT NULL
    AND what NOT IN ('create', 'update', 'delete', 'staff_enter', 'staff_leave')
$$;

ALTER FUNCTION app.is_staff() OWNER TO :definer:;
ALTER FUNCTION app.entered_org() OWNER TO :definer:;
ALTER FUNCTION app.leave_org() OWNER TO :definer:;
ALTER FUNCTION app.enter_org(uuid, text, integer) OWNER TO :definer:;
ALTER FUNCTION app.staff_organizations(text, integer, integer) OWNER TO :definer:;
ALTER FUNCTION app.staff_figures() OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.entry_id(), app.is_staff(), app.entered_org(), app.leave_org(),
  app.enter_org(uuid, text, integer), app.staff_organizations(text, integer, integer), app.staff_figures()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.entry_id(), app.is_staff(), app.entered_org(), app.leave_org(),
  app.enter_org(uuid, text, integer), app.staff_organizations(text, integer, integer), app.staff_figures()
  TO :app:, :definer:;
SET LOCAL check_function_bodies = on;
