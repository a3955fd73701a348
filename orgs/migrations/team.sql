-- Invitations and the team. :app:, :owner:, :definer: and :backup: are the roles' names (jenifer/migrations/wall.sql).
GRANT CREATE ON SCHEMA app TO :definer:;
SET LOCAL check_function_bodies = off;

-- The organization whose team whoever acts may look after.
CREATE FUNCTION app.team_org() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN app.entry_id() IS NOT NULL THEN app.entered_org()
         ELSE (SELECT u.org_id FROM public.users u WHERE u.id = app.user_id() AND u.is_active
                 AND (u.role = 'admin' OR u.permissions ? 'team.manage')) END
$$;

-- The hash of what an e-mail carried leads to an invitation: its id, which then is the visitor's claim.
CREATE FUNCTION app.invitation_by_token(hash text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.id FROM public.invitations i WHERE i.token = hash
$$;

-- What the holder of an invitation is shown of it, and of an organization that is not theirs yet: no more.
CREATE FUNCTION app.claimed_invitation()
RETURNS TABLE (id uuid, org_id uuid, organization text, invited_by text, email text, role text, status text,
               expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.id, i.org_id, o.name, coalesce(nullif(u.full_name, ''), u.email), i.email, i.role, i.status, i.expires_at
  FROM public.invitations i
  JOIN public.organizations o ON o.id = i.org_id
  JOIN public.users u ON u.id = i.invited_by
  WHERE i.id = app.claimed_id()
$$;

-- Who has joined by the invitation they hold uses it up; one that is over meanwhile yields nothing.
CREATE FUNCTION app.accept_invitation() RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  UPDATE public.invitations i SET status = 'accepted', accepted_at = now()
  FROM public.users u
  WHERE i.id = app.claimed_id() AND i.status = 'pending' AND i.expires_at > now()
    AND u.id = app.user_id() AND u.org_id = i.org_id AND u.email = i.email
  RETURNING i.id
$$;

-- An organization keeps an admin who can act. The lock makes two who demote each other take turns.
CREATE FUNCTION app.keep_an_admin() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_user <> :'app' OR OLD.role <> 'admin' OR NOT OLD.is_active
     OR (NEW.role = 'admin' AND NEW.is_active) THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('admins of ' || OLD.org_id, 0));
  IF NOT EXISTS (SELECT FROM public.users u
                 WHERE u.org_id = OLD.org_id AND u.role = 'admin' AND u.is_active AND u.id <> OLD.id) THEN
    RAISE 'the last admin of an organization stays one'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'users_last_admin';
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION app.team_org() OWNER TO :definer:;
ALTER FUNCTION app.invitation_by_token(text) OWNER TO :definer:;
ALTER FUNCTION app.claimed_invitation() OWNER TO :definer:;
ALTER FUNCTION app.accept_invitation() OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON FUNCTION app.team_org(), app.invitation_by_token(text), app.claimed_invitation(),
                           app.accept_invitation(), app.keep_an_admin() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.team_org(), app.invitation_by_token(text), app.claimed_invitation(),
                          app.accept_invitation() TO :app:, :definer:;
