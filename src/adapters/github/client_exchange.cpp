// SPDX-License-Identifier: Apache-2.0
// What the client does on the wire: one question, as many requests as it takes.
#include "adapters/github/api_url.hpp"
#include "adapters/github/client_question.hpp"
#include "adapters/github/exchange_rules.hpp"
#include "adapters/github/pause.hpp"
#include "util/secrets.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fmt/format.h>
#include <utility>

namespace tidegate::github {
namespace {

constexpr int http_refused = 400; // from here on
constexpr int most_redirects = 3;
constexpr std::size_t most_other_bytes = 1U << 20U; // of an answer that is no 200

Error unmended(const std::string& url, const std::string& why) {
  return {Error::Kind::external, fmt::format("{}: {}", url, why), "try again later"};
}

// nullopt: the answer stands. An answer with a defect becomes an error.
std::optional<Pause> trouble_of(const ports::HttpRequest& request,
                                Result<ports::HttpAnswer>& answer,
                                int attempt,
                                Time now) {
  if (!answer) {
    return Pause{back_off(attempt), answer.error().message};
  }
  if (auto pause = pause_asked_for(*answer, attempt, now)) {
    return pause;
  }
  const std::string defect = defect_of(request, *answer);
  if (defect.empty()) {
    return std::nullopt;
  }
  const bool cut = answer->body.find_first_of("{[") == 0; // a page of HTML stays one
  answer = tl::unexpected(unmended(request.url, defect));
  if (!cut) {
    return std::nullopt;
  }
  return Pause{back_off(attempt), "GitHub " + defect};
}

} // namespace

Result<void> Client::may_ask() const {
  if (!options_.budget || use_.counted < *options_.budget) {
    return {};
  }
  return failed(Error::Kind::external,
                fmt::format("the budget of {} requests is used up", *options_.budget),
                "run it again to go on, or give a larger --budget");
}

Error Client::too_long(Seconds span, const std::string& why) const {
  const auto end = clock_.now() + std::chrono::duration_cast<Time::duration>(span);
  return {Error::Kind::external,
          fmt::format("{}: GitHub may be asked again at {}, in {:.0f} s",
                      why,
                      util::to_rfc3339(end),
                      span.count()),
          "run it again then; what was fetched is kept"};
}

Seconds Client::pause_left() const {
  return std::max(Seconds{0}, paused_until_ - clock_.monotonic());
}

Error Client::pause_error() const {
  return too_long(pause_left(), paused_why_);
}

Result<void> Client::wait(Seconds span, const std::string& why) {
  if (use_.waited + span > options_.most_waiting) {
    passing_ = true;
    return tl::unexpected(too_long(span, why));
  }
  if (options_.on_wait) {
    options_.on_wait(fmt::format("{}: going on in {:.0f} s", why, span.count()));
  }
  clock_.sleep(span);
  use_.waited += span;
  return {};
}

void Client::keep_writes_apart(const std::string& method) {
  if (method == "GET") {
    return;
  }
  if (last_write_) {
    clock_.sleep(std::max(Seconds{0}, *last_write_ + options_.between_writes - clock_.monotonic()));
  }
  last_write_ = clock_.monotonic();
}

void Client::count(const Result<ports::HttpAnswer>& answer) {
  const bool free = answer && answer->status == 304;
  (free ? use_.unchanged : use_.counted) += 1;
  use_.answered += answer ? 1 : 0;
  const std::string remaining = answer ? answer->header("x-ratelimit-remaining") : "";
  int number = 0;
  const auto [end, code] =
      std::from_chars(remaining.data(), remaining.data() + remaining.size(), number);
  if (code == std::errc{} && end == remaining.data() + remaining.size()) {
    use_.remaining = number;
  }
}

// One request on the wire. The body comes piece by piece, so that it is known which answer was too
// large: asking for that one again would only bring it again.
Client::Sent Client::once(ports::HttpRequest request, std::size_t most_bytes) {
  std::string body;
  bool too_large = false;
  request.max_answer_bytes = std::min(most_bytes, most_other_bytes);
  request.on_piece = [&](std::string_view piece) {
    too_large = too_large || body.size() + piece.size() > most_bytes;
    body.append(too_large ? std::string_view{} : piece);
    return !too_large;
  };
  ++use_.requests;
  auto answer = http_.send(request);
  if (too_large) {
    return {.answer = failed(Error::Kind::external,
                             fmt::format("{}: the answer is larger than {} bytes",
                                         origin_of(request.url),
                                         most_bytes)),
            .final = true};
  }
  if (!answer) {
    return {.answer = tl::unexpected(without_query(std::move(answer.error()), request.url))};
  }
  if (!body.empty()) {
    answer->body = std::move(body);
  }
  if (answer->status >= http_refused) { // its words are shown, and a server may repeat ours
    util::Redactor redactor;
    redactor.hide(access_.token);
    answer->body = redactor.clean(answer->body);
  }
  return {.answer = std::move(answer)};
}

// A renamed repository is answered with a redirect. The token goes along only where it leads to the
// same API, and never again once it led out of it.
Client::Sent Client::attempt(const Question& question) {
  ports::HttpRequest request = question.request;
  for (int hop = 0;; ++hop) {
    const bool own = hop == 0 || is_within(access_.api_url, request.url);
    if (const auto ready = may_ask(); own && !ready) {
      return {.answer = tl::unexpected(ready.error()), .final = true};
    }
    keep_writes_apart(request.method);
    Sent sent = once(request, question.most_bytes);
    if (own) {
      count(sent.answer);
    }
    if (!sent.answer || !is_redirect(sent.answer->status)) {
      return sent;
    }
    request = redirected(
        std::move(request), sent.answer->header("location"), access_.api_url, question.may_leave);
    if (request.url.empty() || hop == most_redirects) {
      return {.answer =
                  failed(Error::Kind::external,
                         fmt::format("{} redirects {}, which is not followed",
                                     question.request.url,
                                     request.url.empty() ? "to another place" : "again and again"),
                         "check GITHUB_API_URL and the name of the repository"),
              .final = true};
    }
  }
}

Result<ports::HttpAnswer> Client::given_up(Sent sent, const Pause& pause) {
  passing_ = pause.rate_limited || !sent.answer;
  return pause.rate_limited ? tl::unexpected(too_long(pause.span, pause.why))
                            : std::move(sent.answer);
}

// Repeats what may be repeated, for as long as it is told to.
Result<ports::HttpAnswer> Client::exchange(const Question& question) {
  if (const Seconds left = pause_left(); left > Seconds{0}) {
    if (auto waited = wait(left, paused_why_); !waited) {
      return tl::unexpected(std::move(waited.error()));
    }
  }
  for (int number = 1;; ++number) {
    Sent sent = attempt(question);
    if (sent.final) {
      return std::move(sent.answer);
    }
    const auto pause = trouble_of(question.request, sent.answer, number, clock_.now());
    if (!pause) {
      return std::move(sent.answer);
    }
    if (pause->told) {
      paused_until_ = clock_.monotonic() + pause->span;
      paused_why_ = pause->why;
    }
    const bool again = pause->rate_limited || question.repeatable;
    if (number >= options_.attempts || !again) {
      return given_up(std::move(sent), *pause);
    }
    if (auto waited = wait(pause->span, pause->why); !waited) {
      return tl::unexpected(std::move(waited.error()));
    }
    ++use_.retries;
  }
}

} // namespace tidegate::github
