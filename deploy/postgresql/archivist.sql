-- The login that `warning archive` runs as: it reads the history, puts on record what is archived, and drops that; a trigger
-- of the tables lets nothing else go, whoever asks. It can change nothing, and name no persons. Made by an administrator in the
-- ledger's database, once `warning init` has run:
--   ARCHIVIST_PASSWORD_FILE=… psql --dbname warning --file deploy/postgresql/archivist.sql
\set ON_ERROR_STOP on
SELECT current_database() AS database, current_database() || '_archivist' AS archivist \gset
\set archivist_password `cat "$ARCHIVIST_PASSWORD_FILE"`
-- The password is in a statement; no log is to have it.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
-- Nobody has tables of a session's own, which are looked up before the ledger's.
REVOKE TEMPORARY ON DATABASE :"database" FROM PUBLIC;
CREATE ROLE :"archivist" LOGIN PASSWORD :'archivist_password';
GRANT CONNECT ON DATABASE :"database" TO :"archivist";
GRANT USAGE ON SCHEMA public TO :"archivist";
GRANT SELECT ON alembic_version, ledger, frame, lane, journal, "change", outbox, archived TO :"archivist";
GRANT INSERT ON archived TO :"archivist";
GRANT DELETE ON journal, "change" TO :"archivist";
