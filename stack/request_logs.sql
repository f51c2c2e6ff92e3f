-- request_logs: LiteLLM's log of requests, under the names that the embedded engine's log has.
-- Run by PostgreSQL when the database is made, and by hand on an older one:
--   docker-compose exec -T postgres psql -U litellm -d litellm < stack/request_logs.sql
--
-- LiteLLM makes its table later, and changes it from version to version. So the view is made when the table is there,
-- stands aside while a table changes, which it would otherwise keep from happening, and is made anew afterwards. It is
-- in a schema of its own, where LiteLLM's migrations do not meet it.

CREATE SCHEMA IF NOT EXISTS agentproxy;
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I SET search_path = "$user", public, agentproxy', current_database());
END
$$;

CREATE OR REPLACE FUNCTION agentproxy.drop_request_logs() RETURNS event_trigger LANGUAGE plpgsql
  SET client_min_messages = error AS $$
BEGIN
  DROP VIEW IF EXISTS agentproxy.request_logs;
END
$$;

CREATE OR REPLACE FUNCTION agentproxy.create_request_logs() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF to_regclass('public."LiteLLM_SpendLogs"') IS NULL OR to_regclass('agentproxy.request_logs') IS NOT NULL THEN
    RETURN false;
  END IF;
  CREATE VIEW agentproxy.request_logs AS
    SELECT
      "startTime" AS created_at,
      request_id,
      api_key AS client_key,
      call_type,
      coalesce(nullif(model_group, ''), model) AS model,
      model AS served_model,
      model_id AS deployment,
      api_base AS upstream,
      coalesce(status, 'success') AS status,
      prompt_tokens AS input_tokens,
      completion_tokens AS output_tokens,
      spend AS cost,
      extract(epoch FROM "endTime" - "startTime") * 1000 AS latency_ms,
      extract(epoch FROM "completionStartTime" - "startTime") * 1000 AS first_byte_ms,
      cache_hit = 'True' AS cache_hit,
      metadata -> 'error_information' ->> 'error_message' AS error
    FROM public."LiteLLM_SpendLogs";
  RETURN true;
-- No change to LiteLLM's tables may fail because of a view.
EXCEPTION WHEN OTHERS THEN
  RAISE WARNING 'request_logs is not there: %', sqlerrm;
  RETURN false;
END
$$;

CREATE OR REPLACE FUNCTION agentproxy.recreate_request_logs() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM agentproxy.create_request_logs();
END
$$;

DROP EVENT TRIGGER IF EXISTS request_logs_before;
CREATE EVENT TRIGGER request_logs_before ON ddl_command_start
  WHEN TAG IN ('ALTER TABLE', 'DROP TABLE') EXECUTE FUNCTION agentproxy.drop_request_logs();
DROP EVENT TRIGGER IF EXISTS request_logs_after;
CREATE EVENT TRIGGER request_logs_after ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE', 'DROP TABLE') EXECUTE FUNCTION agentproxy.recreate_request_logs();

DROP VIEW IF EXISTS agentproxy.request_logs;
SELECT agentproxy.create_request_logs();
