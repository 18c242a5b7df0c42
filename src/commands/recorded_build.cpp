// SPDX-License-Identifier: Apache-2.0
#include "commands/recorded_build.hpp"

#include "adapters/posix/input_file.hpp"
#include "codec/event_json.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr std::size_t least_prefix = 4;
constexpr std::size_t id_length = 26;
constexpr int most_back = 999;
constexpr std::size_t most_bytes = std::size_t{64} << 20U; // as of a line of the event log
constexpr auto hint = "builds are named by `latest`, `latest~1`, an event id or the first 4 "
                      "characters of one, a JSON file, or - for standard input";

tl::unexpected<Error> no_build(const std::string& name, std::string_view why) {
  return failed(Error::Kind::usage, fmt::format("{}: {}", name, why), hint);
}

// 0 for "latest", 2 for "latest~2"; nullopt for anything else.
std::optional<int> steps_back(std::string_view name) {
  constexpr std::string_view word = "latest";
  if (!name.starts_with(word)) {
    return std::nullopt;
  }
  name.remove_prefix(word.size());
  if (name.empty()) {
    return 0;
  }
  int back = -1;
  const auto end = name.data() + name.size();
  const auto read = std::from_chars(name.data() + 1, end, back);
  const bool whole = name.front() == '~' && read.ec == std::errc{} && read.ptr == end;
  return whole && back >= 0 && back <= most_back ? std::optional(back) : std::nullopt;
}

// Ids are Crockford's base32, in upper case.
std::optional<std::string> id_prefix(const std::string& name) {
  const auto is_letter_or_digit = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  if (name.size() < least_prefix || name.size() > id_length
      || !std::ranges::all_of(name, is_letter_or_digit)) {
    return std::nullopt;
  }
  std::string prefix = name;
  std::ranges::transform(prefix, prefix.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return prefix;
}

// A record as `--format json` prints it, or a line of the event log.
Result<codec::JudgedBuild> read_record(const std::string& name) {
  const auto file = posix::InputFile::open(name);
  if (!file) {
    return tl::unexpected(file.error());
  }
  const auto text = file->all(most_bytes);
  if (!text) {
    return tl::unexpected(text.error());
  }
  auto record = codec::parse_build(*text);
  if (record) {
    return record;
  }
  if (const auto event = codec::parse_event(*text)) {
    auto judged = codec::parse_build_event(*event);
    return judged ? judged : tl::unexpected(std::move(judged.error()).in(name));
  }
  return tl::unexpected(std::move(record.error()).in(name));
}

Result<codec::JudgedBuild> newest_but(const std::string& name, int back, Ledger& ledger) {
  auto builds = ledger.newest(back + 1);
  if (!builds) {
    return tl::unexpected(std::move(builds.error()));
  }
  if (builds->size() <= static_cast<std::size_t>(back)) {
    return no_build(name, fmt::format("only {} builds are recorded", builds->size()));
  }
  return std::move(builds->back());
}

Result<codec::JudgedBuild>
by_id(const std::string& name, const std::string& prefix, Ledger& ledger) {
  auto builds = ledger.find(prefix, 2);
  if (!builds) {
    return tl::unexpected(std::move(builds.error()));
  }
  if (builds->empty()) {
    return no_build(name, "no recorded build has this id");
  }
  if (builds->size() > 1) {
    return no_build(name,
                    fmt::format("more than one build begins so: {} and {}",
                                builds->front().build.id,
                                builds->back().build.id));
  }
  return std::move(builds->front());
}

} // namespace

Result<codec::JudgedBuild> find_judged_build(const std::string& name, const OpenLedger& open) {
  const auto back = steps_back(name);
  const auto prefix = back ? std::nullopt : id_prefix(name);
  std::error_code error;
  const bool is_file = name == "-" || std::filesystem::is_regular_file(name, error);
  if (!back && (is_file || !prefix)) {
    return read_record(name);
  }
  const auto ledger = open();
  if (!ledger) {
    return tl::unexpected(ledger.error());
  }
  return back ? newest_but(name, *back, **ledger) : by_id(name, *prefix, **ledger);
}

Result<model::Build> find_build(const std::string& name, const OpenLedger& open) {
  auto judged = find_judged_build(name, open);
  return judged ? Result<model::Build>(std::move(judged->build))
                : tl::unexpected(std::move(judged.error()));
}

} // namespace tidegate::commands
