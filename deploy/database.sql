-- Inside the database, after roles.sql, as a role that may create extensions (pgvector is not a trusted one).
-- Running it again changes nothing. The embedded servers run it in template1, so that test databases have it too.

CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO jenifer_owner, jenifer_app, jenifer_definer, jenifer_backup;

DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO jenifer_owner, jenifer_app, jenifer_backup', current_database());
END
$$;
