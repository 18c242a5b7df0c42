// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_http.hpp"

#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::test {

using github::ApiAnswer;

using Headers = std::vector<std::pair<std::string, std::string>>;

class AnswerMemory final : public ports::AnswerCache {
public:
  std::optional<ports::CachedAnswer> find(const std::string& url) override {
    const auto found = answers.find(url);
    return found == answers.end() ? std::nullopt : std::optional(found->second);
  }

  void keep(const std::string& url, const ports::CachedAnswer& answer) override {
    answers[url] = answer;
  }

  std::map<std::string, ports::CachedAnswer> answers;
};

struct ClientRig {
  explicit ClientRig(github::ClientOptions options = {})
      : client(http,
               clock,
               {.api_url = "https://api.example/v3", .repository = "o/r", .token = "secret"},
               std::move(options),
               &memory) {}

  void answers(int status, const std::string& body = "{}", Headers headers = {}) {
    http.script.emplace_back(
        ports::HttpAnswer{.status = status, .body = body, .headers = std::move(headers)});
  }

  void breaks() { http.script.push_back(failed(Error::Kind::external, "connection reset")); }

  std::string sent(std::size_t request, const std::string& name) const {
    for (const auto& [key, value] : http.asked.at(request).headers) {
      if (key == name) {
        return value;
      }
    }
    return "";
  }

  double waited() const {
    return std::accumulate(clock.slept.begin(), clock.slept.end(), Seconds{0}).count();
  }

  FakeHttp http;
  FakeClock clock;
  AnswerMemory memory;
  github::Client client;
};

inline const std::string runs = "https://api.example/v3/repos/o/r/actions/runs";

inline std::string problem_of(const Result<ApiAnswer>& answer) {
  return answer ? "" : answer.error().message;
}

} // namespace tidegate::test
