// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/log_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace tidegate::docker {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr char escape = '\x1B';

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void drop_byte_order_mark(std::string_view& line) {
  if (line.starts_with(byte_order_mark)) {
    line.remove_prefix(byte_order_mark.size());
  }
}

// Cheap enough for every line: a date is looked at closely only where there may be one.
bool looks_stamped(std::string_view line) {
  constexpr std::size_t shortest = 20; // 2026-11-21T03:23:42Z
  return line.size() >= shortest && is_digit(line[0]) && line[4] == '-' && line[7] == '-'
         && line[10] == 'T' && line[13] == ':';
}

// Both names of "job\tstep\t2026-..." may be anything; the stamp behind them decides.
std::string_view behind_job_and_step(std::string_view line) {
  constexpr std::size_t longest = 300;
  const std::size_t first = line.substr(0, longest).find('\t');
  if (first == std::string_view::npos) {
    return line;
  }
  const std::size_t second = line.substr(0, 2 * longest).find('\t', first + 1);
  std::string_view rest = line.substr(second == std::string_view::npos ? 0 : second + 1);
  drop_byte_order_mark(rest);
  return looks_stamped(rest) ? rest : line;
}

// The first byte after the escape sequence that begins at `at`; the end of the text where it is
// not finished.
std::size_t after_escape(std::string_view text, std::size_t at) {
  const auto rest_from = [&](std::size_t from, auto is_last) {
    const auto found = std::ranges::find_if(text.substr(std::min(from, text.size())), is_last);
    return std::min(static_cast<std::size_t>(found - text.begin()) + 1, text.size());
  };
  const char kind = at + 1 < text.size() ? text[at + 1] : '\0';
  if (kind == '[') { // control sequence: ends with @ to ~
    return rest_from(at + 2, [](char c) { return c >= '@' && c <= '~'; });
  }
  if (kind == ']' || kind == 'P' || kind == '_' || kind == '^') { // ends with BEL or ESC backslash
    const std::size_t end = rest_from(at + 2, [](char c) { return c == '\a' || c == escape; });
    const bool two = end < text.size() && text[end - 1] == escape && text[end] == '\\';
    return two ? end + 1 : end;
  }
  if (kind == '(' || kind == ')' || kind == '#' || kind == '%') { // one more byte follows
    return std::min(at + 3, text.size());
  }
  return std::min(at + 2, text.size());
}

struct Unit {
  std::string_view name;
  double bytes;
};

// tonistiigi/units, decimal by default; the longer name first.
constexpr std::array<Unit, 12> units{{{"kB", 1e3},
                                      {"KB", 1e3},
                                      {"MB", 1e6},
                                      {"GB", 1e9},
                                      {"TB", 1e12},
                                      {"PB", 1e15},
                                      {"KiB", 1024.0},
                                      {"MiB", 1048576.0},
                                      {"GiB", 1073741824.0},
                                      {"TiB", 1099511627776.0},
                                      {"PiB", 1125899906842624.0},
                                      {"B", 1}}};

// The number that ends `text`, taken off with the blank before it.
std::optional<double> take_decimal_at_end(std::string_view& text) {
  std::size_t begin = text.size();
  while (begin > 0 && (is_digit(text[begin - 1]) || text[begin - 1] == '.')) {
    --begin;
  }
  std::string_view number = text.substr(begin);
  const bool apart = begin == 0 || text[begin - 1] == ' ';
  const auto value = apart ? take_decimal(number) : std::nullopt;
  if (!value || !number.empty()) {
    return std::nullopt;
  }
  text = text.substr(0, begin == 0 ? 0 : begin - 1);
  return value;
}

} // namespace

std::optional<Time> take_stamp(std::string_view& line) {
  drop_byte_order_mark(line);
  std::string_view rest = looks_stamped(line) ? line : behind_job_and_step(line);
  if (!looks_stamped(rest)) {
    return std::nullopt;
  }
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const auto time = util::parse_rfc3339(rest.substr(0, end));
  if (!time) {
    return std::nullopt;
  }
  line = rest.substr(std::min(end + 1, rest.size()));
  drop_byte_order_mark(line);
  return *time;
}

void take_runner_mark(std::string_view& line) {
  constexpr std::array<std::string_view, 7> marks{"##[group]",
                                                  "##[endgroup]",
                                                  "##[error]",
                                                  "##[warning]",
                                                  "##[notice]",
                                                  "##[debug]",
                                                  "##[command]"};
  if (!line.starts_with("##[")) {
    return;
  }
  const auto mark = std::ranges::find_if(marks, [&](auto m) { return line.starts_with(m); });
  if (mark != marks.end()) {
    line.remove_prefix(mark->size());
  }
}

std::string_view without_escapes(std::string_view line, std::string& scratch) {
  std::size_t at = line.find(escape);
  if (at == std::string_view::npos) {
    return line;
  }
  scratch.clear();
  std::size_t kept = 0;
  while (at != std::string_view::npos) {
    scratch += line.substr(kept, at - kept);
    kept = after_escape(line, at);
    at = line.find(escape, kept);
  }
  scratch += line.substr(kept);
  return scratch;
}

std::optional<double> take_decimal(std::string_view& text) {
  constexpr double most = 1e15;
  double value = 0;
  if (text.empty() || !is_digit(text.front())) {
    return std::nullopt;
  }
  const auto [stop, error] =
      std::from_chars(text.begin(), text.end(), value, std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(value) || value > most) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(stop - text.begin()));
  return value;
}

std::optional<std::uint64_t> take_size_at_end(std::string_view& text) {
  const auto unit = std::ranges::find_if(units, [&](const Unit& u) {
    return text.ends_with(u.name) && text.size() > u.name.size()
           && is_digit(text[text.size() - u.name.size() - 1]);
  });
  if (unit == units.end()) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(0, text.size() - unit->name.size());
  const auto number = take_decimal_at_end(rest);
  constexpr double most = 1e18;
  if (!number || *number * unit->bytes > most) {
    return std::nullopt;
  }
  text = rest;
  return static_cast<std::uint64_t>(std::llround(*number * unit->bytes));
}

std::optional<Seconds> take_seconds_at_end(std::string_view& text) {
  if (!text.ends_with('s')) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(0, text.size() - 1);
  const auto number = take_decimal_at_end(rest);
  if (!number) {
    return std::nullopt;
  }
  text = rest;
  return Seconds(*number);
}

} // namespace tidegate::docker
