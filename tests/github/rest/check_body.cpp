// SPDX-License-Identifier: Apache-2.0
#include "github/rest/check_body.hpp"

#include "github/json_fields.hpp"

#include <algorithm>
#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::size_t most_annotations = 50;
constexpr std::size_t longest_text = 65535;
constexpr std::array<const char*, 3> levels{"notice", "warning", "failure"};
constexpr std::array<const char*, 8> conclusions{"action_required",
                                                 "cancelled",
                                                 "failure",
                                                 "neutral",
                                                 "success",
                                                 "skipped",
                                                 "stale",
                                                 "timed_out"};

void take_text(const json& body, const char* key, std::string& target) {
  if (body.contains(key)) {
    target = text_of(body, key);
  }
}

void take_text(const json& body, const char* key, std::optional<std::string>& target) {
  if (body.contains(key)) {
    target = text_of(body, key);
  }
}

std::optional<Reply> take_annotations(const json& list, CheckRun& check) {
  if (list.size() > most_annotations) {
    return refusal(422,
                   "Invalid request.\n\nNo more than 50 items are allowed; "
                       + std::to_string(list.size()) + " were supplied.");
  }
  for (const json& told : list) {
    Annotation annotation{.path = text_of(told, "path"),
                          .start_line = number_of(told, "start_line").value_or(0),
                          .end_line = number_of(told, "end_line").value_or(0),
                          .level = text_of(told, "annotation_level"),
                          .message = text_of(told, "message"),
                          .title = text_of(told, "title")};
    if (annotation.path.empty() || annotation.message.empty() || annotation.start_line == 0
        || annotation.end_line < annotation.start_line
        || std::ranges::find(levels, annotation.level) == levels.end()) {
      return invalid("CheckRun", "annotations", "annotation is not complete");
    }
    check.annotations.push_back(std::move(annotation));
  }
  return std::nullopt;
}

std::optional<Reply> take_output(const json& output, CheckRun& check) {
  for (const char* key : {"summary", "text"}) {
    if (text_of(output, key).size() > longest_text) {
      return refusal(422,
                     "Invalid request.\n\nOnly 65535 characters are allowed; "
                         + std::to_string(text_of(output, key).size()) + " were supplied.");
    }
  }
  if (text_of(output, "summary").empty()) {
    return refusal(422, "Invalid request.\n\n\"summary\" wasn't supplied.");
  }
  take_text(output, "title", check.title);
  take_text(output, "summary", check.summary);
  take_text(output, "text", check.text);
  return output.contains("annotations") && output["annotations"].is_array()
             ? take_annotations(output["annotations"], check)
             : std::nullopt;
}

} // namespace

std::optional<Reply> take_check(const json& body, CheckRun& check) {
  take_text(body, "name", check.name);
  take_text(body, "details_url", check.details_url);
  take_text(body, "external_id", check.external_id);
  take_text(body, "status", check.status);
  if (body.contains("started_at")) {
    check.started = parse_iso(text_of(body, "started_at"));
  }
  if (body.contains("conclusion")) {
    check.conclusion = text_of(body, "conclusion");
    check.status = "completed";
    check.completed = parse_iso(text_of(body, "completed_at")).value_or(now());
    if (std::ranges::find(conclusions, check.conclusion) == conclusions.end()) {
      return invalid("CheckRun", "conclusion", "conclusion is not included in the list");
    }
  }
  if (check.status == "completed" && check.conclusion.empty()) {
    return invalid("CheckRun", "conclusion", "conclusion is required where status is completed");
  }
  return body.contains("output") && body["output"].is_object() ? take_output(body["output"], check)
                                                               : std::nullopt;
}

} // namespace github_standin
