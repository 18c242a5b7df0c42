-- What each build is judged by over time. A series is one metric of one thing in one situation.
CREATE TABLE metric_series (
  id INTEGER PRIMARY KEY,
  repository TEXT NOT NULL,
  workflow TEXT NOT NULL,
  job TEXT NOT NULL,
  leg TEXT NOT NULL,
  image_name TEXT NOT NULL,
  dockerfile_path TEXT NOT NULL,
  target TEXT NOT NULL,
  platform TEXT NOT NULL,
  metric TEXT NOT NULL,              -- 'build-time', 'step-time build: RUN make'
  situation TEXT NOT NULL,           -- which steps were executed; '' where it does not matter
  UNIQUE (repository, workflow, job, leg, image_name, dockerfile_path, target, platform, metric, situation)
);

-- In the order in which a series is read, so that reading is one walk.
CREATE TABLE metric_values (
  series INTEGER NOT NULL,           -- metric_series.id
  started_ns INTEGER NOT NULL,
  build INTEGER NOT NULL,            -- docker_builds.id
  value REAL NOT NULL,               -- seconds, bytes, 0 to 1, points
  again REAL,                        -- of the remeasurement; NULL where there is none
  PRIMARY KEY (series, started_ns, build)
) WITHOUT ROWID;

-- What a series says of its builds. Rows of docker_builds are too long to be read by the thousand.
CREATE TABLE metric_builds (
  id INTEGER PRIMARY KEY,            -- docker_builds.id
  event_id TEXT NOT NULL,
  sha TEXT NOT NULL,
  ref TEXT NOT NULL,
  host TEXT NOT NULL                 -- CPU model and count; '' where it is not known
);

-- Events of type `bless`. Of the thing and the situation, NULL matches all.
CREATE TABLE acceptances (
  event_id TEXT PRIMARY KEY,
  at_ns INTEGER NOT NULL,
  metric TEXT NOT NULL,              -- with its part, or the kind alone: all parts
  situation TEXT,
  repository TEXT,
  workflow TEXT,
  job TEXT,
  leg TEXT,
  image_name TEXT,
  dockerfile_path TEXT,
  target TEXT,
  platform TEXT,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  sha TEXT NOT NULL,
  after REAL                         -- the level that was accepted, as in metric_values; NULL where it is not known
) WITHOUT ROWID;

CREATE INDEX acceptances_metric ON acceptances (metric, at_ns);

-- The values of the builds so far are in the event log: it is read again from its beginning.
DELETE FROM docker_builds;
DELETE FROM event_positions;
