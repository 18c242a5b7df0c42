// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/pull_run.hpp"

#include "adapters/github/json_fields.hpp"
#include "adapters/github/refusal.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

namespace tidegate::github {
namespace {

using nlohmann::json;

constexpr std::size_t most_artifacts = 100;
constexpr int most_pages = 10;

bool is_sha(std::string_view text) {
  return text.size() == 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<json>
ask(Client& client, const std::string& path, std::string_view what, std::string_view permission) {
  const auto answer = client.get(path);
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  if (!answer->ok()) {
    return tl::unexpected(refused_error(what, *answer, permission));
  }
  json body = parse_json(answer->body);
  if (body.is_discarded()) {
    return failed(Error::Kind::external, fmt::format("{}: the answer is no JSON", what));
  }
  return body;
}

// Of a list of pull requests: those of this very branch and commit, else what its head is now.
void find_pulls(const json& pulls, const std::string& own, PullRun& run) {
  std::vector<std::uint64_t> numbers;
  for (const json& pull : pulls.is_array() ? pulls : json::array()) {
    const json& head = member(pull, "head");
    const std::string base = text_at(member(member(pull, "base"), "repo"), "full_name");
    const auto number = count_at(pull, "number");
    if (!number || base != own || text_at(pull, "state") != "open"
        || text_at(head, "ref") != run.head_branch
        || text_at(member(head, "repo"), "full_name") != run.head_repository) {
      continue;
    }
    if (text_at(head, "sha") == run.head_sha) {
      numbers.push_back(*number);
    } else {
      run.newer_sha = text_at(head, "sha");
    }
  }
  std::ranges::sort(numbers);
  for (const auto number : numbers) {
    run.pull_requests.push_back(fmt::format("{}", number));
  }
}

Result<void> find_numbers(Client& client, PullRun& run) {
  if (run.head_repository.empty()) {
    return {};
  }
  const std::string what = "the pull request of the run";
  constexpr std::string_view permission = "pull-requests: read";
  const auto by_commit =
      ask(client, fmt::format("commits/{}/pulls?per_page=100", run.head_sha), what, permission);
  if (by_commit) {
    find_pulls(*by_commit, client.access().repository, run);
  }
  if (!run.pull_requests.empty()) {
    return {};
  }
  const std::string owner = run.head_repository.substr(0, run.head_repository.find('/'));
  const auto by_branch = ask(client,
                             fmt::format("pulls?state=open&per_page=100&head={}",
                                         percent_encoded(owner + ":" + run.head_branch)),
                             what,
                             permission);
  if (!by_branch) {
    return tl::unexpected(by_branch.error());
  }
  find_pulls(*by_branch, client.access().repository, run);
  return {};
}

} // namespace

Result<PullRun> pull_run(Client& client, const std::string& id) {
  const std::string what = fmt::format("run {}", util::to_printable(id));
  const auto answer = ask(client, "actions/runs/" + percent_encoded(id), what, "actions: read");
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  const json& run = *answer;
  PullRun found{.id = count_at(run, "id").value_or(0),
                .attempt = count_at(run, "run_attempt").value_or(1),
                .number = count_at(run, "run_number").value_or(0),
                .head_sha = text_at(run, "head_sha"),
                .head_repository = text_at(member(run, "head_repository"), "full_name"),
                .head_branch = text_at(run, "head_branch"),
                .fork = false,
                .pull_requests = {},
                .newer_sha = {}};
  const std::string own = text_at(member(run, "repository"), "full_name");
  const std::string event = text_at(run, "event");
  if (event != "pull_request" || own != client.access().repository || !is_sha(found.head_sha)) {
    return failed(Error::Kind::external,
                  fmt::format("{} is a run for {} of {}, not for a pull request of {}",
                              what,
                              util::to_printable(event),
                              util::to_printable(own),
                              client.access().repository),
                  "give the id of a run for pull_request of this repository");
  }
  found.fork = found.head_repository != own;
  const auto numbered = find_numbers(client, found);
  return numbered ? Result<PullRun>(std::move(found)) : tl::unexpected(numbered.error());
}

bool merges(Client& client, const std::string& sha, const std::string& head) {
  if (!is_sha(sha)) {
    return false;
  }
  const auto commit = ask(client, "commits/" + sha, "the commit", "contents: read");
  if (!commit) {
    return false;
  }
  const json& parents = member(*commit, "parents");
  return parents.is_array() && parents.size() >= 2
         && std::ranges::any_of(parents,
                                [&](const json& parent) { return text_at(parent, "sha") == head; });
}

Result<Artifacts>
artifacts_of(Client& client, std::uint64_t run, std::string_view prefix, std::uint64_t most_bytes) {
  Artifacts found;
  const auto add = [&](const json& entry) {
    const auto id = count_at(entry, "id");
    const auto bytes = count_at(entry, "size_in_bytes");
    const std::string name = util::to_printable(text_at(entry, "name"));
    if (!id || !bytes || !name.starts_with(prefix) || member(entry, "expired") == json(true)) {
      return;
    }
    if (*bytes > most_bytes) {
      found.left_out.push_back(fmt::format("artifact {}: {} bytes are too many", name, *bytes));
    } else if (found.list.size() == most_artifacts) {
      found.left_out.push_back(fmt::format("artifact {}: there are too many", name));
    } else {
      found.list.push_back({*id, name, *bytes});
    }
  };
  const auto sink = [&](const ApiAnswer& page) {
    const json body = parse_json(page.body);
    const json& list = member(body, "artifacts");
    for (const json& entry : list.is_array() ? list : json::array()) {
      add(entry);
    }
    return list.is_array() && found.left_out.size() < most_artifacts;
  };
  const auto last =
      client.pages(fmt::format("actions/runs/{}/artifacts?per_page=100", run), sink, most_pages);
  if (!last) {
    return tl::unexpected(last.error());
  }
  return last->ok() ? Result<Artifacts>(std::move(found))
                    : tl::unexpected(refused_error("the artifacts", *last, "actions: read"));
}

Result<std::string> fetch_artifact(Client& client, const Artifact& artifact) {
  constexpr std::uint64_t spare = 65536; // the size that is listed leaves out what frames it
  auto answer = client.download(fmt::format("actions/artifacts/{}/zip", artifact.id),
                                static_cast<std::size_t>(artifact.bytes + spare));
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return answer->ok() ? Result<std::string>(std::move(answer->body))
                      : tl::unexpected(refused_error(
                            fmt::format("artifact {}", artifact.name), *answer, "actions: read"));
}

} // namespace tidegate::github
