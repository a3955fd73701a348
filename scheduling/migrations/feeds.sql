-- A feed's hash leads to ids only: the feed's, and that of the organization's own worker, as whom it is read.
GRANT CREATE ON SCHEMA app TO :definer:;
CREATE FUNCTION app.feed_by_token(digest text) RETURNS TABLE (feed_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT f.id, u.id
  FROM public.calendar_feeds f
  JOIN public.users u ON u.org_id = f.org_id AND u.is_system AND u.is_active
  JOIN public.executive_profiles e ON e.id = f.executive_id AND e.is_active AND e.deleted_at IS NULL
  WHERE f.token = digest AND f.revoked_at IS NULL
$$;
ALTER FUNCTION app.feed_by_token(text) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.feed_by_token(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.feed_by_token(text) TO :app:, :definer:;
