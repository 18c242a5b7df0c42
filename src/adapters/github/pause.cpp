// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/pause.hpp"

#include "util/id.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <ctime>
#include <string_view>

namespace tidegate::github {
namespace {

constexpr Seconds longest_back_off{60};
constexpr Seconds shortest_pause{1};   // "retry-after: 0" must not make us spin
constexpr double longest_told = 1e9;   // seconds; what is beyond is no time of ours any more
constexpr Seconds secondary_limit{60}; // "wait for at least one minute", where no header says more

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool fine =
      error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
  return fine && value >= 0 ? std::optional(value) : std::nullopt;
}

// "Sat, 21 Nov 2026 07:33:00 GMT" (RFC 9110, IMF-fixdate), seconds since 1970.
std::optional<double> server_time(const ports::HttpAnswer& answer) {
  std::tm parts{};
  const std::string date = answer.header("date");
  const char* const end = ::strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return end != nullptr && *end == '\0' ? std::optional(static_cast<double>(::timegm(&parts)))
                                        : std::nullopt;
}

// A second more than to the reset: it is told in whole seconds.
std::optional<Seconds> until_reset(const ports::HttpAnswer& answer, Time now) {
  const auto reset = number(answer.header("x-ratelimit-reset"));
  if (!reset || answer.header("x-ratelimit-remaining") != "0") {
    return std::nullopt;
  }
  const double own = Seconds(now.time_since_epoch()).count();
  return Seconds{std::max(*reset - server_time(answer).value_or(own), 0.0) + 1};
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool names_secondary_limit(const ports::HttpAnswer& answer) {
  return has(answer.body, "secondary rate limit") || has(answer.body, "secondary-rate-limits")
         || has(answer.body, "abuse detection");
}

// GraphQL says it in a 200.
bool is_limited_query(const ports::HttpAnswer& answer) {
  return answer.status == 200 && answer.header("x-ratelimit-remaining") == "0"
         && has(answer.body, R"("type":"RATE_LIMITED")");
}

Seconds as_told(double seconds) {
  return std::max(Seconds{std::min(seconds, longest_told)}, shortest_pause);
}

// From 0.5 to 1, so that jobs that failed together do not come back together.
double jitter() {
  return (1 + util::random_share()) / 2;
}

} // namespace

Seconds back_off(int attempt) {
  return std::min(longest_back_off, Seconds{std::exp2(attempt - 1)}) * jitter();
}

std::optional<Pause> pause_asked_for(const ports::HttpAnswer& answer, int attempt, Time now) {
  const auto told = number(answer.header("retry-after"));
  if (answer.status == 403 || answer.status == 429 || is_limited_query(answer)) {
    if (told) {
      return Pause{as_told(*told), "GitHub asks for a pause", true, true};
    }
    if (const auto reset = until_reset(answer, now)) {
      return Pause{as_told(reset->count()), "the rate limit is used up", true, true};
    }
    if (answer.status == 429 || names_secondary_limit(answer)) {
      return Pause{secondary_limit * std::exp2(attempt - 1), "a secondary rate limit", true, true};
    }
    return std::nullopt;
  }
  if (answer.status < 500 || answer.status == 501) {
    return std::nullopt;
  }
  return Pause{.span = told ? as_told(*told) : back_off(attempt),
               .why = "GitHub answered " + std::to_string(answer.status),
               .rate_limited = false,
               .told = told.has_value()};
}

} // namespace tidegate::github
