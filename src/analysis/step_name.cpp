// SPDX-License-Identifier: Apache-2.0
#include "analysis/step_name.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>
#include <vector>

namespace tidegate::analysis {
namespace {

struct NamedPhase {
  std::string_view prefix;
  Phase phase;
};

// Names without a bracket, from moby/buildkit (solver/llbsolver, exporter/*, cache/remotecache/*)
// and docker/buildx (build, util/dockerutil); the first that fits counts.
constexpr std::array<NamedPhase, 19> free_names{{
    {"importing cache manifest from ", Phase::cache_import},
    {"exporting to GitHub Actions Cache", Phase::cache_export},
    {"exporting cache", Phase::cache_export},
    {"exporting content cache", Phase::cache_export},
    {"exporting inline cache", Phase::cache_export},
    {"exporting to ", Phase::export_image},
    {"importing to docker", Phase::export_image},
    {"pushing ", Phase::export_image},
    {"merging manifest list ", Phase::export_image},
    {"FROM ", Phase::resolve}, // an image that only a COPY --from or a RUN --mount names
    {"resolve image config for ", Phase::resolve},
    {"docker-image://", Phase::resolve},
    {"oci-layout://", Phase::resolve},
    {"local://", Phase::load_context},
    {"git://", Phase::load_context},
    {"http://", Phase::load_context},
    {"https://", Phase::load_context},
    {"generating sbom using ", Phase::execute},
    {"load metadata for ", Phase::resolve},
}};

// Names behind "[internal] ".
constexpr std::array<NamedPhase, 6> internal_names{{
    {"load metadata for ", Phase::resolve},
    {"resolve ", Phase::resolve},
    {"preparing inline document", Phase::execute},
    {"setting cache mount permissions", Phase::execute},
    {"booting buildkit", Phase::other},
    {"waiting for connection", Phase::other},
}};

template<std::size_t size>
Phase phase_by(const std::array<NamedPhase, size>& names, std::string_view text, Phase otherwise) {
  const auto found =
      std::ranges::find_if(names, [&](const NamedPhase& n) { return text.starts_with(n.prefix); });
  return found == names.end() ? otherwise : found->phase;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f');
}

// A digest pins what a tag pointed to today; the step is the same one tomorrow.
std::string without_digests(std::string_view text) {
  constexpr std::string_view mark = "@sha256:";
  constexpr std::size_t hex_digits = 64;
  std::string result;
  while (true) {
    const std::size_t at = text.find(mark);
    result += text.substr(0, at);
    if (at == std::string_view::npos) {
      return result;
    }
    const std::string_view rest = text.substr(at + mark.size());
    const auto end = std::ranges::find_if_not(rest, is_hex);
    const auto length = static_cast<std::size_t>(end - rest.begin());
    if (length != hex_digits) {
      result += mark;
    }
    text = rest.substr(length == hex_digits ? hex_digits : 0);
  }
}

// "FROM alpine:3.20@sha256:..." -> "sha256:..."; empty where there is none.
std::string last_digest(std::string_view text) {
  constexpr std::size_t hex_digits = 64;
  const std::size_t at = text.rfind("@sha256:");
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view digest = util::trim(text.substr(at + 1));
  const std::size_t colon = digest.find(':');
  const std::string_view hex = digest.substr(colon + 1);
  return hex.size() == hex_digits && std::ranges::all_of(hex, is_hex) ? std::string(digest)
                                                                      : std::string();
}

// A build from a git URL names the commit: "load git source https://...#<40 hex digits>".
std::string without_commits(std::string_view text) {
  constexpr std::size_t hex_digits = 40;
  std::string result;
  while (!text.empty()) {
    const auto end = std::ranges::find_if_not(text, is_hex);
    const auto length = static_cast<std::size_t>(end - text.begin());
    result += length == hex_digits ? std::string_view("<commit>") : text.substr(0, length);
    text.remove_prefix(length);
    const auto next = std::ranges::find_if(text, is_hex);
    const auto plain = static_cast<std::size_t>(next - text.begin());
    result += text.substr(0, plain);
    text.remove_prefix(plain);
  }
  return result;
}

// BuildKit names every backend but the registry by a hash of its attributes, and the token is one
// of them: "gha:17342232793655611457". A tag of digits only ("app:20261121") is far shorter.
std::string_view without_attribute_hash(std::string_view text) {
  constexpr std::size_t shortest_hash = 12;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return text;
  }
  const std::string_view hash = text.substr(colon + 1);
  return hash.size() >= shortest_hash && std::ranges::all_of(hash, is_digit) ? text.substr(0, colon)
                                                                             : text;
}

struct Position {
  int index{0};
  int total{0};
};

std::optional<int> parse_count(std::string_view text) {
  constexpr int most = 1'000'000;
  int value = 0;
  const auto [stop, error] = std::from_chars(text.begin(), text.end(), value);
  const bool whole =
      error == std::errc{} && stop == text.end() && !text.empty() && is_digit(text.front());
  return whole && value > 0 && value <= most ? std::optional(value) : std::nullopt;
}

// "3/12"
std::optional<Position> parse_position(std::string_view word) {
  const std::size_t slash = word.find('/');
  if (slash == std::string_view::npos) {
    return std::nullopt;
  }
  const auto index = parse_count(word.substr(0, slash));
  const auto total = parse_count(word.substr(slash + 1));
  return index && total ? std::optional(Position{*index, *total}) : std::nullopt;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words = util::split(text, ' ');
  std::erase(words, "");
  return words;
}

// BuildKit pads the index to the width of the total: "[build  3/12]".
std::string with_bracket(const std::vector<std::string>& words, std::string_view rest) {
  return "[" + util::join(words, " ") + "] " + std::string(rest);
}

// The names of stages have no slash in them, all platforms but "[wasi/wasm]"-like ones need one.
std::string take_platform(std::vector<std::string>& words) {
  const auto found =
      std::ranges::find_if(words, [](const auto& w) { return w.find('/') != std::string::npos; });
  if (found == words.end()) {
    return {};
  }
  std::string platform = *found;
  words.erase(found);
  return platform;
}

StepName
parse_instruction(std::vector<std::string> words, Position position, std::string_view rest) {
  constexpr std::string_view link = "LINK ";
  StepName name;
  name.index = position.index;
  name.total = position.total;
  name.link = rest.starts_with("LINK COPY ") || rest.starts_with("LINK ADD ");
  if (name.link) {
    rest.remove_prefix(link.size());
  }
  const bool from = rest.starts_with("FROM ");
  name.base_digest = from ? last_digest(rest) : std::string();
  name.instruction = from ? without_digests(rest) : std::string(rest);
  name.phase = from ? Phase::resolve : Phase::execute;
  name.normalised = with_bracket(words, name.instruction);
  words.pop_back();
  name.platform = take_platform(words);
  name.stage = words.empty() ? "stage-0" : util::join(words, " ");
  return name;
}

Phase phase_of_context(std::string_view rest) {
  const bool is_load = rest.starts_with("load .dockerignore") || rest.ends_with("load from client")
                       || rest.find("://") != std::string_view::npos;
  return is_load ? Phase::load_context : Phase::resolve;
}

Phase phase_of_bracket(const std::vector<std::string>& words, std::string_view rest) {
  if (std::ranges::find(words, "internal") != words.end()) {
    return phase_by(
        internal_names, rest, rest.starts_with("load ") ? Phase::load_context : Phase::other);
  }
  if (std::ranges::find(words, "context") != words.end()) {
    return phase_of_context(rest);
  }
  if (std::ranges::find(words, "auth") != words.end()) {
    return Phase::resolve;
  }
  return phase_by(free_names, rest, Phase::other); // "[web] exporting to image" of a bake
}

StepName parse_free_name(std::string_view text) {
  StepName name;
  name.phase = phase_by(free_names, text, Phase::other);
  const bool import = name.phase == Phase::cache_import;
  name.normalised =
      import ? std::string(without_attribute_hash(text)) : without_commits(without_digests(text));
  return name;
}

} // namespace

StepName parse_step_name(std::string_view text) {
  const std::size_t end = text.find("] ");
  if (!text.starts_with('[') || end == std::string_view::npos) {
    return parse_free_name(text);
  }
  std::vector<std::string> words = words_of(text.substr(1, end - 1));
  const std::string_view rest = text.substr(end + 2);
  const auto position = words.empty() ? std::nullopt : parse_position(words.back());
  if (position) {
    return parse_instruction(std::move(words), *position, rest);
  }
  StepName name = parse_free_name(rest);
  name.phase = phase_of_bracket(words, rest);
  name.normalised = with_bracket(words, name.normalised);
  name.platform = take_platform(words);
  return name;
}

} // namespace tidegate::analysis
