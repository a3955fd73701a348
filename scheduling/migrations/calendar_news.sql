-- What changes on a calendar, for whoever was not there: noted with the change itself, whatever way it came. The
-- series that a meeting belongs to is the news, once; many at once (an import, a first sync) are one row that counts.
GRANT CREATE ON SCHEMA app TO :definer:;

CREATE TYPE app.news AS (
  executive_id uuid, kind text, series_id uuid, recurrence_id timestamptz, title text, who text,
  was_start timestamptz, was_end timestamptz, start_time timestamptz, end_time timestamptz,
  timezone text, is_all_day boolean, is_recurring boolean, is_private boolean, amount bigint
);

CREATE FUNCTION app.news_of(kind text, m public.meetings, series uuid, was_start timestamptz, was_end timestamptz,
                            who text DEFAULT '') RETURNS app.news
LANGUAGE sql STABLE AS $$
  SELECT ROW(m.executive_id, kind, series, m.recurrence_id, m.title, who, was_start, was_end, m.start_time, m.end_time,
             m.timezone, m.is_all_day, m.is_recurring, m.visibility <> 'public', 1)::app.news
$$;

CREATE FUNCTION app.is_on(m public.meetings) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT m.deleted_at IS NULL AND m.status <> 'cancelled' AND m.executive_id IS NOT NULL
$$;

-- The series that a changed instance belongs to, where it stood before this transaction: of one that comes with its
-- series there is no news besides.
CREATE FUNCTION app.master_of(m public.meetings) RETURNS public.meetings
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s FROM public.meetings s
  WHERE s.executive_id = m.executive_id AND s.recurrence_id IS NULL AND s.deleted_at IS NULL
    AND s.status <> 'cancelled' AND s.created_at < now()
    AND (s.id = m.recurrence_parent_id OR m.recurrence_parent_id IS NULL AND m.ical_uid <> '' AND s.ical_uid = m.ical_uid)
  LIMIT 1
$$;

-- Who says no now and did not before.
CREATE FUNCTION app.newly_declined(before jsonb, after jsonb) RETURNS SETOF text
LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(nullif(a ->> 'name', ''), a ->> 'email') FROM jsonb_array_elements(after) a
  WHERE a ->> 'status' = 'declined' AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(before) b
    WHERE lower(b ->> 'email') = lower(a ->> 'email') AND b ->> 'status' = 'declined')
$$;

-- One instance against the series that it is of: its first row, or what is left when that goes.
CREATE FUNCTION app.news_of_instance(m public.meetings, s public.meetings, is_gone boolean) RETURNS SETOF app.news
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH planned AS (
    SELECT m.recurrence_id AS begins, m.recurrence_id + (s.end_time - s.start_time) AS ends,
           s.excluded_dates ?| ARRAY[to_char(m.recurrence_id AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                                     to_char(m.recurrence_id AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')] AS is_excluded
  )
  SELECT app.news_of('cancelled', m, s.id, m.start_time, m.end_time) FROM planned
  WHERE CASE WHEN is_gone THEN is_excluded ELSE m.status = 'cancelled' END
  UNION ALL
  SELECT app.news_of('moved', m, s.id, begins, ends) FROM planned
  WHERE NOT is_gone AND app.is_on(m) AND (m.start_time, m.end_time) IS DISTINCT FROM (begins, ends)
  UNION ALL
  SELECT (s.executive_id, 'moved', s.id, m.recurrence_id, s.title, '', m.start_time, m.end_time, begins, ends,
          s.timezone, s.is_all_day, false, s.visibility <> 'public', 1)::app.news FROM planned
  WHERE is_gone AND NOT is_excluded AND (m.start_time, m.end_time) IS DISTINCT FROM (begins, ends)
  UNION ALL
  SELECT app.news_of('declined', m, s.id, NULL, NULL, who)
  FROM app.newly_declined(s.attendees, m.attendees) who WHERE NOT is_gone AND app.is_on(m)
$$;

CREATE FUNCTION app.news_of_change(o public.meetings, n public.meetings) RETURNS SETOF app.news
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT app.news_of('cancelled', o, coalesce(o.recurrence_parent_id, o.id), o.start_time, o.end_time)
  WHERE app.is_on(o) AND (NOT app.is_on(n) OR o.executive_id <> n.executive_id)
  UNION ALL
  SELECT app.news_of('new', n, coalesce(n.recurrence_parent_id, n.id), NULL, NULL)
  WHERE app.is_on(n) AND (NOT app.is_on(o) OR o.executive_id <> n.executive_id)
  UNION ALL
  SELECT app.news_of('moved', n, coalesce(n.recurrence_parent_id, n.id), o.start_time, o.end_time)
  WHERE app.is_on(o) AND app.is_on(n) AND o.executive_id = n.executive_id
    AND (o.start_time, o.end_time, o.is_all_day, o.recurrence_rule)
        IS DISTINCT FROM (n.start_time, n.end_time, n.is_all_day, n.recurrence_rule)
  UNION ALL
  SELECT (n.executive_id, 'cancelled', n.id, at::timestamptz, n.title, '', at::timestamptz,
          at::timestamptz + (n.end_time - n.start_time), at::timestamptz, at::timestamptz + (n.end_time - n.start_time),
          n.timezone, n.is_all_day, false, n.visibility <> 'public', 1)::app.news
  FROM (SELECT CASE WHEN e LIKE '%Z' THEN e ELSE e || 'Z' END AS at FROM jsonb_array_elements_text(n.excluded_dates) e
        WHERE n.excluded_dates <> o.excluded_dates AND NOT o.excluded_dates ? e AND e LIKE '%T%' LIMIT 50) gone
  WHERE app.is_on(o) AND app.is_on(n)
  UNION ALL
  SELECT app.news_of('declined', n, coalesce(n.recurrence_parent_id, n.id), NULL, NULL, who)
  FROM app.newly_declined(o.attendees, n.attendees) who
  WHERE n.attendees <> o.attendees AND app.is_on(o) AND app.is_on(n)
$$;

-- More than 20 of a kind at once are one line. By whom: the person, or the calendar outside that is being applied.
-- While an organization or an executive is being removed there is nobody to tell.
CREATE FUNCTION app.add_news(found app.news[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH found AS (
    SELECT f.*, e.org_id, count(*) OVER (PARTITION BY f.executive_id, f.kind) > 20 AS is_many
    FROM unnest(found) f
    JOIN public.executive_profiles e ON e.id = f.executive_id JOIN public.organizations o ON o.id = e.org_id
  ), lines AS (
    SELECT f.* FROM found f WHERE NOT f.is_many
    UNION ALL
    SELECT f.executive_id, f.kind, NULL, NULL, '', '', NULL, NULL, NULL, NULL, '', false, false, false,
           count(DISTINCT f.series_id), f.org_id, true
    FROM found f WHERE f.is_many GROUP BY f.executive_id, f.kind, f.org_id
  )
  INSERT INTO public.calendar_news (org_id, executive_id, kind, series_id, recurrence_id, title, who, was_start, was_end,
                                    start_time, end_time, timezone, is_all_day, is_recurring, is_private, amount,
                                    by_id, is_outside, created_at)
  SELECT l.org_id, l.executive_id, l.kind, l.series_id, l.recurrence_id, l.title, l.who, l.was_start, l.was_end,
         l.start_time, l.end_time, l.timezone, l.is_all_day, l.is_recurring, l.is_private, l.amount,
         CASE WHEN coalesce(current_setting('app.applying', true), '') = '' THEN u.id END,
         coalesce(current_setting('app.applying', true), '') <> '', clock_timestamp()
  FROM lines l LEFT JOIN public.users u ON u.id = app.user_id() AND u.org_id = l.org_id
$$;

CREATE FUNCTION app.tell_inserted_meetings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.add_news(array_agg(t)) FROM (
    WITH many AS MATERIALIZED (  -- an import must not wait for rows to be made of which only the number is told
      SELECT n.executive_id, count(*) AS amount FROM new_rows n
      WHERE n.recurrence_id IS NULL AND app.is_on(n) GROUP BY n.executive_id HAVING count(*) > 20
    )
    SELECT (many.executive_id, 'new', NULL, NULL, '', '', NULL, NULL, NULL, NULL, '', false, false, false,
            many.amount)::app.news AS t FROM many
    UNION ALL
    SELECT app.news_of('new', n, n.id, NULL, NULL) FROM new_rows n
    WHERE n.recurrence_id IS NULL AND app.is_on(n) AND n.executive_id NOT IN (SELECT many.executive_id FROM many)
    UNION ALL
    SELECT t FROM new_rows n, app.master_of(n) s, app.news_of_instance(n, s, false) t
    WHERE n.recurrence_id IS NOT NULL AND n.deleted_at IS NULL AND s.id IS NOT NULL
  ) told HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION app.tell_deleted_meetings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.add_news(array_agg(t)) FROM (
    SELECT app.news_of('cancelled', o, o.id, o.start_time, o.end_time) AS t FROM old_rows o
    WHERE o.recurrence_id IS NULL AND app.is_on(o)
    UNION ALL
    SELECT t FROM old_rows o, app.master_of(o) s, app.news_of_instance(o, s, true) t
    WHERE o.recurrence_id IS NOT NULL AND app.is_on(o) AND s.id IS NOT NULL
  ) told HAVING count(*) > 0;
  RETURN NULL;
END $$;

-- What has been made private since is private in the news of before, too.
CREATE FUNCTION app.tell_updated_meetings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.add_news(array_agg(t)) FROM (
    SELECT t FROM old_rows o JOIN new_rows n ON n.id = o.id, app.news_of_change(o, n) t
    WHERE app.told_of_news(o) IS DISTINCT FROM app.told_of_news(n)
      AND NOT (o.recurrence_id IS NOT NULL AND o.deleted_at IS NULL AND n.deleted_at IS NOT NULL)
    UNION ALL
    SELECT t FROM old_rows o JOIN new_rows n ON n.id = o.id, app.master_of(o) s, app.news_of_instance(o, s, true) t
    WHERE o.recurrence_id IS NOT NULL AND app.is_on(o) AND n.deleted_at IS NOT NULL AND s.id IS NOT NULL
  ) told HAVING count(*) > 0;
  UPDATE public.calendar_news c SET is_private = true
  FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE o.visibility = 'public' AND n.visibility <> 'public'
    AND c.series_id = coalesce(n.recurrence_parent_id, n.id)
    AND (n.recurrence_id IS NULL OR c.recurrence_id = n.recurrence_id) AND NOT c.is_private;
  RETURN NULL;
END $$;

CREATE FUNCTION app.told_of_news(m public.meetings) RETURNS record LANGUAGE sql IMMUTABLE AS $$
  SELECT (m.executive_id, m.start_time, m.end_time, m.is_all_day, m.recurrence_rule, m.excluded_dates, m.status,
          m.attendees, m.deleted_at IS NULL)
$$;

CREATE TRIGGER meetings_told_inserted AFTER INSERT ON public.meetings
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.tell_inserted_meetings();
CREATE TRIGGER meetings_told_deleted AFTER DELETE ON public.meetings
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.tell_deleted_meetings();
CREATE TRIGGER meetings_told_updated AFTER UPDATE ON public.meetings
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.tell_updated_meetings();

-- News are kept for a month, and of one calendar no more than a thousand. Only for who acts as nobody, the sweep.
CREATE FUNCTION app.trim_calendar_news() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH gone AS (
    DELETE FROM public.calendar_news c
    USING (SELECT k.id, row_number() OVER (PARTITION BY k.executive_id ORDER BY k.created_at DESC) AS place
           FROM public.calendar_news k) ranked
    WHERE app.user_id() IS NULL AND ranked.id = c.id
      AND (c.created_at < now() - interval '30 days' OR ranked.place > 1000)
    RETURNING 1
  )
  SELECT count(*) FROM gone
$$;

ALTER FUNCTION app.master_of(public.meetings) OWNER TO :definer:;
ALTER FUNCTION app.add_news(app.news[]) OWNER TO :definer:;
ALTER FUNCTION app.tell_inserted_meetings() OWNER TO :definer:;
ALTER FUNCTION app.tell_deleted_meetings() OWNER TO :definer:;
ALTER FUNCTION app.tell_updated_meetings() OWNER TO :definer:;
ALTER FUNCTION app.trim_calendar_news() OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
GRANT SELECT ON public.meetings, public.users, public.organizations, public.executive_profiles TO :definer:;
REVOKE EXECUTE ON FUNCTION
  app.news_of(text, public.meetings, uuid, timestamptz, timestamptz, text), app.is_on(public.meetings),
  app.master_of(public.meetings), app.newly_declined(jsonb, jsonb),
  app.news_of_instance(public.meetings, public.meetings, boolean),
  app.news_of_change(public.meetings, public.meetings), app.told_of_news(public.meetings), app.add_news(app.news[]),
  app.tell_inserted_meetings(), app.tell_deleted_meetings(), app.tell_updated_meetings(), app.trim_calendar_news()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  app.news_of(text, public.meetings, uuid, timestamptz, timestamptz, text), app.is_on(public.meetings),
  app.newly_declined(jsonb, jsonb), app.news_of_instance(public.meetings, public.meetings, boolean),
  app.news_of_change(public.meetings, public.meetings), app.told_of_news(public.meetings) TO :definer:;
GRANT EXECUTE ON FUNCTION app.trim_calendar_news() TO :app:, :definer:;
