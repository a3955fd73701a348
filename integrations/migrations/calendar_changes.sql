-- What is changed on a calendar here is noted for the calendars outside that hold it, with the change itself: no code
-- can forget to. What came from a calendar (app.applying) is not noted for it again.
GRANT CREATE ON SCHEMA app TO :definer:;

CREATE FUNCTION app.series_uid(of_meeting public.meetings) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(nullif(of_meeting.ical_uid, ''),
                  coalesce(of_meeting.recurrence_parent_id, of_meeting.id)::text || '@jenifer')
$$;

-- What a calendar outside is told of a meeting.
CREATE FUNCTION app.told_of(m public.meetings) RETURNS record
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (m.executive_id, m.title, m.description, m.start_time, m.end_time, m.timezone, m.is_all_day, m.location,
          m.video_conference_url, m.category, m.recurrence_rule, m.recurrence_id, m.recurrence_parent_id,
          m.range_this_and_future, m.excluded_dates, m.extra_dates, m.status, m.transparency, m.visibility,
          m.priority, m.attendees, m.ical_uid, m.sequence, m.deleted_at IS NULL)
$$;

CREATE FUNCTION app.note_calendar_changes(executives uuid[], uids text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.calendar_changes AS known (org_id, calendar_id, ical_uid)
  SELECT DISTINCT c.org_id, c.id, changed.uid
  FROM unnest(executives, uids) AS changed (executive_id, uid)
  JOIN public.calendar_sync_tokens c ON c.executive_id = changed.executive_id AND c.is_enabled
  JOIN public.integrations i ON i.id = c.integration_id AND i.status <> 'revoked'
  WHERE i.settings ->> 'sync_direction' <> 'pull'
    AND c.id::text <> coalesce(current_setting('app.applying', true), '')
    AND (EXISTS (SELECT FROM public.synced_series s WHERE s.calendar_id = c.id AND s.ical_uid = changed.uid)
         OR c.is_write_target AND NOT EXISTS (
           SELECT FROM public.synced_series s JOIN public.calendar_sync_tokens o ON o.id = s.calendar_id
           WHERE o.executive_id = changed.executive_id AND s.ical_uid = changed.uid))
  ON CONFLICT (calendar_id, ical_uid) DO UPDATE
  SET revision = known.revision + 1, due_at = now(), attempts = 0, last_error = ''
$$;

CREATE FUNCTION app.note_inserted_meetings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.note_calendar_changes(array_agg(n.executive_id), array_agg(app.series_uid(n))) FROM new_rows n;
  RETURN NULL;
END $$;
CREATE FUNCTION app.note_deleted_meetings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.note_calendar_changes(array_agg(o.executive_id), array_agg(app.series_uid(o))) FROM old_rows o;
  RETURN NULL;
END $$;
CREATE FUNCTION app.note_updated_meetings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.note_calendar_changes(
            array_agg(o.executive_id) || array_agg(n.executive_id),
            array_agg(app.series_uid(o)) || array_agg(app.series_uid(n)))
  FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE app.told_of(o) IS DISTINCT FROM app.told_of(n);
  RETURN NULL;
END $$;

CREATE TRIGGER meetings_noted_inserted AFTER INSERT ON public.meetings
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.note_inserted_meetings();
CREATE TRIGGER meetings_noted_deleted AFTER DELETE ON public.meetings
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.note_deleted_meetings();
CREATE TRIGGER meetings_noted_updated AFTER UPDATE ON public.meetings
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.note_updated_meetings();

-- Connections whose turn it is, over all organizations, each with its owner; the organizations in turns, so that one
-- with a thousand connections keeps nobody waiting.
CREATE FUNCTION app.due_connections(most integer) RETURNS TABLE (integration_id uuid, owner_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.id, d.user_id FROM (
    SELECT i.id, i.user_id, i.next_sync_at,
           row_number() OVER (PARTITION BY i.org_id ORDER BY i.next_sync_at NULLS FIRST) AS turn
    FROM public.integrations i JOIN public.users u ON u.id = i.user_id AND u.is_active
    WHERE app.user_id() IS NULL AND i.integration_type = 'calendar' AND i.provider = 'caldav'
      AND i.status IN ('active', 'error')
      AND (i.settings ->> 'sync_enabled')::boolean
      AND (i.next_sync_at IS NULL OR i.next_sync_at <= now() OR i.status = 'active' AND EXISTS (
        SELECT FROM public.calendar_sync_tokens c JOIN public.calendar_changes g ON g.calendar_id = c.id
        WHERE c.integration_id = i.id AND g.due_at <= now()))
  ) d ORDER BY d.turn, d.next_sync_at NULLS FIRST LIMIT most
$$;

ALTER FUNCTION app.note_calendar_changes(uuid[], text[]) OWNER TO :definer:;
ALTER FUNCTION app.note_inserted_meetings() OWNER TO :definer:;
ALTER FUNCTION app.note_deleted_meetings() OWNER TO :definer:;
ALTER FUNCTION app.note_updated_meetings() OWNER TO :definer:;
ALTER FUNCTION app.due_connections(integer) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
GRANT SELECT ON public.calendar_sync_tokens, public.integrations, public.meetings TO :definer:;
REVOKE EXECUTE ON FUNCTION app.series_uid(public.meetings), app.told_of(public.meetings),
  app.note_calendar_changes(uuid[], text[]), app.note_inserted_meetings(), app.note_deleted_meetings(),
  app.note_updated_meetings(), app.due_connections(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.series_uid(public.meetings), app.told_of(public.meetings) TO :definer:;
GRANT EXECUTE ON FUNCTION app.due_connections(integer) TO :app:, :definer:;
