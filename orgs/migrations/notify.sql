-- What the notifications' jobs and senders ask over the wall. :app:, :definer: are the roles' names.
GRANT CREATE ON SCHEMA app TO :definer:;

-- A notification to a colleague, and what is to go out of the house with it (`due`: [{channel, state, due_at, error}]):
-- INSERT … RETURNING would need the right to read it. A sender can make nothing look as if it had been sent.
DROP FUNCTION app.notify(uuid, text, text, text, text, text, text);
CREATE FUNCTION app.notify(recipient uuid, kind text, of_category text, heading text, message text,
                           url text, label text, about_type text DEFAULT '', about_id uuid DEFAULT NULL,
                           wanted jsonb DEFAULT '["in_app"]', due jsonb DEFAULT '[]') RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS (
    INSERT INTO public.notifications (org_id, user_id, notification_type, category, title, body, action_url,
                                      action_label, related_entity_type, related_entity_id, channels)
    SELECT u.org_id, u.id, kind, of_category, heading, message, url, label, about_type, about_id, wanted
    FROM public.users u
    WHERE u.id = recipient AND u.org_id = app.member_org() AND u.is_active AND NOT u.is_system
    RETURNING id, org_id, user_id
  ), posted AS (
    INSERT INTO public.deliveries (org_id, user_id, notification_id, channel, state, due_at, error)
    SELECT t.org_id, t.user_id, t.id, d.channel,
           CASE d.state WHEN 'suppressed' THEN 'suppressed' ELSE 'waiting' END, d.due_at, coalesce(d.error, '')
    FROM told t, jsonb_to_recordset(due) AS d(channel text, state text, due_at timestamptz, error text)
  )
  SELECT id FROM told
$$;

-- Whose post is due, or was taken up and never settled: only for who acts as nobody, the sweeps.
CREATE FUNCTION app.due_senders(most integer) RETURNS TABLE (user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.user_id
  FROM (SELECT d.user_id, d.due_at, d.state, d.claimed_at FROM public.deliveries d
        WHERE d.state IN ('waiting', 'sending') AND d.due_at <= now()
        UNION ALL
        SELECT d.user_id, d.due_at, d.state, d.claimed_at FROM public.digests d
        WHERE d.state IN ('waiting', 'sending') AND d.due_at <= now()) s
  JOIN public.users u ON u.id = s.user_id AND u.is_active
  WHERE app.user_id() IS NULL AND (s.state = 'waiting' OR s.claimed_at < now() - interval '15 minutes')
  GROUP BY s.user_id ORDER BY min(s.due_at) LIMIT most
$$;

-- Time zones in which someone may be waiting for the day's agenda.
CREATE FUNCTION app.agenda_zones() RETURNS TABLE (zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.timezone FROM public.users u WHERE app.user_id() IS NULL AND u.is_active AND NOT u.is_system
  UNION
  SELECT e.timezone FROM public.executive_profiles e
  WHERE app.user_id() IS NULL AND e.is_active AND e.deleted_at IS NULL
    AND e.communication_preferences #>> '{daily_agenda,is_wanted}' = 'true'
$$;

-- Who is owed today's agenda, given what day and hour it is in each zone: for six hours from their own hour on.
-- A person gets it as themself, an executive from the organization's worker.
CREATE FUNCTION app.due_agendas(zones text[], days date[], hours integer[], most integer)
RETURNS TABLE (user_id uuid, executive_id uuid, day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT reader.user_id, reader.executive_id, here.day
  FROM unnest(zones, days, hours) AS here(zone, day, hour)
  JOIN (
    SELECT u.id AS user_id, NULL::uuid AS executive_id, u.timezone AS zone,
           coalesce((u.preferences #>> '{notifications,daily_hour}')::numeric::integer, 7) AS at_hour
    FROM public.users u
    WHERE u.is_active AND NOT u.is_system
      AND u.preferences #>> '{notifications,agenda}' IS DISTINCT FROM 'false'
      AND u.preferences #>> '{notifications,email}' IS DISTINCT FROM 'false'
    UNION ALL
    SELECT w.id, e.id, e.timezone, (e.communication_preferences #>> '{daily_agenda,hour}')::numeric::integer
    FROM public.executive_profiles e JOIN public.users w ON w.org_id = e.org_id AND w.is_system
    WHERE e.is_active AND e.deleted_at IS NULL AND e.email <> ''
      AND e.communication_preferences #>> '{daily_agenda,is_wanted}' = 'true'
  ) reader ON reader.zone = here.zone AND here.hour >= reader.at_hour AND here.hour < reader.at_hour + 6
  WHERE app.user_id() IS NULL
    AND NOT EXISTS (SELECT FROM public.digests d
                    WHERE d.user_id = reader.user_id AND d.day = here.day
                      AND d.executive_id IS NOT DISTINCT FROM reader.executive_id)
  LIMIT most
$$;

-- One browser speaks to one person: whoever asks last, and shows that they hold its endpoint.
CREATE FUNCTION app.take_over_push(of_endpoint text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM public.push_subscriptions p
  WHERE p.endpoint = of_endpoint AND p.user_id <> app.user_id() AND app.member_org() IS NOT NULL
$$;

-- Whether a colleague has a browser to push to: no more than that.
CREATE FUNCTION app.has_push(of_user uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.push_subscriptions p
                 WHERE p.user_id = of_user AND p.org_id = app.member_org())
$$;

ALTER FUNCTION app.notify(uuid, text, text, text, text, text, text, text, uuid, jsonb, jsonb) OWNER TO :definer:;
ALTER FUNCTION app.due_senders(integer) OWNER TO :definer:;
ALTER FUNCTION app.agenda_zones() OWNER TO :definer:;
ALTER FUNCTION app.due_agendas(text[], date[], integer[], integer) OWNER TO :definer:;
ALTER FUNCTION app.take_over_push(text) OWNER TO :definer:;
ALTER FUNCTION app.has_push(uuid) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION
  app.notify(uuid, text, text, text, text, text, text, text, uuid, jsonb, jsonb), app.due_senders(integer),
  app.agenda_zones(), app.due_agendas(text[], date[], integer[], integer), app.take_over_push(text),
  app.has_push(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  app.notify(uuid, text, text, text, text, text, text, text, uuid, jsonb, jsonb), app.due_senders(integer),
  app.agenda_zones(), app.due_agendas(text[], date[], integer[], integer), app.take_over_push(text),
  app.has_push(uuid) TO :app:;
