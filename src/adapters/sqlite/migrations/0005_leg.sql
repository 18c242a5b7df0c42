-- The legs of a matrix share the name of their job, and are no measure for each other. The series is read by branch, too.
ALTER TABLE docker_builds ADD COLUMN leg TEXT NOT NULL DEFAULT ''; -- '' where the job has no matrix

UPDATE docker_builds SET leg = coalesce(json_extract(record, '$.run.leg'), '') WHERE json_valid(record);

DROP INDEX docker_builds_series;
CREATE INDEX docker_builds_series ON docker_builds (
  repository, workflow, job, leg, image_name, dockerfile_path, target, platform, cache_state, cpu_model, cpus,
  started_ns, event_id, ref
) WHERE success = 1 AND rebuilt = 0;

DROP INDEX docker_builds_past;
CREATE INDEX docker_builds_past ON docker_builds (
  repository, workflow, job, leg, image_name, dockerfile_path, target, platform, started_ns, event_id, ref, healthy
) WHERE success = 1;
