// SPDX-License-Identifier: Apache-2.0
#include "github/rest/rest_rig.hpp"

#include <set>

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;

namespace {

json order(std::size_t count, const json& more = json::object()) {
  json generate{{"count", count}};
  generate.update(more);
  return {{"repository", "o/r"}, {"generate", generate}};
}

std::size_t total(const Site& site, const std::string& query) {
  return number_of(site.get("actions/runs?per_page=1&" + query), "total_count").value_or(0);
}

} // namespace

TEST_CASE("runs come newest first, page by page, each once") {
  const Site site;
  site.control("runs", order(250));
  std::set<json> seen;
  std::string last = "9";
  std::string path = "/repos/o/r/actions/runs?per_page=100";
  while (!path.empty()) {
    const Answer answer = site.ask("GET", path);
    REQUIRE(answer.status == 200);
    const json page = parse_any(answer.body);
    CHECK(number_of(page, "total_count") == 250);
    for (const json& run : page["workflow_runs"]) {
      CHECK(text_of(run, "created_at") <= last);
      last = text_of(run, "created_at");
      seen.insert(run["id"]);
    }
    const std::string link = answer.header("Link");
    const std::size_t next = link.find(">; rel=\"next\"");
    const std::size_t begin = next == std::string::npos ? next : link.rfind("/repos", next);
    path = next == std::string::npos ? "" : link.substr(begin, next - begin);
  }
  CHECK(seen.size() == 250);
}

TEST_CASE("a filtered list ends after a thousand runs, an unfiltered one does not") {
  const Site site;
  site.control("runs", order(1200));
  const auto count = [&](const std::string& query) {
    return site.get("actions/runs?per_page=100&" + query)["workflow_runs"].size();
  };
  CHECK(count("page=11") == 100);
  CHECK(count("page=11&created=%3E%3D2020-01-01") == 0);
  CHECK(count("page=10&created=%3E%3D2020-01-01") == 100);
  CHECK(total(site, "created=%3E%3D2020-01-01") == 1200);
}

TEST_CASE("a range of creation has its bounds within") {
  const Site site;
  site.control("runs", order(48, {{"first", "2026-03-01T00:00:00Z"}, {"spacing_s", 3600}}));
  CHECK(total(site, "created=2026-03-01") == 24);
  CHECK(total(site, "created=2026-03-01..2026-03-02") == 48);
  CHECK(total(site, "created=2026-03-01T05:00:00Z..2026-03-01T06:00:00Z") == 2);
  CHECK(total(site, "created=2026-03-01T05:00:00%2B00:00..*") == 43);
  CHECK(total(site, "created=%3E2026-03-01") == 24);
  CHECK(total(site, "created=%3E%3D2026-03-02T23:00:00Z") == 1);
  CHECK(total(site, "created=%3C%3D2026-03-01T01:00:00Z") == 2);
  CHECK(total(site, "created=%3C2026-03-02") == 24);
  CHECK(site.ask("GET", "actions/runs?created=soon").status == 422);
}

TEST_CASE("runs are found by what they were about") {
  const Site site;
  const json told{{{"event", "push"}, {"head_branch", "a"}, {"actor", "x"}},
                  {{"event", "schedule"}, {"status", "in_progress"}},
                  {{"conclusion", "failure"}, {"head_sha", std::string(40, 'b')}}};
  site.control("runs", {{"repository", "o/r"}, {"runs", told}});
  CHECK(total(site, "event=schedule") == 1);
  CHECK(total(site, "branch=a") == 1);
  CHECK(total(site, "actor=x") == 1);
  CHECK(total(site, "status=in_progress") == 1);
  CHECK(total(site, "status=failure") == 1);
  CHECK(total(site, "status=completed") == 2);
  CHECK(total(site, "head_sha=" + std::string(40, 'b')) == 1);
}

TEST_CASE("the same order makes the same runs, and the next one goes on") {
  const Site one;
  const Site two;
  const auto facts = [](const Site& site) {
    json list = json::array();
    const json page = site.get("actions/runs");
    for (const json& run : page["workflow_runs"]) {
      list.push_back({run["id"], run["head_sha"], run["conclusion"], run["updated_at"]});
    }
    return list;
  };
  one.control("runs", order(20));
  two.control("runs", order(20));
  CHECK(facts(one) == facts(two));
  const json more = two.control("runs", order(1, {{"first", "2026-06-01T00:00:00Z"}}));
  CHECK(facts(two)[0][0] == more["ids"][0]);
  CHECK(total(two, "") == 21);
}

TEST_CASE("each attempt has its own jobs, the run is what its newest one is") {
  const Site site;
  const json attempts{
      {{"conclusion", "failure"}, {"jobs", {{{"name", "build"}, {"conclusion", "failure"}}}}},
      {{"conclusion", "success"},
       {"jobs", {{{"name", "build"}, {"steps", {{{"name", "Build"}}}}}, {{"name", "test"}}}}}};
  site.control("runs", {{"repository", "o/r"}, {"runs", {{{"id", 7}, {"attempts", attempts}}}}});
  const json run = site.get("actions/runs/7");
  CHECK(number_of(run, "run_attempt") == 2);
  CHECK(text_of(run, "conclusion") == "success");
  CHECK(text_of(site.get("actions/runs/7/attempts/1"), "conclusion") == "failure");
  CHECK(number_of(site.get("actions/runs/7/jobs"), "total_count") == 2);
  CHECK(number_of(site.get("actions/runs/7/jobs?filter=all"), "total_count") == 3);
  const json jobs = site.get("actions/runs/7/attempts/2/jobs")["jobs"];
  REQUIRE(jobs.size() == 2);
  CHECK(text_of(jobs[0]["steps"][0], "name") == "Build");
  CHECK(number_of(jobs[0], "run_attempt") == 2);
  CHECK(site.ask("GET", "actions/runs/7/attempts/3").status == 404);
  CHECK(site.ask("GET", "actions/runs/8").status == 404);
}

TEST_CASE("a run told again takes the place of the old one") {
  const Site site;
  const auto tell = [&](const char* status) {
    site.control("runs", {{"repository", "o/r"}, {"runs", {{{"id", 7}, {"status", status}}}}});
  };
  tell("in_progress");
  CHECK(site.get("actions/runs/7")["conclusion"].is_null());
  tell("completed");
  CHECK(text_of(site.get("actions/runs/7"), "conclusion") == "success");
  CHECK(total(site, "") == 1);
}

TEST_CASE("a workflow is found by its id and by its file") {
  const Site site;
  site.control("runs", order(60));
  const json workflows = site.get("actions/workflows");
  CHECK(number_of(workflows, "total_count") == 3);
  const json first = workflows["workflows"][0];
  const std::string file = text_of(first, "path").substr(std::string(".github/workflows/").size());
  const std::string id = to_line(first["id"]);
  const json by_file = site.get("actions/workflows/" + file + "/runs");
  CHECK(by_file["total_count"] == site.get("actions/workflows/" + id + "/runs")["total_count"]);
  CHECK(number_of(by_file, "total_count").value_or(60) < 60);
  CHECK(text_of(site.get("actions/workflows/" + file), "path") == text_of(first, "path"));
  CHECK(site.ask("GET", "actions/workflows/none.yml/runs").status == 404);
}

TEST_CASE("an artifact is downloaded from another host, by an address that needs no token") {
  const Site site;
  site.control("runs", {{"repository", "o/r"}, {"runs", {{{"id", 7}}}}});
  const json made = site.control("artifacts",
                                 {{"repository", "o/r"},
                                  {"run_id", 7},
                                  {"name", "events"},
                                  {"files", {{"events.jsonl", std::string(5000, 'x')}}}});
  const std::string id = to_line(made["id"]);
  CHECK(number_of(site.get("actions/runs/7/artifacts"), "total_count") == 1);
  CHECK(number_of(site.get("actions/artifacts?name=other"), "total_count") == 0);
  const Answer sent = site.ask("GET", "actions/artifacts/" + id + "/zip");
  REQUIRE(sent.status == 302);
  const std::string url = sent.header("Location");
  CHECK(url.starts_with(site.rig.other_url()));
  httplib::Client other(site.rig.other_url().substr(0, site.rig.other_url().size() - 1));
  const std::string path = url.substr(site.rig.other_url().size() - 1);
  const auto zip = other.Get(path);
  REQUIRE(zip);
  CHECK(zip->status == 200);
  CHECK(zip->body.starts_with("PK\x03\x04"));
  CHECK(zip->body.size() < 1000);
  CHECK(other.Get(path.substr(0, path.find('?')))->status == 403);
}

TEST_CASE("an expired artifact is gone") {
  const Site site;
  const json made =
      site.control("artifacts", {{"repository", "o/r"}, {"name", "x"}, {"expired", true}});
  CHECK(site.ask("GET", "actions/artifacts/" + to_line(made["id"]) + "/zip").status == 410);
}
