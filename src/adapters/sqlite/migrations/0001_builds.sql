-- The index of the event log. Columns of docker_builds down to created_at, and those of
-- build_statistics, are what existing users query.

CREATE TABLE docker_builds (
  id INTEGER PRIMARY KEY,
  image_name TEXT NOT NULL,          -- reference without tag and digest; '' where it has no name
  build_duration REAL NOT NULL,      -- seconds
  image_size_mb REAL NOT NULL,       -- 1 MB = 1,000,000 bytes; 0.0 where the engine does not hold the image
  build_timestamp TEXT NOT NULL,     -- start, ISO 8601 with its offset, in the zone beside it
  timezone TEXT NOT NULL,            -- IANA name; UTC where the configured zone could not be applied
  dockerfile_path TEXT NOT NULL,
  build_args TEXT NOT NULL,          -- JSON object; names only, every value null
  success INTEGER NOT NULL,          -- 1 or 0
  error_message TEXT,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),

  event_id TEXT NOT NULL UNIQUE,
  outcome TEXT NOT NULL,             -- success, failure, canceled
  started_ns INTEGER NOT NULL,       -- start, nanoseconds since 1970: build_timestamp does not sort
  image_bytes INTEGER,               -- NULL where the engine does not hold the image
  hit_ratio REAL,                    -- 0 to 1; NULL where nothing was cacheable
  sha TEXT NOT NULL,
  -- What makes builds comparable, with image_name and dockerfile_path.
  repository TEXT NOT NULL,
  workflow TEXT NOT NULL,
  job TEXT NOT NULL,
  target TEXT NOT NULL,
  platform TEXT NOT NULL,
  cache_state TEXT,                  -- cold, warm, partial; NULL where nothing was cacheable
  cpu_model TEXT NOT NULL,
  cpus INTEGER NOT NULL,
  -- Last: it is long, and what stands before it is read without it.
  record TEXT NOT NULL
);

CREATE INDEX docker_builds_series ON docker_builds (
  repository, workflow, job, image_name, dockerfile_path, target, platform, cache_state, cpu_model, cpus,
  started_ns, event_id
) WHERE success = 1;

CREATE INDEX docker_builds_newest ON docker_builds (started_ns, event_id);

-- Covers build_statistics, so that no long row is read for it.
CREATE INDEX docker_builds_statistics ON docker_builds (
  image_name, started_ns, success, build_duration, image_bytes, build_timestamp, timezone, created_at
);

-- Derived, so it cannot disagree with the builds. Averages are those of successful builds; a size
-- that was not measured is left out of the average.
CREATE VIEW build_statistics AS
SELECT
  row_number() OVER (ORDER BY image_name) AS id,
  image_name,
  avg(CASE WHEN success THEN build_duration END) AS avg_duration,
  coalesce(avg(CASE WHEN success THEN image_bytes END) / 1000000.0, 0.0) AS avg_size_mb,
  count(*) AS total_builds,
  (SELECT build_timestamp FROM docker_builds AS last WHERE last.image_name = builds.image_name
   ORDER BY last.started_ns DESC LIMIT 1) AS last_build_timestamp,
  (SELECT timezone FROM docker_builds AS last WHERE last.image_name = builds.image_name
   ORDER BY last.started_ns DESC LIMIT 1) AS timezone,
  max(created_at) AS updated_at
FROM docker_builds AS builds
GROUP BY image_name;

-- How far each event file has been read.
CREATE TABLE event_positions (
  event_file TEXT PRIMARY KEY,
  position INTEGER NOT NULL          -- the byte after the last line that was read
) WITHOUT ROWID;
