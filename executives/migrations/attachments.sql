-- For the sweep of stored files, which acts as nobody. :app:, :owner: and :definer: are the roles' names.
GRANT CREATE ON SCHEMA app TO :definer:;

-- Which of these stored files a row still speaks of; the others are left over.
CREATE FUNCTION app.known_files(names text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.stored_as FROM public.attachments a WHERE app.user_id() IS NULL AND a.stored_as = ANY (names)
$$;
-- Attachments that were removed too long ago to be asked back, with their organization's own worker.
CREATE FUNCTION app.removed_attachments(most integer) RETURNS TABLE (attachment_id uuid, worker_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.id, u.id FROM public.attachments a JOIN public.users u ON u.org_id = a.org_id AND u.is_system
  WHERE app.user_id() IS NULL AND a.deleted_at < now() - interval '30 days'
  ORDER BY a.deleted_at LIMIT most
$$;

ALTER FUNCTION app.known_files(text[]) OWNER TO :definer:;
ALTER FUNCTION app.removed_attachments(integer) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.known_files(text[]), app.removed_attachments(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.known_files(text[]), app.removed_attachments(integer) TO :app:, :definer:;
