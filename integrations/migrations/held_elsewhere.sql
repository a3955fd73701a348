-- What the other calendars of the same executive hold, whoever of the assistants has connected them. For the owner of
-- the calendar that is asked about. :app:, :definer: are the roles' names.
GRANT CREATE ON SCHEMA app TO :definer:;

-- `is_same` where each of them is a subscription to the very same address.
CREATE FUNCTION app.held_elsewhere(of_calendar uuid, uids text[]) RETURNS TABLE (ical_uid text, is_same boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.ical_uid, bool_and(i.provider = 'ics' AND (j.provider, j.provider_user_id) = (i.provider, i.provider_user_id))
  FROM public.calendar_sync_tokens c
  JOIN public.integrations i ON i.id = c.integration_id
  JOIN public.calendar_sync_tokens o ON o.executive_id = c.executive_id AND o.id <> c.id AND o.is_enabled
  JOIN public.integrations j ON j.id = o.integration_id AND j.status IN ('active', 'error')
  JOIN public.synced_series s ON s.calendar_id = o.id AND s.ical_uid = ANY(uids)
  WHERE c.id = of_calendar AND c.org_id = app.member_org() AND i.user_id = app.user_id()
  GROUP BY s.ical_uid
$$;

-- As before (undo_window.sql), but what comes from a calendar outside is not made here: it is written to no other one.
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
         OR coalesce(current_setting('app.applying', true), '') = ''
         AND c.id = app.write_target(changed.executive_id) AND NOT EXISTS (
           SELECT FROM public.synced_series s JOIN public.calendar_sync_tokens o ON o.id = s.calendar_id
           WHERE o.executive_id = changed.executive_id AND s.ical_uid = changed.uid))
  ON CONFLICT (calendar_id, ical_uid) DO UPDATE
  SET revision = known.revision + 1, due_at = excluded.due_at, attempts = 0, last_error = ''
$$;

ALTER FUNCTION app.held_elsewhere(uuid, text[]) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.held_elsewhere(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.held_elsewhere(uuid, text[]) TO :app:, :definer:;
