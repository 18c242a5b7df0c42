// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/segment.hpp"

#include "codec/event_json.hpp"
#include "codec/event_stamp.hpp"
#include "util/id.hpp"
#include "util/time.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <openssl/evp.h>

namespace tidegate::eventlog {
namespace {

constexpr std::size_t ulid_size = 26;
constexpr std::size_t hash_size = 16;

// '0' stands for a digit, 'x' for a hex digit, 'U' for a character of a ULID; the rest for itself.
bool fits(std::string_view text, std::string_view pattern) {
  return std::ranges::equal(text, pattern, [](char letter, char wanted) {
    const bool digit = letter >= '0' && letter <= '9';
    switch (wanted) {
    case '0':
      return digit;
    case 'x':
      return digit || (letter >= 'a' && letter <= 'f');
    case 'U':
      return util::ulid_digits.find(letter) != std::string_view::npos;
    default:
      return letter == wanted;
    }
  });
}

constexpr std::string_view name_pattern = "UUUUUUUUUUUUUUUUUUUUUUUUUU-xxxxxxxxxxxxxxxx.jsonl";
constexpr std::string_view folder_pattern = "events/0000/00/00/x/x";

bool is_ulid(std::string_view id) {
  return fits(id, name_pattern.substr(0, ulid_size));
}

std::string ulid_for(const codec::EventStamp& event, std::string_view line) {
  if (is_ulid(event.id)) {
    return event.id;
  }
  constexpr int time_digits = 10;
  auto milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(event.timestamp).time_since_epoch().count();
  std::string ulid(time_digits, '0');
  for (char& digit : ulid) { // the lowest first
    digit = util::ulid_digits[static_cast<std::size_t>(milliseconds & 31)];
    milliseconds >>= 5;
  }
  std::ranges::reverse(ulid);
  std::string rest = short_hash(line, hash_size);
  std::ranges::transform(rest, rest.begin(), [](char letter) {
    return letter >= 'a' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  return ulid + rest;
}

std::string_view name_in(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

} // namespace

std::string short_hash(std::string_view bytes, std::size_t digits) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string text;
  for (std::size_t i = 0; text.size() < digits && i < size; ++i) {
    text += fmt::format("{:02x}", digest[i]);
  }
  text.resize(std::min(text.size(), digits));
  return text;
}

Result<EventMark> mark_of(std::string_view line) {
  const auto event = codec::read_event_stamp(line);
  if (!event) {
    return tl::unexpected(event.error());
  }
  const std::string time = util::to_rfc3339(event->timestamp);
  constexpr std::size_t date = 10;
  if (!fits(time.substr(0, date), "0000-00-00")) {
    return failed(Error::Kind::usage, "event: \"timestamp\" is out of range");
  }
  return EventMark{.ulid = ulid_for(*event, line), .day = time.substr(0, date)};
}

Result<EventMark> mark_of_event(std::string_view line) {
  if (line.size() > largest_event) {
    return failed(Error::Kind::usage,
                  fmt::format("larger than {} bytes, stays out of the branch", largest_event));
  }
  const auto event = codec::parse_event(line);
  return event ? mark_of(line) : tl::unexpected(event.error());
}

Result<Segment> make_segment(std::string content) {
  if (content.size() > largest_segment || !content.ends_with('\n')) {
    return failed(Error::Kind::usage, "no segment: too large, or its last line is torn");
  }
  const auto mark = mark_of(std::string_view(content).substr(0, content.find('\n')));
  if (!mark) {
    return tl::unexpected(mark.error());
  }
  const std::string hash = short_hash(content, hash_size);
  std::string day = mark->day;
  std::ranges::replace(day, '-', '/');
  Segment segment{.name = fmt::format("{}-{}.jsonl", mark->ulid, hash),
                  .path = {},
                  .content = std::move(content),
                  .events = 0};
  segment.path = fmt::format("events/{}/{}/{}/{}", day, hash[0], hash[1], segment.name);
  segment.events = static_cast<int>(std::ranges::count(segment.content, '\n'));
  return segment;
}

bool is_segment_name(std::string_view name) {
  return fits(name, name_pattern);
}

bool is_segment_path(std::string_view path) {
  const std::string_view name = name_in(path);
  if (!is_segment_name(name) || path.size() != folder_pattern.size() + 1 + name_pattern.size()) {
    return false;
  }
  const std::string_view folder = path.substr(0, folder_pattern.size());
  const std::string_view hash = name.substr(ulid_size + 1, hash_size);
  return fits(folder, folder_pattern) && folder[folder.size() - 3] == hash[0]
         && folder.back() == hash[1];
}

bool is_segment_folder(std::string_view path) {
  const bool whole_part =
      path.size() == folder_pattern.size()
      || (path.size() < folder_pattern.size() && folder_pattern[path.size()] == '/');
  return whole_part && fits(path, folder_pattern.substr(0, path.size()));
}

bool has_name(std::string_view content, std::string_view name) {
  const std::string_view last = name_in(name);
  if (!is_segment_name(last)
      || last.substr(ulid_size + 1, hash_size) != short_hash(content, hash_size)) {
    return false;
  }
  const auto mark = mark_of(content.substr(0, content.find('\n')));
  return mark && last.starts_with(mark->ulid)
         && (last.size() == name.size() || day_of(name) == mark->day);
}

std::string day_of(std::string_view path) {
  constexpr std::size_t begin = 7; // behind "events/"
  constexpr std::size_t date = 10;
  std::string day(path.substr(std::min(begin, path.size()), date));
  std::ranges::replace(day, '/', '-');
  return day;
}

} // namespace tidegate::eventlog
