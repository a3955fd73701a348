-- Connections are their owner's alone; when a person goes, an admin sees which there are, and gives them on.
GRANT CREATE ON SCHEMA app TO :definer:;

CREATE FUNCTION app.connections_of(person uuid) RETURNS TABLE (id uuid, provider text, integration_type text, account text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.id, i.provider, i.integration_type, i.provider_email FROM public.integrations i
  WHERE i.user_id = person AND i.org_id = app.admin_org() AND i.status <> 'revoked'
$$;

-- To another active person of the same organization. What they have connected themselves already stays with
-- the one who goes, revoked: nothing syncs twice.
CREATE FUNCTION app.hand_over_connections(giver uuid, taker uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  UPDATE public.integrations i
  SET user_id = CASE WHEN mine.id IS NULL THEN taker ELSE i.user_id END,
      status = CASE WHEN mine.id IS NULL THEN i.status ELSE 'revoked' END
  FROM public.integrations given
  LEFT JOIN public.integrations mine
    ON (mine.user_id, mine.provider, mine.integration_type, mine.provider_user_id)
     = (taker, given.provider, given.integration_type, given.provider_user_id)
  WHERE i.id = given.id AND given.user_id = giver AND given.org_id = app.admin_org() AND given.status <> 'revoked'
    AND EXISTS (SELECT FROM public.users u WHERE u.id = taker AND u.org_id = given.org_id AND u.is_active)
$$;

ALTER FUNCTION app.connections_of(uuid) OWNER TO :definer:;
ALTER FUNCTION app.hand_over_connections(uuid, uuid) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.connections_of(uuid), app.hand_over_connections(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.connections_of(uuid), app.hand_over_connections(uuid, uuid) TO :app:, :definer:;
