-- A build that the cache broke and that was made again is no measure for others: it is kept, and the
-- series passes over it.
ALTER TABLE docker_builds ADD COLUMN rebuilt INTEGER NOT NULL DEFAULT 0; -- 1 or 0

-- With the condition in the index nobody reads past the long record to reach the new column.
DROP INDEX docker_builds_series;
CREATE INDEX docker_builds_series ON docker_builds (
  repository, workflow, job, image_name, dockerfile_path, target, platform, cache_state, cpu_model, cpus,
  started_ns, event_id
) WHERE success = 1 AND rebuilt = 0;
