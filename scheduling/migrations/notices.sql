-- What notices to attendees need before anyone's identity is known. :app:, :definer: are the roles' names.
SET LOCAL check_function_bodies = off;
GRANT CREATE ON SCHEMA app TO :definer:;

-- The hash of what a letter carried leads to a notice, and to the organization's worker as whom it is answered.
CREATE FUNCTION app.notice_by_token(digest text) RETURNS TABLE (notice_id uuid, worker_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT n.id, u.id FROM public.attendee_notices n
  JOIN public.users u ON u.org_id = n.org_id AND u.is_system
  WHERE app.user_id() IS NULL AND digest <> '' AND n.token = digest
    AND (n.expires_at IS NULL OR n.expires_at > now())
$$;

-- An answer by mail is to whatever was sent last to that address.
CREATE FUNCTION app.notice_by_reply(digest text) RETURNS TABLE (notice_id uuid, worker_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT n.id, u.id FROM public.attendee_notices n
  JOIN public.users u ON u.org_id = n.org_id AND u.is_system
  WHERE app.user_id() IS NULL AND digest <> '' AND n.reply_key = digest
  ORDER BY n.created_at DESC, n.id LIMIT 1
$$;

-- A letter that comes back names its Message-ID, which is a notice's id.
CREATE FUNCTION app.notice_worker(of_notice uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.id FROM public.attendee_notices n JOIN public.users u ON u.org_id = n.org_id AND u.is_system
  WHERE app.user_id() IS NULL AND n.id = of_notice
$$;

-- Organizations with notices that are due, or were taken up and never settled, by their workers: for the sweep.
CREATE FUNCTION app.due_notices(most integer) RETURNS TABLE (worker_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.id FROM public.attendee_notices n JOIN public.users u ON u.org_id = n.org_id AND u.is_system
  WHERE app.user_id() IS NULL AND n.state IN ('waiting', 'sending') AND n.due_at <= now()
    AND (n.state = 'waiting' OR n.claimed_at < now() - interval '15 minutes')
  GROUP BY u.id ORDER BY min(n.due_at) LIMIT most
$$;

ALTER FUNCTION app.notice_by_token(text) OWNER TO :definer:;
ALTER FUNCTION app.notice_by_reply(text) OWNER TO :definer:;
ALTER FUNCTION app.notice_worker(uuid) OWNER TO :definer:;
ALTER FUNCTION app.due_notices(integer) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.notice_by_token(text), app.notice_by_reply(text), app.notice_worker(uuid),
  app.due_notices(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.notice_by_token(text), app.notice_by_reply(text), app.notice_worker(uuid),
  app.due_notices(integer) TO :app:, :definer:;
SET LOCAL check_function_bodies = on;
