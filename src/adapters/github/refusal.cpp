// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/refusal.hpp"

#include <array>
#include <fmt/format.h>
#include <string>

namespace tidegate::github {
namespace {

// What GitHub is known to say, as people quote it in public issues. Matched in the order here.
struct Saying {
  std::string_view part; // of the message
  std::string_view hint;
};

constexpr std::array sayings{
    Saying{"SAML",
           "the organization wants single sign-on: authorize the token for it at "
           "https://github.com/settings/tokens, or take the job's own GITHUB_TOKEN"},
    Saying{"is locked", "the conversation is locked: unlock it, or leave this pull request out"},
    Saying{"authenticate via a GitHub App",
           "only the token of an app may do this, as the job's own GITHUB_TOKEN is; a personal "
           "token may not"},
};

// "Resource not accessible by integration", "... by personal access token"
bool names_permission(std::string_view said) {
  return said.find("not accessible by") != std::string_view::npos;
}

std::string permission_hint(std::string_view permission) {
  std::string hint = fmt::format("give the job `permissions: {}`", permission);
  if (permission.ends_with(": write")) {
    hint += "; a run of a fork or of Dependabot has a read-only token";
  }
  if (permission == "pull-requests: write") {
    hint += ", whose comment a second workflow posts (workflows/tidegate-comment.yml)";
  }
  return hint;
}

std::string missing_hint(std::string_view permission) {
  return fmt::format("it is not there, or the token may not see it: check {}GITHUB_REPOSITORY and "
                     "the job's `permissions: {}`",
                     permission.starts_with("pull-requests") ? "the number, " : "",
                     permission);
}

std::string hint_at(const ApiAnswer& answer, std::string_view permission) {
  if (answer.status == 401) {
    return "the token is wrong or has expired: check where it is set (the Action's input "
           "github-token, GITHUB_TOKEN); that of a job ends with it";
  }
  if (answer.status != 403 && answer.status != 404) {
    return {};
  }
  const std::string said = refusal_text(answer);
  if (names_permission(said)) {
    return permission_hint(permission);
  }
  for (const Saying& saying : sayings) {
    if (said.find(saying.part) != std::string::npos) {
      return std::string(saying.hint);
    }
  }
  return answer.status == 404 ? missing_hint(permission) : std::string{};
}

} // namespace

Error refused_error(std::string_view what, const ApiAnswer& answer, std::string_view permission) {
  return {Error::Kind::external,
          fmt::format("{}: {}", what, refusal_text(answer)),
          hint_at(answer, permission)};
}

} // namespace tidegate::github
