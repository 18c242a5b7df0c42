// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::github {

struct Comment {
  std::uint64_t id{0};
  std::string body;
  std::string url; // for people
};

// The comments of one issue or pull request that the owner of the token wrote; those of others do
// not exist here, whatever they say. REST: issues/{n}/comments, issues/comments/{id}; needs
// `pull-requests: write`. Requests are not repeated: see CommentWriter.
// Error: external; the hint of a refusal names the permission.
class Comments {
public:
  // `issue`: its number.
  Comments(Client& client, std::string issue);

  // By id, which is by age. Those that begin with `beginning` only.
  Result<std::vector<Comment>> list(std::string_view beginning);

  // nullopt where it is no longer there.
  Result<std::optional<Comment>> get(std::uint64_t id);
  Result<std::optional<Comment>> update(std::uint64_t id, const std::string& body);
  Result<Comment> create(const std::string& body);
  Result<void> remove(std::uint64_t id); // also where it is not there

  // Asking again would not mend the newest failure: a status of 4xx, an answer that is none, a
  // question that could not be asked. A write that failed so is not on its way any more.
  [[nodiscard]] bool final() const { return final_; }

  // Who we are to GitHub: GraphQL `viewer`, which answers a GITHUB_TOKEN with
  // "github-actions[bot]" where GET /user refuses it. Asked once.
  Result<std::string> login();

private:
  Result<ApiAnswer> noted(Result<ApiAnswer> answer);
  Result<Comment> read(std::string_view what, const ApiAnswer& answer);

  Client& client_;
  std::string issue_;
  std::optional<std::string> login_;
  bool final_{false};
};

} // namespace tidegate::github
