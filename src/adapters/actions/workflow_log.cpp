// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/workflow_log.hpp"

#include "adapters/actions/run_context.hpp"
#include "util/id.hpp"
#include "util/text.hpp"

#include <fmt/format.h>

namespace tidegate::actions {
namespace {

constexpr std::size_t fence_bytes = 16;

// Properties and data alike; `%` must not be escaped twice, so all in one pass.
std::string escape(std::string_view text, bool property) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
      escaped += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string_view name_of(model::Annotation::Level level) {
  switch (level) {
  case model::Annotation::Level::error:
    return "error";
  case model::Annotation::Level::warning:
    return "warning";
  case model::Annotation::Level::notice:
    break;
  }
  return "notice";
}

} // namespace

std::string escape_data(std::string_view text) {
  return escape(util::to_valid_utf8(text), false);
}

std::string escape_property(std::string_view text) {
  return escape(util::to_valid_utf8(text), true);
}

WorkflowLog::WorkflowLog(ports::Environment& environment)
    : WorkflowLog(environment, in_actions(environment)) {}

WorkflowLog::WorkflowLog(ports::Environment& environment, bool in_actions)
    : environment_(environment),
      in_actions_(in_actions),
      redactor_(secret_redactor(environment)) {}

WorkflowLog::~WorkflowLog() {
  close();
}

void WorkflowLog::talk(std::string_view text) {
  if (text.empty()) {
    return;
  }
  std::string out;
  if (in_actions_ && fence_.empty()) {
    fence_ = util::random_hex(fence_bytes);
    out = fmt::format("{}::stop-commands::{}\n", at_line_start_ ? "" : "\n", fence_);
  }
  if (out.empty()) {
    environment_.err(text);
  } else {
    environment_.err(out.append(text));
  }
  at_line_start_ = text.back() == '\n';
}

void WorkflowLog::line(std::string_view text) {
  talk(redactor_.clean(text) + "\n");
}

void WorkflowLog::answer(std::string_view text) {
  if (in_actions_) {
    talk(redactor_.clean(text));
  } else {
    environment_.out(text); // which cleans what leaves (app/clean_output.hpp)
  }
}

void WorkflowLog::begin_group(std::string_view title) {
  command("::group::" + escape_data(title));
}

void WorkflowLog::end_group() {
  command("::endgroup::");
}

void WorkflowLog::mask(std::string_view secret) {
  if (!secret.empty()) { // an empty mask is a warning of the runner's
    command("::add-mask::" + escape_data(secret));
  }
}

void WorkflowLog::annotate(const model::Annotation& annotation) {
  std::vector<std::string> properties;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) {
      properties.push_back(fmt::format("{}={}", name, escape_property(redactor_.clean(value))));
    }
  };
  add("title", annotation.title);
  add("file", annotation.file);
  add("line", annotation.line ? fmt::format("{}", *annotation.line) : "");
  command(fmt::format("::{}{}{}::{}",
                      name_of(annotation.level),
                      properties.empty() ? "" : " ",
                      util::join(properties, ","),
                      escape_data(redactor_.clean(annotation.message))));
}

void WorkflowLog::close() {
  if (fence_.empty()) {
    return;
  }
  environment_.err(fmt::format("{}::{}::\n", at_line_start_ ? "" : "\n", fence_));
  fence_.clear();
  at_line_start_ = true;
}

void WorkflowLog::command(std::string_view text) {
  if (!in_actions_) {
    return;
  }
  close();
  environment_.err(fmt::format("{}{}\n", at_line_start_ ? "" : "\n", text));
  at_line_start_ = true;
}

} // namespace tidegate::actions
