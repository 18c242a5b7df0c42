// SPDX-License-Identifier: Apache-2.0
#include "report/context_facts.hpp"

#include "util/units.hpp"

#include <fmt/format.h>

namespace tidegate::report {
namespace {

std::string in_files(const std::optional<std::uint64_t>& files) {
  return files ? fmt::format(" in {} {}", *files, *files == 1 ? "file" : "files") : "";
}

} // namespace

std::string context_facts(const model::BuildContext& context) {
  std::string text;
  if (context.sent_bytes) {
    text = util::show_bytes(*context.sent_bytes) + " sent";
  }
  if (context.bytes) {
    text +=
        (text.empty() ? "" : " of ") + util::show_bytes(*context.bytes) + in_files(context.files);
  }
  if (context.ignored_bytes && *context.ignored_bytes > 0) {
    text += fmt::format("{}.dockerignore left out {}{}",
                        text.empty() ? "" : " · ",
                        util::show_bytes(*context.ignored_bytes),
                        in_files(context.ignored_files));
  }
  return text;
}

} // namespace tidegate::report
