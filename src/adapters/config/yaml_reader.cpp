// SPDX-License-Identifier: Apache-2.0
#include "adapters/config/yaml_reader.hpp"

#include "util/text.hpp"

#include <exception>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <sstream>
#include <utility>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace tidegate::config {
namespace {

constexpr std::size_t longest_quoted = 64;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string quoted(std::string_view text) {
  return fmt::format("\"{}\"", util::to_printable(util::shorten(text, longest_quoted)));
}

Place place_of(const YAML::Mark& mark) {
  return {.line = mark.line + 1, .column = mark.column + 1};
}

// Takes yaml-cpp's events instead of its tree: an event has a place, shows a key given twice, and
// an alias arrives as such, so that nothing can be expanded without end.
class Flattener : public YAML::EventHandler {
public:
  explicit Flattener(std::string_view yaml)
      : yaml_(yaml) {}

  struct Problem {
    Place place;
    std::string message;
  };

  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

  std::vector<Entry> take() { return std::move(entries_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      object(mark, "a second document; a configuration is one");
    }
  }

  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    value(mark, Entry::Kind::empty, {});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    object(mark, "aliases (*name) are not supported; write the value out");
  }

  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t,
                const std::string& text) override {
    if (tag != plain_tag && !quoted_on_one_line(mark)) {
      object(mark, "a value must be plain text, or stand on one line between quotes");
    }
    value(mark, Entry::Kind::text, text);
  }

  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string&,
                       YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    enter(mark, Entry::Kind::list);
  }

  void OnMapStart(const YAML::Mark& mark,
                  const std::string&,
                  YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    enter(mark, Entry::Kind::section);
  }

  void OnSequenceEnd() override { leave(); }

  void OnMapEnd() override { leave(); }

private:
  struct Frame {
    Entry::Kind kind;
    std::map<std::string, int> lines; // of the keys so far
    bool key_open{false};             // a key was read, its value comes next
  };

  void object(const YAML::Mark& mark, std::string message) {
    if (!problem_) {
      problem_ = Problem{.place = place_of(mark), .message = std::move(message)};
    }
  }

  // yaml-cpp 0.7 ends a quote that is never closed with the file: all the keys behind it would be
  // lost in one value without a word.
  [[nodiscard]] bool quoted_on_one_line(const YAML::Mark& mark) const {
    const auto from = static_cast<std::size_t>(mark.pos);
    const char quote = from < yaml_.size() ? yaml_[from] : ' ';
    if (quote != '"' && quote != '\'') {
      return false; // a block of lines, or behind a tag
    }
    const char escape = quote == '"' ? '\\' : '\''; // a quote inside is \" or ''
    for (std::size_t at = from + 1; at < yaml_.size() && yaml_[at] != '\n'; ++at) {
      const bool escaped =
          yaml_[at] == escape && at + 1 < yaml_.size() && (quote == '"' || yaml_[at + 1] == quote);
      if (!escaped && yaml_[at] == quote) {
        return true;
      }
      at += escaped ? 1U : 0U;
    }
    return false;
  }

  void value(const YAML::Mark& mark, Entry::Kind kind, const std::string& text) {
    if (problem_) {
      return;
    }
    if (frames_.empty()) {
      if (kind != Entry::Kind::empty) { // a file of comments and `---` is an empty one
        object(mark, "expected \"key: value\" lines, found " + quoted(text));
      }
      return;
    }
    Frame& frame = frames_.back();
    if (frame.kind == Entry::Kind::list) {
      add_item(mark, kind, text);
    } else if (frame.key_open) {
      add(mark, kind, text);
      close_key();
    } else {
      open_key(mark, kind, text);
    }
  }

  void open_key(const YAML::Mark& mark, Entry::Kind kind, const std::string& text) {
    if (kind != Entry::Kind::text || text.empty()) {
      object(mark, "a key is missing before the colon");
      return;
    }
    const auto [known, is_new] = frames_.back().lines.emplace(text, mark.line + 1);
    if (!is_new) {
      object(mark,
             fmt::format("key {} is given twice, first on line {}", quoted(text), known->second));
      return;
    }
    frames_.back().key_open = true;
    path_.push_back(text);
    key_ = place_of(mark);
  }

  void close_key() {
    frames_.back().key_open = false;
    path_.pop_back();
  }

  void enter(const YAML::Mark& mark, Entry::Kind kind) {
    if (problem_) {
      return;
    }
    if (frames_.empty() && kind == Entry::Kind::list) {
      object(mark, "expected \"key: value\" lines, found a list");
    } else if (!frames_.empty() && frames_.back().kind == Entry::Kind::list) {
      object(mark, "a list may hold only plain values");
    } else if (!frames_.empty() && !frames_.back().key_open) {
      object(mark, "a key must be plain text");
    } else {
      if (!frames_.empty()) {
        add(mark, kind, {});
      }
      frames_.push_back({.kind = kind, .lines = {}});
    }
  }

  void leave() {
    if (problem_) {
      return;
    }
    frames_.pop_back();
    if (!frames_.empty()) {
      close_key();
    }
  }

  void add_item(const YAML::Mark& mark, Entry::Kind kind, const std::string& text) {
    if (kind == Entry::Kind::empty) {
      object(mark, "an empty place in a list");
    } else {
      add(mark, Entry::Kind::item, text);
    }
  }

  void add(const YAML::Mark& mark, Entry::Kind kind, const std::string& text) {
    entries_.push_back(
        {.path = path_, .kind = kind, .text = text, .key = key_, .value = place_of(mark)});
  }

  static constexpr std::string_view plain_tag =
      "?"; // yaml-cpp's for a scalar without quotes and tag

  std::string_view yaml_;
  std::vector<Entry> entries_;
  std::vector<Frame> frames_;
  std::vector<std::string> path_;
  Place key_;
  int documents_{0};
  std::optional<Problem> problem_;
};

// yaml-cpp takes some control characters for the end of the file and the rest would go unread.
std::optional<Flattener::Problem> forbidden_bytes(std::string_view yaml) {
  Place place;
  bool indentation = true;
  for (const char c : yaml) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\t' && indentation) {
      return Flattener::Problem{.place = place,
                                .message = "a tab at the start of a line; indent with spaces"};
    }
    if ((byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f) {
      return Flattener::Problem{
          .place = place, .message = fmt::format("a control character (byte 0x{:02x})", byte)};
    }
    indentation = c == '\n' || (indentation && c == ' ');
    place = c == '\n' ? Place{.line = place.line + 1, .column = 1}
                      : Place{.line = place.line, .column = place.column + 1};
  }
  return std::nullopt;
}

// yaml-cpp reports by exceptions; they end here.
std::optional<Flattener::Problem> run_parser(std::string_view yaml, Flattener& flattener) {
  std::istringstream stream{std::string(yaml)};
  try {
    YAML::Parser parser(stream);
    while (!flattener.problem() && parser.HandleNextDocument(flattener)) {
    }
  } catch (const YAML::DeepRecursion& error) {
    return Flattener::Problem{.place = place_of(error.mark), .message = "nested too deeply"};
  } catch (const YAML::Exception& error) {
    return Flattener::Problem{.place = place_of(error.mark),
                              .message = util::to_printable(error.msg)};
  } catch (const std::exception& error) {
    return Flattener::Problem{.place = {},
                              .message = std::string("cannot be parsed: ") + error.what()};
  }
  return std::nullopt;
}

} // namespace

tl::unexpected<Error>
failed_at(std::string_view file, Place place, std::string_view message, std::string hint) {
  return failed(Error::Kind::usage,
                fmt::format("{}:{}:{}: {}", file, place.line, place.column, message),
                std::move(hint));
}

Result<std::vector<Entry>> read_yaml(std::string_view yaml, std::string_view file) {
  if (yaml.size() > max_config_bytes) {
    return failed(Error::Kind::usage,
                  fmt::format("{}: larger than {} KiB", file, max_config_bytes / 1024));
  }
  if (util::to_valid_utf8(yaml) != yaml) {
    return failed(Error::Kind::usage, fmt::format("{}: not UTF-8 text", file));
  }
  yaml.remove_prefix(yaml.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
  auto problem = forbidden_bytes(yaml);
  Flattener flattener(yaml);
  if (!problem) {
    problem = run_parser(yaml, flattener);
    problem = problem ? problem : flattener.problem();
  }
  if (problem) {
    return failed_at(file, problem->place, problem->message);
  }
  return flattener.take();
}

} // namespace tidegate::config
