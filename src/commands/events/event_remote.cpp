// SPDX-License-Identifier: Apache-2.0
#include "commands/events/event_remote.hpp"

#include "adapters/git/user_repository.hpp"
#include "commands/github_access.hpp"
#include "util/id.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace tidegate::commands {
namespace {

// A name of a remote has neither.
bool is_url(const std::string& text) {
  return text.find(':') != std::string::npos || text.find('/') != std::string::npos;
}

Result<std::string> url_text(const EventRemote& remote, const git::Server& server) {
  if (is_url(remote.remote)) {
    return remote.remote;
  }
  const auto url = git::url_of_remote(".", remote.remote);
  if (url && *url) {
    return **url;
  }
  // Nobody typed that one.
  if (remote.remote == "origin" && !server.url.empty() && !server.repository.empty()) {
    return fmt::format(
        "{}{}{}.git", server.url, server.url.ends_with('/') ? "" : "/", server.repository);
  }
  return failed(Error::Kind::usage,
                fmt::format("there is no remote {} here{}",
                            util::to_printable(remote.remote),
                            url ? "" : ": " + url.error().message),
                "run it in a checkout, or give the URL: --remote https://github.com/OWNER/NAME");
}

} // namespace

std::string branch_name(const EventRemote& remote, const model::Settings& settings) {
  return remote.branch.empty() ? settings.events_branch : remote.branch;
}

Result<git::Branch>
open_branch(const EventRemote& remote, const model::Settings& settings, ports::Ports ports) {
  const git::Server server{.url = ports.environment.text("GITHUB_SERVER_URL"),
                           .repository = ports.environment.text("GITHUB_REPOSITORY"),
                           .token = github_token(ports.environment, remote.token)};
  const std::string name = branch_name(remote, settings);
  if (auto good = check_branch_name(name); !good) {
    return tl::unexpected(std::move(good.error()));
  }
  const auto url = url_text(remote, server);
  if (!url) {
    return tl::unexpected(url.error());
  }
  auto resolved = git::resolve_remote(*url, server);
  if (!resolved) {
    return tl::unexpected(std::move(resolved.error())
                              .in(is_url(remote.remote)
                                      ? "the remote"
                                      : "remote " + util::to_printable(remote.remote)));
  }
  return git::Branch(ports.http, std::move(*resolved), name);
}

Result<void> check_branch_name(const std::string& name) {
  if (git::is_branch_name(name)) {
    return {};
  }
  return failed(Error::Kind::usage,
                fmt::format("\"{}\" is no name for a branch", util::to_printable(name)),
                "give --branch, or events-branch in the configuration, a name that Git takes");
}

Result<void> check_is_for_events(const git::Branch& branch) {
  const auto other = branch.name_beside("events");
  if (!other || other->empty()) {
    return other ? Result<void>{} : tl::unexpected(other.error());
  }
  return failed(Error::Kind::usage,
                fmt::format("branch {} of {} is no branch of events: there is {} on it",
                            branch.name(),
                            branch.url(),
                            *other == "events" ? "a file \"events\" instead of a folder"
                                               : fmt::format("\"{}\"", util::to_printable(*other))),
                "give --branch, or events-branch in the configuration, the name of one that has "
                "nothing else on it; tidegate makes it where there is none");
}

model::Trouble to_trouble(const Error& error) {
  return {.problem = error.message, .hint = error.hint, .usage = error.kind == Error::Kind::usage};
}

bool Patience::wait() {
  constexpr Seconds longest{5};
  constexpr double shortest_share = 0.1;
  const Seconds span = most_ * std::max(util::random_share(), shortest_share);
  if (clock_.monotonic() + span > end_) {
    return false;
  }
  most_ = std::min(most_ * 2, longest);
  clock_.sleep(span);
  return true;
}

git::Answer<void> look_patiently(git::Branch& branch, ports::Clock& clock) {
  constexpr int tries = 4;
  constexpr Seconds patience{20};
  Patience left(clock, patience);
  auto looked = branch.look();
  for (int i = 1; i < tries && !looked && looked.error().passing && left.wait(); ++i) {
    looked = branch.look();
  }
  return looked;
}

} // namespace tidegate::commands
