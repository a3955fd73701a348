-- Where several assistants have each chosen a calendar for what is made here, the first that works is written to:
-- nothing is there twice. Otherwise as before (calendar_changes.sql).
GRANT CREATE ON SCHEMA app TO :definer:;

CREATE FUNCTION app.write_target(executive uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.id FROM public.calendar_sync_tokens c JOIN public.integrations i ON i.id = c.integration_id
  WHERE c.executive_id = executive AND c.is_enabled AND c.is_write_target AND i.status <> 'revoked'
    AND i.settings ->> 'sync_direction' <> 'pull'
  ORDER BY i.status IN ('active', 'error') DESC, c.created_at, c.id LIMIT 1
$$;

CREATE OR REPLACE FUNCTION app.note_calendar_changes(executives uuid[], uids text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.calendar_changes AS known (org_id, calendar_id, ical_uid)
  SELECT DISTINCT c.org_id, c.id, changed.uid
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
  SET revision = known.revision + 1, due_at = now(), attempts = 0, last_error = ''
$$;

ALTER FUNCTION app.write_target(uuid) OWNER TO :definer:;
ALTER FUNCTION app.note_calendar_changes(uuid[], text[]) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.write_target(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.write_target(uuid) TO :definer:;
