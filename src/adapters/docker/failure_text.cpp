// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/failure_text.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>
#include <system_error>

namespace tidegate::docker {
namespace {

constexpr std::size_t max_excerpt_lines = 60;

bool is_ruler(std::string_view line) {
  constexpr std::size_t shortest = 6;
  line = util::trim(line);
  return line.size() >= shortest && line.find_first_not_of('-') == std::string_view::npos;
}

// "Dockerfile:5"
std::optional<Excerpt> read_place(std::string_view line) {
  line = util::trim(line);
  const std::size_t colon = line.rfind(':');
  if (colon == std::string_view::npos || colon == 0) {
    return std::nullopt;
  }
  Excerpt excerpt;
  const std::string_view digits = line.substr(colon + 1);
  const auto [stop, error] = std::from_chars(digits.begin(), digits.end(), excerpt.line);
  if (error != std::errc{} || stop != digits.end() || excerpt.line <= 0) {
    return std::nullopt;
  }
  excerpt.file = line.substr(0, colon);
  return excerpt;
}

// Layers of wrapping that say nothing about the cause.
std::string_view without_layers(std::string_view text) {
  constexpr std::array<std::string_view, 9> layers{"ERROR: ",
                                                   "error: ",
                                                   "failed to build: ",
                                                   "failed to solve: ",
                                                   "failed to solve with frontend dockerfile.v0: ",
                                                   "failed to receive status: ",
                                                   "rpc error: ",
                                                   "code = Unknown desc = ",
                                                   "failed to compute cache key: "};
  for (bool again = true; again;) {
    const auto found =
        std::ranges::find_if(layers, [&](auto layer) { return text.starts_with(layer); });
    again = found != layers.end();
    text.remove_prefix(again ? found->size() : 0);
  }
  return text;
}

// "failed to calculate checksum of ref abc::def: "/a.txt": not found": the ref is a random word.
std::string_view without_random_ref(std::string_view text) {
  constexpr std::string_view before = "failed to calculate checksum of ref ";
  constexpr std::string_view after = ": \"";
  const std::size_t end = text.find(after);
  const bool has_ref = text.starts_with(before) && end != std::string_view::npos;
  return has_ref ? text.substr(end + after.size() - 1) : text;
}

} // namespace

std::optional<Excerpt> find_excerpt(const std::vector<std::string>& plain_lines) {
  const auto begins = [](const std::string& place, const std::string& ruler) {
    return is_ruler(ruler) && read_place(place).has_value();
  };
  const auto place = std::ranges::adjacent_find(plain_lines, begins);
  if (place == plain_lines.end()) {
    return std::nullopt;
  }
  auto excerpt = read_place(*place);
  std::size_t count = 0;
  for (auto line = place + 2; line != plain_lines.end() && !is_ruler(*line); ++line) {
    if (count++ < max_excerpt_lines) {
      excerpt->text += *line + "\n";
    }
  }
  return excerpt;
}

std::string find_message(const std::vector<std::string>& plain_lines) {
  const auto is_error = [](const std::string& line) { return line.starts_with("ERROR: "); };
  const auto last = std::ranges::find_if(plain_lines.rbegin(), plain_lines.rend(), is_error);
  if (last == plain_lines.rend()) {
    const auto says = [](const std::string& line) {
      return !util::trim(line).empty() && !line.starts_with("WARNING") && !is_ruler(line);
    };
    const auto first = std::ranges::find_if(plain_lines, says);
    return first == plain_lines.end() ? std::string()
                                      : std::string(without_layers(util::trim(*first)));
  }
  std::string message;
  for (auto line = last.base() - 1; line != plain_lines.end() && !util::trim(*line).empty();
       ++line) {
    if (!is_ruler(*line)) {
      message += (message.empty() ? "" : " ") + std::string(util::trim(*line));
    }
  }
  return std::string(without_random_ref(without_layers(message)));
}

} // namespace tidegate::docker
