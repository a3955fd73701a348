-- Where a calendar's server tells attendees itself (RFC 6638 §2), what is changed here reaches it only when it can be
-- undone no more: a little later than the notices' own window. :app:, :definer: are the roles' names.
GRANT CREATE ON SCHEMA app TO :definer:;

CREATE FUNCTION app.tells_attendees(i public.integrations) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.scopes ? 'calendar-auto-schedule'
$$;

-- Whether one of the calendars that hold this series, or will, is on such a server.
CREATE FUNCTION app.server_tells(of_executive uuid, of_uid text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM public.calendar_sync_tokens c
    JOIN public.integrations i ON i.id = c.integration_id AND i.status <> 'revoked'
    WHERE c.executive_id = of_executive AND c.org_id = app.member_org() AND c.is_enabled
      AND i.settings ->> 'sync_direction' <> 'pull' AND app.tells_attendees(i)
      AND (EXISTS (SELECT FROM public.synced_series s WHERE s.calendar_id = c.id AND s.ical_uid = of_uid)
           OR c.id = app.write_target(of_executive) AND NOT EXISTS (
             SELECT FROM public.synced_series s JOIN public.calendar_sync_tokens o ON o.id = s.calendar_id
             WHERE o.executive_id = of_executive AND s.ical_uid = of_uid)))
$$;

CREATE FUNCTION app.has_attendees(of_executive uuid, of_uid text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.meetings m
                 WHERE m.executive_id = of_executive AND m.ical_uid = of_uid AND m.ical_uid <> ''
                   AND m.deleted_at IS NULL AND m.attendees @? '$[*] ? (!(@.is_organizer == true))')
      OR EXISTS (SELECT FROM public.meetings m
                 WHERE m.id = CASE WHEN of_uid ~ '^[0-9a-f-]{36}@jenifer$' THEN left(of_uid, 36)::uuid END
                   AND m.attendees @? '$[*] ? (!(@.is_organizer == true))')
$$;

CREATE OR REPLACE FUNCTION app.note_calendar_changes(executives uuid[], uids text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.calendar_changes AS known (org_id, calendar_id, ical_uid, due_at)
  SELECT DISTINCT c.org_id, c.id, changed.uid,
         CASE WHEN app.tells_attendees(i) AND app.has_attendees(changed.executive_id, changed.uid)
              THEN now() + interval '25 seconds' ELSE now() END
  FROM unnest(executives, uids) AS changed (executive_id, uid)
  JOIN public.calendar_sync_tokens c ON c.executive_id = changed.executive_id AND c.is_enabled
  JOIN public.integrations i ON i.id = c.integration_id AND i.status <> 'revoked'
  WHERE i.settings ->> 'sync_direction' <> 'pull'
    AND c.id::text <> coalesce(current_setting('app.applying', true), '')
    AND (EXISTS (SELECT FROM public.synced_series s WHERE s.calendar_id = c.id AND s.ical_uid = changed.uid)
         OR c.id = app.write_target(changed.executive_id) AND NOT EXISTS (
           SELECT FROM public.synced_series s JOIN public.calendar_sync_tokens o ON o.id = s.calendar_id
           WHERE o.executive_id = changed.executive_id AND s.ical_uid = changed.uid))
  ON CONFLICT (calendar_id, ical_uid) DO UPDATE
  SET revision = known.revision + 1, due_at = excluded.due_at, attempts = 0, last_error = ''
$$;

ALTER FUNCTION app.server_tells(uuid, text) OWNER TO :definer:;
ALTER FUNCTION app.has_attendees(uuid, text) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.tells_attendees(public.integrations), app.has_attendees(uuid, text),
  app.server_tells(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.tells_attendees(public.integrations), app.has_attendees(uuid, text) TO :definer:;
GRANT EXECUTE ON FUNCTION app.server_tells(uuid, text) TO :app:, :definer:;
