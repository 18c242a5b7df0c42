// SPDX-License-Identifier: Apache-2.0
#include "github/access/tokens.hpp"

#include "github/base64.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace github_standin {

namespace {

constexpr std::array<std::pair<std::string_view, Right>, 3> rights{
    {{"none", Right::none}, {"read", Right::read}, {"write", Right::write}}};

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() > word.size() && text[word.size()] == ' '
         && std::ranges::equal(text.substr(0, word.size()), word, [](char a, char b) {
              return (a | ' ') == (b | ' '); // schemes ignore case
            });
}

} // namespace

std::optional<Right> parse_right(std::string_view text) {
  const auto* const found =
      std::ranges::find_if(rights, [&](const auto& right) { return right.first == text; });
  return found == rights.end() ? std::nullopt : std::optional(found->second);
}

std::string_view to_text(Right right) {
  return rights.at(static_cast<std::size_t>(right)).first;
}

Right right_to(const KnownToken& token, std::string_view permission) {
  const auto found = token.permissions.find(std::string(permission));
  return found == token.permissions.end() ? token.others : found->second;
}

bool sees(const KnownToken& token, std::string_view repository) {
  return token.repositories.empty()
         || std::ranges::find(token.repositories, repository) != token.repositories.end();
}

void Tokens::add(KnownToken token) {
  const std::lock_guard lock(guard_);
  std::erase_if(known_, [&](const KnownToken& known) { return known.secret == token.secret; });
  known_.push_back(std::move(token));
}

void Tokens::forget() {
  const std::lock_guard lock(guard_);
  known_.clear();
}

std::optional<KnownToken> Tokens::find(std::string_view secret) const {
  if (secret.empty()) {
    return std::nullopt;
  }
  const std::lock_guard lock(guard_);
  if (known_.empty()) {
    return KnownToken{.secret = std::string(secret), .name = "any", .others = Right::write};
  }
  const auto found =
      std::ranges::find_if(known_, [&](const KnownToken& known) { return known.secret == secret; });
  return found == known_.end() ? std::nullopt : std::optional(*found);
}

std::string Tokens::name_of(std::string_view secret) const {
  if (secret.empty()) {
    return "";
  }
  const auto known = find(secret);
  return known ? known->name : "unknown";
}

std::string token_in(std::string_view authorization) {
  for (const std::string_view scheme : {"bearer", "token"}) {
    if (starts_with_word(authorization, scheme)) {
      return std::string(authorization.substr(scheme.size() + 1));
    }
  }
  constexpr std::string_view basic = "basic";
  if (!starts_with_word(authorization, basic)) {
    return "";
  }
  const std::string pair = from_base64(authorization.substr(basic.size() + 1)).value_or("");
  const std::size_t colon = pair.find(':');
  return colon == std::string::npos ? "" : pair.substr(colon + 1);
}

} // namespace github_standin
