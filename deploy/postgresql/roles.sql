-- The database and its three roles, made once by an administrator, who needs psql 14 or later:
--   OWNER_PASSWORD_FILE=… RUN_PASSWORD_FILE=… psql --file deploy/postgresql/roles.sql
-- Another name: --set database=NAME. `warning init` and `upgrade` run as NAME_owner, everything else as NAME_run.
\set ON_ERROR_STOP on
\if :{?database}
\else
  \set database warning
\endif
\set owner :database _owner
\set application :database _app
\set run :database _run
\set owner_password `cat "$OWNER_PASSWORD_FILE"`
\set run_password `cat "$RUN_PASSWORD_FILE"`
-- Passwords are in these statements; no log is to have them.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"application" NOLOGIN;
CREATE ROLE :"run" LOGIN PASSWORD :'run_password' IN ROLE :"application";
CREATE DATABASE :"database" OWNER :"owner" ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
