-- Subscriptions take their turn as accounts do.
CREATE OR REPLACE FUNCTION app.due_connections(most integer) RETURNS TABLE (integration_id uuid, owner_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.id, d.user_id FROM (
    SELECT i.id, i.user_id, i.next_sync_at,
           row_number() OVER (PARTITION BY i.org_id ORDER BY i.next_sync_at NULLS FIRST) AS turn
    FROM public.integrations i JOIN public.users u ON u.id = i.user_id AND u.is_active
    WHERE app.user_id() IS NULL AND i.integration_type = 'calendar' AND i.provider IN ('caldav', 'ics')
      AND i.status IN ('active', 'error')
      AND (i.settings ->> 'sync_enabled')::boolean
      AND (i.next_sync_at IS NULL OR i.next_sync_at <= now() OR i.status = 'active' AND EXISTS (
        SELECT FROM public.calendar_sync_tokens c JOIN public.calendar_changes g ON g.calendar_id = c.id
        WHERE c.integration_id = i.id AND g.due_at <= now()))
  ) d ORDER BY d.turn, d.next_sync_at NULLS FIRST LIMIT most
$$;
