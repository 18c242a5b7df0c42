// SPDX-License-Identifier: Apache-2.0
#include "adapters/config/config.hpp"

#include "adapters/config/gate_keys.hpp"
#include "adapters/config/keys.hpp"
#include "adapters/config/policy_check.hpp"
#include "adapters/config/yaml_reader.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace tidegate::config {
namespace {

constexpr std::size_t longest_quoted = 64;

std::string shown(std::string_view text) {
  return util::to_printable(util::shorten(text, longest_quoted));
}

// A dot inside a key must not pass for two keys.
std::string dotted(const std::vector<std::string>& path) {
  const bool own_dots = std::ranges::any_of(
      path, [](const std::string& part) { return part.find('.') != std::string::npos; });
  return own_dots ? std::string{} : util::join(path, ".");
}

std::string last_part(const std::string& key) {
  return key.substr(key.rfind('.') + 1);
}

// Near keys of the same section first, then the same word in another section.
std::string suggestion(const std::vector<std::string>& path) {
  const std::string section =
      path.size() < 2 ? "" : dotted({path.begin(), std::prev(path.end())}) + ".";
  std::vector<std::string> siblings;
  std::string elsewhere;
  for (const std::string& key : known_keys()) {
    const std::string last = last_part(key);
    if (key == section + last) {
      siblings.push_back(last);
    } else if (last == path.back()) {
      elsewhere = key;
    }
  }
  for (const std::string& key : metric_key_names()) {
    if (key == section + last_part(key)) {
      siblings.push_back(last_part(key));
    }
  }
  const std::string near = util::nearest(path.back(), siblings);
  if (!near.empty()) {
    return fmt::format("; did you mean \"{}\"?", near);
  }
  if (!elsewhere.empty()) {
    return fmt::format("; it belongs to \"{}\"", elsewhere.substr(0, elsewhere.rfind('.')));
  }
  return siblings.empty() ? "" : "; known here: " + util::join(siblings, ", ");
}

std::string_view describe(Entry::Kind kind) {
  switch (kind) {
  case Entry::Kind::section:
    return "keys below it";
  case Entry::Kind::list:
    return "a list";
  case Entry::Kind::item:
  case Entry::Kind::text:
    return "a value";
  case Entry::Kind::empty:
    return "nothing";
  }
  return {};
}

std::string_view wanted(const Key& key) {
  switch (key.shape) {
  case Key::Shape::section:
    return "keys below it";
  case Key::Shape::list:
    return "a list";
  case Key::Shape::value:
    return "a value";
  }
  return {};
}

// A key with nothing behind it is fine for a section or a list whose lines are all commented out.
bool fits(const Key& key, const Entry& entry) {
  switch (entry.kind) {
  case Entry::Kind::section:
    return key.shape == Key::Shape::section;
  case Entry::Kind::list:
  case Entry::Kind::item:
    return key.shape == Key::Shape::list;
  case Entry::Kind::text:
    return key.shape == Key::Shape::value;
  case Entry::Kind::empty:
    return key.shape == Key::Shape::section || key.shape == Key::Shape::list;
  }
  return false;
}

Result<void> apply(const Entry& entry, std::string_view file, model::Settings& settings) {
  const Key* key = find_key(dotted(entry.path));
  if (key == nullptr) {
    return failed_at(
        file,
        entry.key,
        fmt::format("unknown key \"{}\"{}", shown(entry.path.back()), suggestion(entry.path)));
  }
  const std::string name = last_part(std::string(key->name));
  if (!fits(*key, entry)) {
    return failed_at(file,
                     entry.kind == Entry::Kind::empty ? entry.key : entry.value,
                     fmt::format("{} takes {}, found {}", name, wanted(*key), describe(entry.kind)),
                     std::string(key->example));
  }
  if (entry.kind != Entry::Kind::text && entry.kind != Entry::Kind::item) {
    return {};
  }
  if (auto done = key->set(settings, entry.text); !done) {
    return failed_at(file,
                     entry.value,
                     fmt::format("{}: {}", name, done.error().message),
                     done.error().hint.empty() ? std::string(key->example) : done.error().hint);
  }
  return {};
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text;
  if (stream) {
    text.resize(max_config_bytes + 1); // one more, so that parse() can see that it is too large
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.eof() && text.size() <= max_config_bytes) {
    return failed(
        Error::Kind::external,
        fmt::format("cannot read {}: {}", path.string(), std::generic_category().message(errno)));
  }
  return text;
}

} // namespace

Result<model::Settings> parse(std::string_view yaml, std::string_view file_name) {
  const auto entries = read_yaml(yaml, file_name);
  if (!entries) {
    return tl::unexpected(entries.error());
  }
  model::Settings settings;
  for (const Entry& entry : *entries) {
    if (auto done = apply(entry, file_name, settings); !done) {
      return tl::unexpected(std::move(done.error()));
    }
  }
  if (auto fine = check_policy(*entries, file_name, settings.policy); !fine) {
    return tl::unexpected(std::move(fine.error()));
  }
  return settings;
}

Result<model::Settings> load(const std::filesystem::path& file) {
  const std::filesystem::path path = file.empty() ? std::filesystem::path(default_file) : file;
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  if (status.type() == std::filesystem::file_type::not_found) {
    if (file.empty()) {
      return model::Settings{};
    }
    return failed(Error::Kind::usage,
                  fmt::format("no configuration file {}", path.string()),
                  "tidegate needs none; leave --config out to use the defaults");
  }
  if (status.type() == std::filesystem::file_type::directory) {
    return failed(Error::Kind::usage,
                  fmt::format("configuration {} is a directory", path.string()));
  }
  // Nobody named it: a link in a checked-out repository could make us quote any file of the
  // machine, and a pipe wait for ever.
  if (file.empty()
      && std::filesystem::symlink_status(path, unknown).type()
             != std::filesystem::file_type::regular) {
    return failed(
        Error::Kind::usage,
        fmt::format("configuration {} is a symbolic link or no regular file", path.string()),
        "put a file in its place, or name the one that you mean with --config");
  }
  const auto text = read_file(path);
  if (!text) {
    return tl::unexpected(text.error());
  }
  return parse(*text, path.string());
}

} // namespace tidegate::config
