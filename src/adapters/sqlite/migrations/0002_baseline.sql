-- To find the build that another one is compared with: whatever the machine and the cache state,
-- of a branch, and without trouble of the cache.
ALTER TABLE docker_builds ADD COLUMN ref TEXT NOT NULL DEFAULT '';
ALTER TABLE docker_builds ADD COLUMN healthy INTEGER NOT NULL DEFAULT 1; -- 0: its cache had a problem

UPDATE docker_builds SET
  ref = coalesce(json_extract(record, '$.run.ref'), ''),
  healthy = coalesce(json_array_length(record, '$.cache.problems'), 0) = 0
WHERE json_valid(record);

-- Has all that is filtered by: the columns stand behind the long one, and are not read there.
CREATE INDEX docker_builds_past ON docker_builds (
  repository, workflow, job, image_name, dockerfile_path, target, platform, started_ns, event_id, ref, healthy
) WHERE success = 1;
