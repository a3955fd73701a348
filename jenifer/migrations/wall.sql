-- Functions that policies and triggers call. :app:, :owner:, :definer: and :backup: are the roles' names.
-- Who acts is bound to the transaction by jenifer.db; everything else is derived from it here, each time.
-- NULLIF: after a commit a transaction-local setting reads '', not NULL.
-- pg_temp stands last in every search path: left out, it would come first, and a temporary type named `inet`
-- would run its owner's code with the definer's rights. The application makes no temporary objects at all.
CREATE SCHEMA app;
GRANT SELECT ON public.django_migrations TO :app:, :backup:;
GRANT USAGE ON SCHEMA app TO :app:, :definer:, :backup:;
GRANT CREATE ON SCHEMA app TO :definer:;
GRANT USAGE ON SCHEMA public TO :app:, :definer:, :backup:;
DO $$
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
SET LOCAL check_function_bodies = off;  -- the tables come in the next migrations

CREATE FUNCTION app.user_id() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('app.user_id', true), '')::uuid
$$;
CREATE FUNCTION app.claimed_id() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('app.claim', true), '')::uuid
$$;
CREATE FUNCTION app.acting_for() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('app.acting_for', true), '')::uuid
$$;

-- The organization of whoever acts: a membership that is over yields nothing, at once.
CREATE FUNCTION app.member_org() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.org_id FROM public.users u WHERE u.id = app.user_id() AND u.is_active
$$;
CREATE FUNCTION app.admin_org() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.org_id FROM public.users u WHERE u.id = app.user_id() AND u.is_active AND u.role = 'admin'
$$;
CREATE FUNCTION app.audit_org() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.org_id FROM public.users u
  WHERE u.id = app.user_id() AND u.is_active AND (u.role = 'admin' OR u.permissions ? 'audit.view')
$$;

-- A founder may join the organization that does not exist yet; anyone else one whose invitation they hold:
-- they claim it by the token that only its e-mail carried. An address that matches is not enough.
CREATE FUNCTION app.may_join(org uuid, address text, wanted_role text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT (wanted_role = 'admin' AND NOT EXISTS (SELECT FROM public.organizations o WHERE o.id = org))
      OR EXISTS (SELECT FROM public.invitations i
                 WHERE i.id = app.claimed_id() AND i.org_id = org AND i.email = address AND i.role = wanted_role
                   AND i.status = 'pending' AND i.expires_at > now())
$$;

-- Before identity: ids only. They open one person's own sign-in rows by way of the claim.
CREATE FUNCTION app.user_by_email(address text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(
    (SELECT e.user_id FROM public.account_emailaddress e JOIN public.users u ON u.id = e.user_id
     WHERE e.email = lower(address) ORDER BY e.verified DESC, u.email = e.email DESC LIMIT 1),
    (SELECT u.id FROM public.users u WHERE u.email = lower(address) AND NOT u.is_system))
$$;
CREATE FUNCTION app.user_by_social(of_provider text, of_uid text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.user_id FROM public.socialaccount_socialaccount a WHERE a.provider = of_provider AND a.uid = of_uid
$$;

-- Work that is due, over all organizations: ids of the row and of the organization's own worker.
-- Only for who acts as nobody, the sweeps: a person's request sees nothing here.
CREATE FUNCTION app.due_examinations(most integer) RETURNS TABLE (executive_id uuid, worker_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.executive_id, u.id
  FROM public.examinations e JOIN public.users u ON u.org_id = e.org_id AND u.is_system
  WHERE app.user_id() IS NULL
    AND (e.examined_at IS NULL OR e.requested_at > e.examined_at OR e.examined_at < now() - interval '1 hour')
  ORDER BY e.examined_at NULLS FIRST LIMIT most
$$;
CREATE FUNCTION app.stalled_imports(most integer) RETURNS TABLE (import_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.id, coalesce(i.created_by, u.id)
  FROM public.calendar_imports i JOIN public.users u ON u.org_id = i.org_id AND u.is_system
  WHERE app.user_id() IS NULL AND i.status IN ('waiting', 'running') AND i.updated_at < now() - interval '2 minutes'
  ORDER BY i.updated_at LIMIT most
$$;

-- Commands at the server, too, act as nobody; they name an executive by address.
CREATE FUNCTION app.executives_by_email(address text) RETURNS TABLE (executive_id uuid, worker_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.id, u.id FROM public.executive_profiles e JOIN public.users u ON u.org_id = e.org_id AND u.is_system
  WHERE app.user_id() IS NULL AND lower(e.email) = lower(address) AND e.deleted_at IS NULL
$$;

CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END $$;

-- What a person may not be born with, or change: about anyone, about others, without being an admin.
CREATE FUNCTION app.guard_user() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_user <> :'app' THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.is_staff OR NEW.is_superuser OR NEW.is_system OR NEW.permissions <> '[]' THEN
      RAISE 'nobody is born with such rights' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.org_id, NEW.is_staff, NEW.is_superuser, NEW.is_system)
       IS DISTINCT FROM (OLD.id, OLD.org_id, OLD.is_staff, OLD.is_superuser, OLD.is_system)
     OR ((NEW.role, NEW.permissions, NEW.is_active) IS DISTINCT FROM (OLD.role, OLD.permissions, OLD.is_active)
         AND (OLD.is_system OR NEW.org_id IS DISTINCT FROM app.admin_org()))
     OR ((NEW.password, NEW.email) IS DISTINCT FROM (OLD.password, OLD.email)
         AND NEW.id IS DISTINCT FROM app.user_id())
  THEN
    RAISE 'this column of users changes only through its service' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- Each organization has one worker of its own, "Jenifer", for what nobody asked for: it cannot log in.
CREATE FUNCTION app.employ_jenifer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.users (org_id, email, full_name, password, role, is_system)
  VALUES (NEW.id, 'jenifer@' || NEW.id || '.invalid', 'Jenifer', '!', 'user', true);
  RETURN NULL;
END $$;

-- The log of changes: who, for whom, from where. Secrets and bookkeeping columns never enter it. While an
-- organization itself is being deleted its rows leave nothing behind; the organization leaves one row.
CREATE FUNCTION app.audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  hidden constant text[] := ARRAY['password', 'token', 'access_token', 'refresh_token', 'sync_cursor',
                                  'created_at', 'updated_at', 'last_login', 'last_seen_at'];
  old_row jsonb;
  new_row jsonb;
  org uuid;
BEGIN
  IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD) - hidden; END IF;
  IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW) - hidden; END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key) INTO old_row, new_row
    FROM jsonb_each(old_row) o WHERE o.value IS DISTINCT FROM new_row -> o.key;
    IF new_row IS NULL THEN RETURN NULL; END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    org := NEW.org_id;
  ELSE
    SELECT o.id INTO org FROM public.organizations o WHERE o.id = OLD.org_id;
    IF org IS NULL THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO public.audit_log (org_id, user_id, acting_for_id, action, entity_type, entity_id,
                                old_values, new_values, ip_address, user_agent)
  VALUES (org, (SELECT u.id FROM public.users u WHERE u.id = app.user_id()), app.acting_for(),
          CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'update' ELSE 'delete' END,
          app.singular(TG_TABLE_NAME), CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
          old_row, new_row,
          nullif(current_setting('app.ip', true), '')::inet, coalesce(current_setting('app.agent', true), ''));
  RETURN NULL;
END $$;
CREATE FUNCTION app.singular(table_name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE table_name
    WHEN 'executive_profiles' THEN 'executive'
    WHEN 'user_executive_assignments' THEN 'assignment'
    WHEN 'org_feature_overrides' THEN 'feature_override'
    ELSE regexp_replace(table_name, 's$', '') END
$$;
CREATE FUNCTION app.audit_organization() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM public.audit_log WHERE org_id = OLD.id;
  INSERT INTO public.audit_log (action, entity_type, entity_id) VALUES ('delete', 'organization', OLD.id);
  RETURN OLD;
END $$;

-- What is not a change of a row: log-ins, exports, reveals.
CREATE FUNCTION app.log_event(what text, of_type text, of_id uuid, details jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.audit_log (org_id, user_id, acting_for_id, action, entity_type, entity_id, new_values,
                                ip_address, user_agent)
  SELECT app.member_org(), app.user_id(), app.acting_for(), what, of_type, of_id, details,
         nullif(current_setting('app.ip', true), '')::inet, coalesce(current_setting('app.agent', true), '')
  WHERE app.member_org() IS NOT NULL
    AND what NOT IN ('create', 'update', 'delete')
$$;

-- A notification to a colleague: INSERT … RETURNING would need the right to read it.
CREATE FUNCTION app.notify(recipient uuid, kind text, of_category text, heading text, message text,
                           url text, label text) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.notifications (org_id, user_id, notification_type, category, title, body,
                                    action_url, action_label)
  SELECT u.org_id, u.id, kind, of_category, heading, message, url, label
  FROM public.users u WHERE u.id = recipient AND u.org_id = app.member_org()
  RETURNING id
$$;

ALTER FUNCTION app.member_org() OWNER TO :definer:;
ALTER FUNCTION app.admin_org() OWNER TO :definer:;
ALTER FUNCTION app.audit_org() OWNER TO :definer:;
ALTER FUNCTION app.may_join(uuid, text, text) OWNER TO :definer:;
ALTER FUNCTION app.user_by_email(text) OWNER TO :definer:;
ALTER FUNCTION app.user_by_social(text, text) OWNER TO :definer:;
ALTER FUNCTION app.due_examinations(integer) OWNER TO :definer:;
ALTER FUNCTION app.stalled_imports(integer) OWNER TO :definer:;
ALTER FUNCTION app.executives_by_email(text) OWNER TO :definer:;
ALTER FUNCTION app.employ_jenifer() OWNER TO :definer:;
ALTER FUNCTION app.audit() OWNER TO :definer:;
ALTER FUNCTION app.audit_organization() OWNER TO :definer:;
ALTER FUNCTION app.log_event(text, text, uuid, jsonb) OWNER TO :definer:;
ALTER FUNCTION app.notify(uuid, text, text, text, text, text, text) OWNER TO :definer:;
REVOKE CREATE ON SCHEMA app FROM :definer:;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO :app:, :definer:;
-- Triggers fire without this right; with it a trigger on a table of one's own could write any log entry.
REVOKE EXECUTE ON FUNCTION app.touch(), app.guard_user(), app.employ_jenifer(), app.audit(),
                           app.audit_organization() FROM :app:;
SET LOCAL check_function_bodies = on;
