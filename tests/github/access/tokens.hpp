// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace github_standin {

enum class Right { none, read, write };

std::optional<Right> parse_right(std::string_view text);
std::string_view to_text(Right right);

// A token as Actions hands it to a job, and what `permissions:` gave it.
struct KnownToken {
  std::string secret;
  std::string name; // what the log calls it
  std::string login = "github-actions[bot]";
  Right others = Right::none;                 // for permissions that are not listed
  std::map<std::string, Right> permissions{}; // "contents", "pull-requests", "checks", "actions"
  std::vector<std::string> repositories{};    // "owner/name"; empty: all
};

Right right_to(const KnownToken& token, std::string_view permission);
bool sees(const KnownToken& token, std::string_view repository);

// Until the first token is registered every token may do everything, so that a test which is about
// something else needs none. Every function may be called from any thread.
class Tokens {
public:
  // In place of the one with the same secret, if there is one.
  void add(KnownToken token);
  void forget();
  std::optional<KnownToken> find(std::string_view secret) const;
  // How the log names it: empty where there is none, "unknown" for one that nobody registered.
  std::string name_of(std::string_view secret) const;

private:
  mutable std::mutex guard_;
  std::vector<KnownToken> known_;
};

// The token in a header "Authorization: Bearer T", "token T" or "Basic base64(USER:T)".
std::string token_in(std::string_view authorization);

} // namespace github_standin
