-- What GitHub remembers of the repository's workflows, as far as `history sync` fetched it. Not in
-- the event log: what is lost here is fetched again. Times are seconds since 1970, as the API tells
-- them; NULL where it does not.

CREATE TABLE workflow_runs (
  row INTEGER PRIMARY KEY,
  repository TEXT NOT NULL,          -- owner/name
  id INTEGER NOT NULL,               -- of GitHub
  attempt INTEGER NOT NULL,          -- the newest one
  number INTEGER NOT NULL,
  workflow_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  path TEXT NOT NULL,                -- .github/workflows/ci.yml
  event TEXT NOT NULL,
  branch TEXT NOT NULL,
  sha TEXT NOT NULL,
  status TEXT NOT NULL,
  conclusion TEXT NOT NULL,          -- '' until it is over
  actor TEXT NOT NULL,
  created INTEGER NOT NULL,
  started INTEGER,                   -- of the newest attempt
  updated INTEGER NOT NULL,
  jobs_attempt INTEGER NOT NULL DEFAULT 0, -- the jobs are those of the attempts up to this one
  UNIQUE (repository, id)
);

CREATE INDEX workflow_runs_newest ON workflow_runs (repository, created, id);

-- Few: the runs whose jobs are still to be fetched, or that are not over.
CREATE INDEX workflow_runs_pending ON workflow_runs (repository, created, id)
  WHERE status <> 'completed' OR jobs_attempt < attempt;

CREATE TABLE workflow_jobs (
  row INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,              -- workflow_runs.row
  id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  conclusion TEXT NOT NULL,
  created INTEGER,
  started INTEGER,
  completed INTEGER,
  labels TEXT NOT NULL,              -- one per line
  runner_name TEXT NOT NULL,
  runner_group TEXT NOT NULL
);

CREATE INDEX workflow_jobs_run ON workflow_jobs (run, attempt, id);

CREATE TABLE job_steps (
  job INTEGER NOT NULL,              -- workflow_jobs.row
  place INTEGER NOT NULL,            -- in the list; the number of a step need not be its own
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  conclusion TEXT NOT NULL,
  started INTEGER,
  completed INTEGER,
  PRIMARY KEY (job, place)
) WITHOUT ROWID;

-- Spans of `created` that were listed whole, for each question that was asked.
CREATE TABLE sync_windows (
  question TEXT NOT NULL,            -- repository and filters
  first INTEGER NOT NULL,
  last INTEGER,                      -- included; NULL: the newest one, that still grows
  runs INTEGER NOT NULL,
  PRIMARY KEY (question, first)
) WITHOUT ROWID;

-- Answers of the API, to be asked for again with If-None-Match.
CREATE TABLE kept_answers (
  url TEXT PRIMARY KEY,
  etag TEXT NOT NULL,
  link TEXT NOT NULL,
  size INTEGER NOT NULL,             -- of the body before it was compressed
  body BLOB NOT NULL,                -- zlib
  kept INTEGER NOT NULL
);

CREATE INDEX kept_answers_age ON kept_answers (kept, url, length(body));
