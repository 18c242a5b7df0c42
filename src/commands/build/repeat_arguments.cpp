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

bool is_one_of(std::string_view word, const auto& words) {
  return std::ranges::find(words, word) != words.end();
}

std::string_view key_of(std::string_view field) {
  return util::trim(field.substr(0, field.find('=')));
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
  constexpr std::array<std::string_view, 2> images{"registry", "image"};
  constexpr std::array<std::string_view, 7> dropped{
      "type", "dest", "name", "push", "push-by-digest", "name-canonical", "dangling-name-prefix"};
  const auto type = docker::output_type(text);
  auto rest = docker::csv_fields(text).value_or(std::vector<std::string>{});
  const bool to_file = is_one_of(type, files) || std::ranges::any_of(rest, [](const auto& field) {
                         return key_of(field) == "dest";
                       });
  std::erase_if(rest, [&](const auto& field) {
    return field.find('=') == std::string::npos || field == text
           || is_one_of(key_of(field), dropped);
  });
  std::vector<std::string> all{"type=" + type};
  if (is_one_of(type, images)) {
    all = {std::string(unpushed)};
  } else if (!is_one_of(type, files) && type != "docker" && type != "cacheonly") {
    return failed(Error::Kind::external,
                  fmt::format("nobody knows how to make an output of type \"{}\" twice",
                              util::to_printable(type)));
  } else if (to_file) {
    all.push_back("dest=" + dest.string());
  }
  return util::join(all, ",") + (rest.empty() ? "" : "," + csv(rest));
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
