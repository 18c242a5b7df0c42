// SPDX-License-Identifier: Apache-2.0
#include "adapters/config/value_text.hpp"

#include "util/text.hpp"
#include "util/units.hpp"

#include <charconv>
#include <fmt/format.h>
#include <type_traits>

namespace tidegate::config {
namespace {

constexpr std::size_t longest_quoted = 64;

template<typename Number>
Result<Number> read_number(std::string_view text, Number least, Number most) {
  Number number{};
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stop, error] = std::from_chars(begin, end, number);
  const bool read = error == std::errc{} && stop == end;
  if (!read || !(number >= least && number <= most)) { // so written, NaN is out too
    return wrong(fmt::format("{} is not a {}number from {} to {}",
                             quoted(text),
                             std::is_integral_v<Number> ? "whole " : "",
                             least,
                             most));
  }
  return number;
}

} // namespace

std::string quoted(std::string_view text) {
  return fmt::format("\"{}\"", util::to_printable(util::shorten(text, longest_quoted)));
}

tl::unexpected<Error> wrong(std::string message) {
  return failed(Error::Kind::usage, std::move(message));
}

tl::unexpected<Error> unknown_word(std::string_view text, const std::vector<std::string>& known) {
  const std::string near = util::nearest(text, known);
  return wrong(
      near.empty()
          ? fmt::format("{} is not known; known: {}", quoted(text), util::join(known, ", "))
          : fmt::format("{} is not known; did you mean \"{}\"?", quoted(text), near));
}

Result<int> number_between(std::string_view text, int least, int most) {
  return read_number(text, least, most);
}

Result<double> number_between(std::string_view text, double least, double most) {
  return read_number(text, least, most);
}

Result<Seconds> limit_of(std::string_view text) {
  auto time = util::parse_duration(text);
  if (time && time->count() <= 0) {
    return wrong("must be more than 0");
  }
  return time;
}

} // namespace tidegate::config
