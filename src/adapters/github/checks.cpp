// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/checks.hpp"

#include "adapters/github/json_fields.hpp"
#include "adapters/github/refusal.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string_view>

namespace tidegate::github {
namespace {

using nlohmann::json;

constexpr std::size_t annotations_of_request = 50;
constexpr std::string_view permission = "checks: write";

json annotation_json(const model::Annotation& note) {
  constexpr std::array<const char*, 3> levels{"notice", "warning", "failure"};
  return {{"path", note.file},
          {"start_line", *note.line},
          {"end_line", *note.line},
          {"annotation_level", levels.at(static_cast<std::size_t>(note.level))},
          {"title", note.title},
          {"message", note.message}};
}

json annotations_json(const std::vector<model::Annotation>& placed, std::size_t from) {
  auto list = json::array();
  const auto end = std::min(from + annotations_of_request, placed.size());
  for (std::size_t i = from; i < end; ++i) {
    list.push_back(annotation_json(placed[i]));
  }
  return list;
}

std::string text_of(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json output_json(const CheckRun& run,
                 const std::vector<model::Annotation>& placed,
                 std::size_t from) {
  return {{"title", run.title},
          {"summary", run.summary},
          {"annotations", annotations_json(placed, from)}};
}

} // namespace

Result<CheckAnswer> create_check(Client& client, const CheckRun& run) {
  std::vector<model::Annotation> placed;
  std::ranges::copy_if(run.annotations, std::back_inserter(placed), [](const auto& note) {
    return !note.file.empty() && note.line && *note.line > 0;
  });
  const json request{{"name", run.name},
                     {"head_sha", run.head_sha},
                     {"external_id", run.external_id},
                     {"status", "completed"},
                     {"conclusion", run.conclusion},
                     {"output", output_json(run, placed, 0)}};
  const auto made = client.send("POST", "check-runs", text_of(request));
  if (!made) {
    return tl::unexpected(made.error());
  }
  if (!made->ok()) {
    return tl::unexpected(refused_error("no check run", *made, permission));
  }
  const json check = parse_json(made->body);
  const auto id = count_at(check, "id");
  CheckAnswer answer{.url = text_at(check, "html_url")};
  for (std::size_t from = annotations_of_request; id && from < placed.size();
       from += annotations_of_request) {
    const json more{{"output", output_json(run, placed, from)}};
    const auto added = client.send("PATCH", fmt::format("check-runs/{}", *id), text_of(more));
    if (!added || !added->ok()) {
      answer.annotations_left = placed.size() - from;
      break;
    }
  }
  return answer;
}

} // namespace tidegate::github
