-- The login that `warning anchor` reads with: the ends of the lanes, and nothing of what came or was decided. Made by an
-- administrator in the ledger's database, once `warning init` has run:
--   ANCHOR_PASSWORD_FILE=… psql --dbname warning --file deploy/postgresql/anchor.sql
\set ON_ERROR_STOP on
SELECT current_database() AS database, current_database() || '_anchor' AS anchor \gset
\set anchor_password `cat "$ANCHOR_PASSWORD_FILE"`
-- The password is in a statement; no log is to have it.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
CREATE ROLE :"anchor" LOGIN PASSWORD :'anchor_password';
GRANT CONNECT ON DATABASE :"database" TO :"anchor";
GRANT USAGE ON SCHEMA public TO :"anchor";
GRANT SELECT (name, created_at, clock, live_from) ON ledger TO :"anchor";
GRANT SELECT ON lane TO :"anchor";
GRANT SELECT (lane, seq, link) ON journal TO :"anchor";
GRANT SELECT ON archived TO :"anchor";
