// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/access.hpp"
#include "ports/answer_cache.hpp"
#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::github {

struct Pause;

struct ClientOptions {
  int attempts{5};                    // of one request: broken connections, 5xx, rate limits
  std::optional<int> budget{};        // of requests that count against the rate limit
  Seconds most_waiting{900};          // for rate limits, in all; what takes longer is an error
  Seconds time_limit{60};             // of one request
  std::size_t most_bytes{32U << 20U}; // of one answer
  Seconds between_writes{1};          // GitHub's best practices for the REST API
  std::function<void(std::string)> on_wait{}; // told why and for how long, before each wait
};

// What a client has asked so far.
struct ClientUse {
  int requests{0};  // sent
  int counted{0};   // of them, that count against the primary rate limit: no 304
  int unchanged{0}; // answered 304
  int answered{0};  // with any status
  int retries{0};
  Seconds waited{0};              // for limits and after failures
  std::optional<int> remaining{}; // x-ratelimit-remaining of the newest answer
};

struct ApiAnswer {
  int status{0};
  std::string body;      // of the kept answer where `unchanged`
  std::string next{};    // URL of rel="next", of the same API; empty: the last page
  bool unchanged{false}; // a 304

  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }

  // The token may not do this, or may not see it (401, 403, 404).
  [[nodiscard]] bool refused() const { return status == 401 || status == 403 || status == 404; }
};

// GitHub's REST and GraphQL API, version 2022-11-28, of github.com and of GitHub Enterprise Server
// (docs.github.com/rest/using-the-rest-api). One request at a time. Waits as `retry-after` and
// `x-ratelimit-reset` say, repeats what a server or a connection failed at, follows redirects
// within the API. The token is in no error.
class Client {
public:
  // `cache` may be null. http, clock and cache outlive the client.
  Client(ports::Http& http,
         ports::Clock& clock,
         Access access,
         ClientOptions options = {},
         ports::AnswerCache* cache = nullptr);

  // `path`: below the repository, "actions/runs?per_page=100"; with a leading slash below the API,
  // "/rate_limit"; or a whole URL of the API, as `next` gives it.
  // Any status that repeating does not mend is an answer. Error: external: no connection, a limit
  // of ours or GitHub's reached, a redirect out of the API; it says what to do next.
  Result<ApiAnswer> get(std::string_view path);

  // `body` is JSON. A request that may have reached the server is repeated only where `repeatable`:
  // a comment must not be there twice.
  Result<ApiAnswer> send(const std::string& method,
                         std::string_view path,
                         const std::string& body,
                         bool repeatable = false);

  // POST to the GraphQL endpoint: /graphql, /api/graphql of an Enterprise Server.
  Result<ApiAnswer> graphql(const std::string& body, bool repeatable = false);

  // Each page until there is none or `sink` says false. `most_pages` is an error when it is passed:
  // a server that never ends must not keep us.
  // The last answer: `ok()`, or the one that ended it.
  Result<ApiAnswer> pages(std::string_view path,
                          const std::function<bool(const ApiAnswer&)>& sink,
                          int most_pages = 1000);

  // An artifact or a log: the API redirects to a signed URL on another host, which is asked without
  // the token. At most `most_bytes`.
  Result<ApiAnswer> download(std::string_view path, std::size_t most_bytes);

  [[nodiscard]] const ClientUse& use() const { return use_; }

  [[nodiscard]] const Access& access() const { return access_; }

  // What is left of a pause that GitHub asked for and that was not waited for. Until it is over,
  // nothing is sent: a question waits, or is the error that pause_error() is.
  [[nodiscard]] Seconds pause_left() const;
  [[nodiscard]] Error pause_error() const;

  // Whether the newest error may mend itself: a connection that broke, a damaged answer, a limit.
  // False where the question is at fault, or the answer is none that is followed.
  [[nodiscard]] bool passing() const { return passing_; }

private:
  struct Question;
  struct Sent;

  [[nodiscard]] Result<std::string> url_of(std::string_view path) const;
  [[nodiscard]] Result<Question> question(const std::string& method, std::string_view path);
  [[nodiscard]] Result<void> may_ask() const;
  Result<ports::HttpAnswer> exchange(const Question& question);
  Sent attempt(const Question& question);
  Sent once(ports::HttpRequest request, std::size_t most_bytes);
  void keep_writes_apart(const std::string& method);
  void count(const Result<ports::HttpAnswer>& answer);
  Result<void> wait(Seconds span, const std::string& why);
  [[nodiscard]] Error too_long(Seconds span, const std::string& why) const;
  Result<ports::HttpAnswer> given_up(Sent sent, const Pause& pause);
  [[nodiscard]] Result<ApiAnswer> page(const std::string& url, ports::HttpAnswer answer) const;

  ports::Http& http_;
  ports::Clock& clock_;
  Access access_;
  ClientOptions options_;
  ports::AnswerCache* cache_;
  ClientUse use_;
  std::optional<Seconds> last_write_; // on the monotonic clock
  Seconds paused_until_{0};           // likewise
  std::string paused_why_;
  bool passing_{false};
};

// What GitHub says of a refusal: the status, its `message`, and those of its `errors`; printable,
// one line.
std::string refusal_text(const ApiAnswer& answer);

} // namespace tidegate::github
