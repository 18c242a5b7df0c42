// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/file_lock.hpp"
#include "adapters/sqlite/run_store.hpp"
#include "commands/history/history_sync.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_process.hpp"
#include "support/temp_dir.hpp"
#include "unit/codec/schema_check.hpp"
#include "unit/commands/history/fake_runs.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;
using namespace std::chrono_literals;

namespace {

const Time today = *util::parse_rfc3339("2026-11-21T12:00:00Z");

struct Rig {
  Rig() {
    clock.time = today;
    environment.variables = {{"GITHUB_REPOSITORY", "o/r"},
                             {"GITHUB_API_URL", "https://api.example"},
                             {"GITHUB_TOKEN", "very-secret"}};
    options.settings.store = (dir.path() / "h.db").string();
    options.format = commands::Format::json;
  }

  Result<int> run() {
    return commands::run_history_sync(
        options, {.process = process, .http = github, .clock = clock, .environment = environment});
  }

  // The counts of the requests and of those that count, and whether it was complete.
  bool sync() {
    github.requests = 0;
    github.counted = 0;
    environment.written_out.clear();
    environment.written_err.clear();
    const auto code = run();
    error = code ? Error{} : code.error();
    CHECK(codec::complaints(environment.written_out, "history-sync.schema.json") == "");
    CHECK((environment.written_out + environment.written_err + error.message + error.hint)
              .find("very-secret")
          == std::string::npos);
    return code.has_value();
  }

  bool says(const std::string& text) const {
    return environment.written_out.find(text) != std::string::npos;
  }

  // Runs that are stored, and how many of them have jobs.
  std::pair<std::size_t, std::size_t> stored() {
    std::pair<std::size_t, std::size_t> counts;
    auto store = sqlite::RunStore::open(dir.path() / "h.db");
    REQUIRE(store);
    REQUIRE(store->each_run(Time{}, {}, [&](const model::RunRecord& record) {
      ++counts.first;
      counts.second += record.jobs.empty() ? 0U : 1U;
    }));
    return counts;
  }

  std::size_t most_asked() const {
    int most = 0;
    for (const auto& [id, times] : github.jobs_asked) {
      most = std::max(most, times);
    }
    return static_cast<std::size_t>(most);
  }

  TempDir dir;
  FakeRuns github;
  FakeClock clock;
  FakeEnvironment environment;
  FakeProcess process;
  commands::HistorySyncOptions options;
  Error error;
};

using Counts = std::pair<std::size_t, std::size_t>;

} // namespace

TEST_CASE("a sync brings every run with its jobs, with hardly more requests than pages and runs") {
  Rig rig;
  rig.github.add(2500, today - 24h * 80, Seconds{2500});
  REQUIRE(rig.sync());
  CHECK(rig.stored() == Counts{2500, 2500});
  CHECK(rig.github.requests <= 2500 + 25 + 12);
  CHECK(rig.most_asked() == 1);
  CHECK(rig.says(R"("complete":true)"));
}

TEST_CASE("without news a second sync costs nothing that counts") {
  Rig rig;
  rig.github.add(700, today - 24h * 80, Seconds{9800});
  REQUIRE(rig.sync());
  rig.clock.time += 1h;
  REQUIRE(rig.sync());
  CHECK(rig.github.counted == 0);
  CHECK(rig.says(R"("counted":0)"));
  CHECK(rig.stored() == Counts{700, 700});
}

TEST_CASE("news costs its pages and its jobs, and a run that went on is asked again") {
  Rig rig;
  rig.github.add(200, today - 24h * 5, Seconds{2000});
  rig.github.runs.back().status = "in_progress";
  REQUIRE(rig.sync());
  CHECK(rig.stored() == Counts{200, 199});
  CHECK(rig.says(R"("runs":200,)"));
  rig.github.runs.back().status = "completed";
  rig.github.add(1, today + 30min, Seconds{0});
  rig.github.runs[50].attempt = 2; // a re-run of days ago
  rig.clock.time += 1h;
  REQUIRE(rig.sync());
  CHECK(rig.stored() == Counts{201, 201});
  CHECK(rig.says(R"("runs":3,)")); // the others on their pages are as they were
  CHECK(rig.github.jobs_asked[51] == 2);
  CHECK(rig.github.counted <= 3 + 3);
}

TEST_CASE("a budget ends it with what is missing, and the next ones go on without a gap") {
  Rig rig;
  rig.github.add(1500, today - 24h * 60, Seconds{3000});
  rig.options.budget = 400;
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.github.counted == 400);
  CHECK(rig.error.kind == Error::Kind::external);
  CHECK(rig.error.message.find("budget of 400 requests") != std::string::npos);
  CHECK(rig.says(R"("complete":false)"));
  CHECK(rig.says(R"("first":"2026-08-23T12:00:00.000Z")")); // the oldest span is missing
  int rounds = 1;
  while (!rig.sync() && rounds < 10) {
    ++rounds;
  }
  CHECK(rounds <= 4);
  CHECK(rig.stored() == Counts{1500, 1500});
  CHECK(rig.most_asked() == 1);
}

TEST_CASE("a rate limit in the middle is waited for, and no run is missing") {
  Rig rig;
  rig.github.add(300, today - 24h * 60, Seconds{3000});
  bool limited = false;
  rig.github.instead = [&](const ports::HttpRequest&) -> std::optional<Result<ports::HttpAnswer>> {
    if (rig.github.requests != 120 || std::exchange(limited, true)) {
      return std::nullopt;
    }
    return ports::HttpAnswer{.status = 403, .body = {}, .headers = {{"retry-after", "90"}}};
  };
  REQUIRE(rig.sync());
  CHECK(limited);
  CHECK(rig.says(R"("waited":90)"));
  CHECK(rig.stored() == Counts{300, 300});
}

TEST_CASE("a limit that takes too long ends it, and says when to come back") {
  Rig rig;
  rig.github.add(300, today - 24h * 60, Seconds{3000});
  rig.options.max_wait = "1m";
  rig.github.instead = [&](const ports::HttpRequest&) -> std::optional<Result<ports::HttpAnswer>> {
    return rig.github.requests < 120
               ? std::nullopt
               : std::optional<Result<ports::HttpAnswer>>(ports::HttpAnswer{
                     .status = 429, .body = {}, .headers = {{"retry-after", "600"}}});
  };
  CHECK_FALSE(rig.sync());
  CHECK(rig.error.message.find("2026-11-21T12:10:00") != std::string::npos);
  rig.github.instead = nullptr;
  CHECK(rig.sync());
  CHECK(rig.stored() == Counts{300, 300});
  CHECK(rig.most_asked() == 1);
}

TEST_CASE("a run that is deleted between two pages hides no other one") {
  Rig rig;
  rig.github.add(250, today - 24h * 60, Seconds{3000});
  int lists = 0;
  rig.github.before = [&](const ports::HttpRequest& request) {
    if (request.url.find("created=") != std::string::npos && ++lists == 2) {
      rig.github.runs.pop_back(); // the newest: all others move up by one
    }
  };
  REQUIRE(rig.sync());
  CHECK(rig.stored() == Counts{250, 249}); // the one that is gone was listed, and has no jobs
  CHECK(rig.says("run 250 is no longer on GitHub"));
}

TEST_CASE("more runs in one second than GitHub lists are told, not left out in silence") {
  Rig rig;
  rig.github.add(1200, today - 24h * 10, Seconds{0});
  rig.github.add(20, today - 24h * 2, Seconds{60});
  REQUIRE(rig.sync());
  CHECK(rig.stored() == Counts{1020, 1020});
  CHECK(rig.says("1200 runs were created in the second 2026-11-11T12:00:00.000Z"));
}

TEST_CASE("runs that all lie at one end of the time are found with few lists") {
  Rig rig;
  rig.github.add(3000, today - 24h * 90 + 1h, Seconds{10});
  rig.github.add(1, today - 1h, Seconds{0});
  REQUIRE(rig.sync());
  CHECK(rig.stored() == Counts{3001, 3001});
  CHECK(rig.github.requests <= 3001 + 30 + 40);
}

TEST_CASE("one run without readable jobs does not keep the others back") {
  Rig rig;
  rig.github.add(20, today - 24h, Seconds{600});
  rig.github.instead =
      [](const ports::HttpRequest& request) -> std::optional<Result<ports::HttpAnswer>> {
    if (request.url.find("/actions/runs/7/jobs") == std::string::npos) {
      return std::nullopt;
    }
    return ports::HttpAnswer{.status = 422, .body = R"({"message":"no"})"};
  };
  CHECK_FALSE(rig.sync());
  CHECK(rig.stored() == Counts{20, 19});
  CHECK(rig.says(R"("runs_without_jobs":1)"));
  CHECK(rig.says("the jobs of run 7"));
}

TEST_CASE("a refusal says which permission is missing") {
  Rig rig;
  rig.github.instead = [](const ports::HttpRequest&) -> std::optional<Result<ports::HttpAnswer>> {
    return ports::HttpAnswer{.status = 403,
                             .body = R"({"message":"Resource not accessible by integration"})"};
  };
  CHECK_FALSE(rig.sync());
  CHECK(rig.error.message.find("not accessible by integration") != std::string::npos);
  CHECK(rig.error.hint.find("actions: read") != std::string::npos);
  CHECK(rig.says(R"("last":null)"));
}

TEST_CASE("a workflow that is not found is told before a permission that may be missing") {
  Rig rig;
  rig.options.workflow = "cl.yml";
  rig.github.instead = [](const ports::HttpRequest&) -> std::optional<Result<ports::HttpAnswer>> {
    return ports::HttpAnswer{.status = 404, .body = R"({"message":"Not Found"})"};
  };
  CHECK_FALSE(rig.sync());
  CHECK(rig.error.hint.starts_with("look whether the repository has this workflow: --workflow"));
  CHECK(rig.error.hint.find("actions: read") != std::string::npos);
}

TEST_CASE("a sync beside another one on the same store asks for nothing and says so") {
  Rig rig;
  rig.github.add(20, today - 24h, Seconds{600});
  {
    const auto other = posix::lock_file(rig.dir.path() / "h.db-sync");
    REQUIRE(other);
    REQUIRE(*other);
    const auto code = rig.run();
    REQUIRE_FALSE(code);
    CHECK(code.error().kind == Error::Kind::external);
    CHECK(code.error().message.find("another `history sync` is at work on") != std::string::npos);
    CHECK_FALSE(code.error().hint.empty());
    CHECK(rig.github.requests == 0);
  }
  CHECK(rig.sync());
}

TEST_CASE("a list that never ends is an error") {
  Rig rig;
  rig.github.instead =
      [&](const ports::HttpRequest& request) -> std::optional<Result<ports::HttpAnswer>> {
    const std::string body = R"({"total_count":100,"workflow_runs":[]})";
    if (request.on_piece) {
      request.on_piece(body);
    }
    const std::string next = "https://api.example/repos/o/r/actions/runs?page=";
    return ports::HttpAnswer{
        .status = 200,
        .body = {},
        .headers = {{"link", fmt::format("<{}{}>; rel=\"next\"", next, rig.github.requests)}}};
  };
  CHECK_FALSE(rig.sync());
  CHECK(rig.error.message.find("has no end") != std::string::npos);
  CHECK(rig.github.requests < 100);
}

TEST_CASE("a repository that is not known, or none, is a usage error") {
  Rig rig;
  rig.options.repository = "../evil";
  const auto code = rig.run();
  REQUIRE_FALSE(code);
  CHECK(code.error().kind == Error::Kind::usage);
  CHECK(rig.github.requests == 0);
}
