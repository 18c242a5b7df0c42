// SPDX-License-Identifier: Apache-2.0
#include "commands/build/repeat_arguments.hpp"

#include "adapters/docker/option_values.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr std::string_view unpushed = "type=image,push=false";

// As buildx reads it: a value without a key is the destination of `type=local`, or of `type=tar`
// where it is "-", which is a build that cannot be made again.
struct Output {
  std::string type;
  std::vector<std::string> rest; // "key=value", without destination and names
};

std::string value_of(const std::string& field) {
  return field.substr(std::min(field.size(), field.find('=') + 1));
}

bool has_key(const std::string& field, const auto& keys) {
  return std::ranges::find(keys, field.substr(0, field.find('='))) != keys.end();
}

Output read_output(const std::vector<std::string>& fields) {
  constexpr std::array<std::string_view, 6> dropped{
      "dest", "name", "push", "push-by-digest", "name-canonical", "dangling-name-prefix"};
  Output output;
  for (const auto& field : fields) {
    if (field.find('=') == std::string::npos) {
      output.type = "local";
    } else if (field.starts_with("type=")) {
      output.type = value_of(field);
    } else if (!has_key(field, dropped)) {
      output.rest.push_back(field);
    }
  }
  return output;
}

std::string csv(const std::vector<std::string>& fields) {
  std::vector<std::string> quoted;
  for (const auto& field : fields) {
    if (field.find_first_of(",\"\n") == std::string::npos) {
      quoted.push_back(field);
      continue;
    }
    std::string text = "\"";
    for (const char c : field) {
      text += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    quoted.push_back(text + "\"");
  }
  return util::join(quoted, ",");
}

Result<std::string> repeat_output(const std::string& text, const std::filesystem::path& dest) {
  constexpr std::array<std::string_view, 3> files{"local", "tar", "oci"};
  const auto fields = docker::csv_fields(text).value_or(std::vector<std::string>{});
  Output output = read_output(fields);
  const bool to_file =
      std::ranges::any_of(fields, [](const auto& field) { return field.starts_with("dest="); });
  std::vector<std::string> all{"type=" + output.type};
  if (output.type == "registry" || output.type == "image") {
    all = {"type=image", "push=false"};
  } else if (std::ranges::find(files, output.type) != files.end()
             || (output.type == "docker" && to_file)) {
    all.push_back("dest=" + dest.string());
  } else if (output.type != "docker" && output.type != "cacheonly") {
    return failed(Error::Kind::external,
                  fmt::format("nobody knows how to make an output of type \"{}\" twice",
                              util::to_printable(output.type)));
  }
  all.insert(all.end(), output.rest.begin(), output.rest.end());
  return csv(all);
}

std::vector<std::string> replaced(const RepeatOptions& options) {
  std::vector<std::string> names{"cache-from",
                                 "cache-to",
                                 "tag",
                                 "output",
                                 "push",
                                 "load",
                                 "metadata-file",
                                 "iidfile",
                                 "progress",
                                 "quiet",
                                 "no-cache",
                                 "no-cache-filter"};
  if (!options.dockerfile.empty()) {
    names.emplace_back("file");
  }
  return names;
}

} // namespace

Result<std::vector<std::string>> repeat_arguments(const docker::BuildArguments& arguments,
                                                  const std::vector<std::string>& buildx_args,
                                                  const RepeatOptions& options) {
  std::vector<std::string> args = options.cache;
  if (!options.dockerfile.empty()) {
    args.push_back("--file=" + options.dockerfile.string());
  }
  int number = 0;
  for (const auto& text : arguments.outputs) {
    auto output = repeat_output(text, options.folder / fmt::format("output-{}", ++number));
    if (!output) {
      return tl::unexpected(output.error());
    }
    args.push_back("--output=" + *output);
  }
  if (arguments.push) {
    args.push_back(fmt::format("--output={}", unpushed));
  }
  if (arguments.load) {
    args.emplace_back("--load");
  }
  const auto rest = docker::without(buildx_args, replaced(options));
  args.insert(args.end(), rest.begin(), rest.end());
  return args;
}

} // namespace tidegate::commands
