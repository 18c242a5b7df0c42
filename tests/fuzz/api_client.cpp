// SPDX-License-Identifier: Apache-2.0
// Any bytes as the answers of GitHub to everything that is asked besides runs: comments, checks,
// pull requests, artifacts, caches, commits. Answers lie behind one another, a zero byte between
// them; the first byte of each says its status. No crash, no end, no token where it does not
// belong.
#include "adapters/actions/cache_service.hpp"
#include "adapters/github/branch_commit.hpp"
#include "adapters/github/caches.hpp"
#include "adapters/github/checks.hpp"
#include "adapters/github/comments.hpp"
#include "adapters/github/merge_base.hpp"
#include "adapters/github/pull_run.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace tidegate;

namespace {

constexpr std::string_view token = "ghs_0123456789abcdefghijABCDEFGHIJ456789";

class Answers final : public ports::Http {
public:
  explicit Answers(std::string_view bytes)
      : bytes_(bytes) {}

  Result<ports::HttpAnswer> send(const ports::HttpRequest& /*request*/) override {
    constexpr int most_requests = 3000; // of one command: a server that never ends
    if (++asked_ > most_requests) {
      std::abort();
    }
    const std::size_t end = bytes_.find('\0');
    const std::string_view answer = bytes_.substr(0, end);
    bytes_.remove_prefix(end == std::string_view::npos ? bytes_.size() : end + 1);
    if (answer.empty()) {
      return failed(Error::Kind::external, "no more answers", "");
    }
    constexpr std::array statuses{200, 201, 204, 304, 401, 403, 404, 422, 429, 500};
    const auto first = static_cast<unsigned char>(answer.front());
    ports::HttpAnswer made{statuses[first % statuses.size()], std::string(answer.substr(1))};
    made.headers = {{"link", made.body}, {"retry-after", made.body}, {"etag", made.body}};
    return made;
  }

private:
  std::string_view bytes_;
  int asked_{0};
};

class Clock final : public ports::Clock {
public:
  Time now() override { return Time{} + std::chrono::duration_cast<Time::duration>(past_); }

  Seconds monotonic() override { return past_; }

  void sleep(Seconds span) override { past_ += span; }

private:
  Seconds past_{0};
};

void ask_everything(std::string_view bytes, unsigned which) {
  Answers http(bytes);
  Clock clock;
  const github::Access access{"https://api.github.com", "o/r", std::string(token)};
  github::Client client(http, clock, access, {.attempts = 2});
  const std::atomic<bool> stop{false};
  github::Comments comments(client, "7");
  switch (which) {
  case 0:
    (void)comments.list("<!-- tidegate");
    break;
  case 1:
    (void)comments.login();
    (void)comments.get(1);
    (void)comments.update(1, "text");
    break;
  case 2:
    (void)comments.create("text");
    (void)comments.remove(1);
    break;
  case 3:
    (void)github::create_check(client, {});
    break;
  case 4:
    (void)github::pull_run(client, "1");
    (void)github::merges(client, "a", "b");
    break;
  case 5:
    (void)github::artifacts_of(client, 1, "tidegate", 1000);
    break;
  case 6:
    (void)github::merge_base(client, "main", "head");
    break;
  case 7:
    (void)github::commit_on_branch(client, {.branch = "b", .head = "", .message = "m"});
    break;
  case 8:
    (void)github::commit_on_branch(client, {.branch = "b", .head = "a", .message = "m"});
    break;
  case 9:
    (void)github::Caches(http, clock, access).usage(stop);
    break;
  default:
    (void)actions::CacheService(http, "https://results.example/", std::string(token))
        .newest_index("buildkit", "refs/heads/main");
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr unsigned questions = 11;
  if (size > 0) {
    ask_everything({reinterpret_cast<const char*>(data) + 1, size - 1}, data[0] % questions);
  }
  return 0;
}
