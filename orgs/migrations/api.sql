-- A token's hash leads to ids only; what it may do stands in its row, which its owner alone reads.
SET LOCAL check_function_bodies = off;
GRANT CREATE ON SCHEMA app TO :definer:;
CREATE FUNCTION app.token_owner(digest text) RETURNS TABLE (token_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.id, t.user_id FROM public.api_tokens t WHERE t.token = digest
$$;

-- Work that is due, over all organizations; only for who acts as nobody, the sweep.
CREATE FUNCTION app.forget_idempotency_keys() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH gone AS (
    DELETE FROM public.idempotency_keys k WHERE app.user_id() IS NULL AND k.expires_at <= now() RETURNING 1
  )
  SELECT count(*) FROM gone
$$;
ALTER FUNCTION app.token_owner(text) OWNER TO :definer:;
ALTER FUNCTION app.forget_idempotency_keys() OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.token_owner(text), app.forget_idempotency_keys() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.token_owner(text), app.forget_idempotency_keys() TO :app:, :definer:;
SET LOCAL check_function_bodies = on;
