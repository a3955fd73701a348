-- The four roles of a JeniferAI cluster. Run once per cluster as a role that may create roles, before database.sql;
-- running it again changes nothing. The embedded servers run it at each start. On a managed PostgreSQL, then set
--   ALTER ROLE jenifer_owner PASSWORD '…';  ALTER ROLE jenifer_app PASSWORD '…';
--   CREATE DATABASE jenifer OWNER jenifer_owner;
-- No role needs SUPERUSER or BYPASSRLS.

DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('jenifer_owner',   'LOGIN CREATEDB'),  -- owns the schema, migrates; CREATEDB is for the test database
            ('jenifer_app',     'LOGIN'),           -- serves pages, API, jobs; owns nothing
            ('jenifer_definer', 'NOLOGIN'),         -- owns the few functions that look across the tenant wall
            ('jenifer_backup',  'NOLOGIN')          -- reads everything, for dumps
        ) AS roles (name, rights)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            EXECUTE format('CREATE ROLE %I NOCREATEROLE INHERIT %s', wanted.name, wanted.rights);
        END IF;
    END LOOP;
END
$$;

-- The owner hands functions over to the definer (ALTER FUNCTION … OWNER TO jenifer_definer).
GRANT jenifer_definer TO jenifer_owner;

-- A request or job that hangs gives its locks back by itself.
ALTER ROLE jenifer_app SET statement_timeout = '30s';
ALTER ROLE jenifer_app SET lock_timeout = '5s';
ALTER ROLE jenifer_app SET idle_in_transaction_session_timeout = '60s';
