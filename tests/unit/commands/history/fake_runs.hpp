// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/http.hpp"
#include "util/time.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::test {

struct FakeRun {
  std::int64_t id{0};
  Time created;
  std::string status{"completed"};
  int attempt{1};
};

// A repository's runs behind the REST API: lists by `created`, a thousand at most, with ETags.
class FakeRuns final : public ports::Http {
public:
  static constexpr std::size_t most = 1000;
  static constexpr std::size_t page_size = 100;

  Result<ports::HttpAnswer> send(const ports::HttpRequest& request) override {
    ++requests;
    if (before) {
      before(request);
    }
    if (auto odd = instead ? instead(request) : std::nullopt) {
      return *odd;
    }
    ports::HttpAnswer answer = route(request.url);
    const std::string etag = fmt::format("\"{:x}\"", std::hash<std::string>{}(answer.body));
    if (answer.status == 200 && if_none_match(request) == etag) {
      return ports::HttpAnswer{.status = 304, .body = {}};
    }
    ++counted;
    answer.headers.emplace_back("etag", etag);
    if (request.on_piece && answer.status == 200) {
      request.on_piece(answer.body);
      answer.body.clear();
    }
    return answer;
  }

  void add(int count, Time first, Seconds spacing) {
    for (int i = 0; i < count; ++i) {
      runs.push_back({.id = 1 + static_cast<std::int64_t>(runs.size()),
                      .created = first + std::chrono::duration_cast<Time::duration>(spacing * i)});
    }
  }

  std::vector<FakeRun> runs;
  int requests{0};
  int counted{0};
  std::map<std::int64_t, int> jobs_asked;
  std::function<void(const ports::HttpRequest&)> before;
  std::function<std::optional<Result<ports::HttpAnswer>>(const ports::HttpRequest&)> instead;

private:
  static std::string if_none_match(const ports::HttpRequest& request) {
    for (const auto& [name, value] : request.headers) {
      if (name == "If-None-Match") {
        return value;
      }
    }
    return {};
  }

  static std::string parameter(const std::string& url, const std::string& name) {
    const auto found = url.find(name + "=");
    const auto begin = found + name.size() + 1;
    return found == std::string::npos ? "" : url.substr(begin, url.find('&', begin) - begin);
  }

  static Time moment(std::string text) {
    for (auto colon = text.find("%3A"); colon != std::string::npos; colon = text.find("%3A")) {
      text.replace(colon, 3, ":");
    }
    return *util::parse_rfc3339(text);
  }

  ports::HttpAnswer route(const std::string& url) {
    const auto jobs = url.find("/jobs?");
    const auto runs_path = url.find("/actions/runs/");
    if (jobs != std::string::npos) {
      return jobs_of(std::stoll(url.substr(runs_path + 14)));
    }
    return runs_path == std::string::npos ? list(url)
                                          : ports::HttpAnswer{.status = 404, .body = {}};
  }

  static std::string json_of(const FakeRun& run) {
    return fmt::format(R"({{"id":{},"run_attempt":{},"status":"{}","created_at":"{}",)"
                       R"("updated_at":"{}","path":".github/workflows/ci.yml"}})",
                       run.id,
                       run.attempt,
                       run.status,
                       util::to_rfc3339(run.created),
                       util::to_rfc3339(run.created));
  }

  ports::HttpAnswer list(const std::string& url) const {
    const std::string created = parameter(url, "created");
    const bool open = created.starts_with("%3E%3D");
    const auto dots = created.find("..");
    const Time first = moment(open ? created.substr(6) : created.substr(0, dots));
    const Time last = open ? Time::max() : moment(created.substr(dots + 2));
    std::vector<FakeRun> found;
    std::ranges::copy_if(runs, std::back_inserter(found), [&](const FakeRun& run) {
      return first <= run.created && run.created <= last;
    });
    std::ranges::stable_sort(found, std::greater{}, &FakeRun::created);
    const std::string number = parameter(url, "&page");
    const std::size_t page = number.empty() ? 1 : std::stoul(number);
    const std::size_t shown = std::min(found.size(), most);
    std::string body = fmt::format(R"({{"total_count":{},"workflow_runs":[)", found.size());
    const std::size_t end = std::min(page * page_size, shown);
    for (std::size_t i = (page - 1) * page_size; i < end; ++i) {
      body += (body.ends_with('[') ? "" : ",") + json_of(found[i]);
    }
    ports::HttpAnswer answer{.status = 200, .body = body + "]}"};
    if (end < shown) {
      const std::string bare = url.substr(0, url.find("&page="));
      answer.headers.emplace_back("link",
                                  fmt::format("<{}&page={}>; rel=\"next\"", bare, page + 1));
    }
    return answer;
  }

  ports::HttpAnswer jobs_of(std::int64_t id) {
    const auto run = std::ranges::find(runs, id, &FakeRun::id);
    if (run == runs.end()) {
      return {.status = 404, .body = {}};
    }
    ++jobs_asked[id];
    return {.status = 200,
            .body = fmt::format(R"({{"total_count":1,"jobs":[{{"id":{},"run_id":{},)"
                                R"("run_attempt":{},"status":"completed","steps":[]}}]}})",
                                id * 10 + run->attempt,
                                id,
                                run->attempt)};
  }
};

} // namespace tidegate::test
