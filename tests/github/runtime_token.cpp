// SPDX-License-Identifier: Apache-2.0
#include "github/runtime_token.hpp"

#include "github/json_fields.hpp"
#include "github/whole_number.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned read_permission = 1;
constexpr unsigned write_permission = 2;

std::string to_base64url(std::string_view bytes) {
  std::string text;
  unsigned pending = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    pending = (pending << 8U | static_cast<unsigned char>(byte)) & 0xffffU;
    for (bits += 8; bits >= 6; bits -= 6) {
      text += alphabet[(pending >> (bits - 6)) & 63U];
    }
  }
  if (bits > 0) {
    text += alphabet[(pending << (6 - bits)) & 63U];
  }
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes;
  unsigned pending = 0;
  unsigned bits = 0;
  for (const char letter : text) {
    const std::size_t value = alphabet.find(letter);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    pending = (pending << 6U | static_cast<unsigned>(value)) & 0xffffU;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((pending >> bits) & 0xffU);
    }
  }
  return bytes;
}

std::vector<ScopeRight> parse_access_control(std::string_view text) {
  std::vector<ScopeRight> scopes;
  const json list = parse_any(text);
  if (!list.is_array()) {
    return scopes;
  }
  for (const json& item : list) {
    const std::uint64_t permission = number_of(item, "Permission").value_or(0);
    scopes.push_back({.scope = text_of(item, "Scope"),
                      .readable = (permission & read_permission) != 0,
                      .writable = (permission & write_permission) != 0});
  }
  return scopes;
}

std::string access_control(const std::vector<ScopeRight>& scopes) {
  json list = json::array();
  for (const ScopeRight& right : scopes) {
    list.push_back(
        {{"Scope", right.scope},
         {"Permission",
          (right.readable ? read_permission : 0U) | (right.writable ? write_permission : 0U)}});
  }
  return to_line(list);
}

} // namespace

tl::expected<ScopeRight, std::string> parse_scope_right(std::string_view text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0) {
    return tl::unexpected("scope \"" + std::string(text) + "\": expected REF=RIGHTS");
  }
  ScopeRight right{.scope = std::string(text.substr(0, equals))};
  for (const char letter : text.substr(equals + 1)) {
    if (letter != 'r' && letter != 'w') {
      return tl::unexpected("scope \"" + std::string(text) + "\": rights are r, w or rw");
    }
    (letter == 'r' ? right.readable : right.writable) = true;
  }
  return right;
}

tl::expected<std::chrono::seconds, std::string> parse_lifetime(std::string_view text) {
  constexpr std::array<std::pair<char, std::int64_t>, 4> units{
      {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}}};
  const std::size_t digits = text.empty() ? 0 : text.size() - 1;
  const auto amount = whole_number<std::int32_t>(text.substr(0, digits));
  const auto* const unit =
      std::ranges::find_if(units, [&](const auto& known) { return text.ends_with(known.first); });
  if (!amount || unit == units.end()) {
    return tl::unexpected("lifetime \"" + std::string(text)
                          + "\": expected something like 6h or 90s");
  }
  return std::chrono::seconds(*amount * unit->second);
}

RuntimeToken
make_token(std::vector<ScopeRight> scopes, std::int64_t now, std::chrono::seconds lifetime) {
  // GitHub dates its tokens back a little; an expired one must not begin after its end either.
  const std::int64_t begin = std::min(now, now + lifetime.count()) - 300;
  return {.scopes = std::move(scopes),
          .issued_at = begin,
          .not_before = begin,
          .expires = now + lifetime.count()};
}

std::string to_jwt(const RuntimeToken& token) {
  // `ac` is a string that holds JSON: BuildKit refuses the token where it is an array.
  const json claims{{"iss", "github-standin"},
                    {"ac", access_control(token.scopes)},
                    {"nbf", token.not_before},
                    {"exp", token.expires},
                    {"iat", token.issued_at}};
  const json header{{"typ", "JWT"}, {"alg", "none"}};
  return to_base64url(to_line(header)) + "." + to_base64url(to_line(claims)) + "."
         + to_base64url("unsigned");
}

tl::expected<RuntimeToken, std::string> parse_jwt(std::string_view jwt) {
  const std::size_t first = jwt.find('.');
  const std::size_t second = first == std::string_view::npos ? first : jwt.find('.', first + 1);
  if (second == std::string_view::npos || jwt.find('.', second + 1) != std::string_view::npos) {
    return tl::unexpected(std::string("token is malformed: expected three parts"));
  }
  const auto payload = from_base64url(jwt.substr(first + 1, second - first - 1));
  const json claims = parse_object(payload.value_or(""));
  const auto expires = number_of(claims, "exp");
  const auto not_before = number_of(claims, "nbf");
  if (!expires || !not_before || !claims.contains("ac") || !claims["ac"].is_string()) {
    return tl::unexpected(
        std::string("token is malformed: claims exp, nbf and ac (a string) are needed"));
  }
  const auto seconds = [](std::uint64_t number) { return static_cast<std::int64_t>(number); };
  return RuntimeToken{.scopes = parse_access_control(text_of(claims, "ac")),
                      .issued_at = seconds(number_of(claims, "iat").value_or(*not_before)),
                      .not_before = seconds(*not_before),
                      .expires = seconds(*expires)};
}

std::string time_complaint(const RuntimeToken& token, std::int64_t now) {
  if (now >= token.expires) {
    return "token expired";
  }
  return now < token.not_before ? "token is not valid yet" : "";
}

std::vector<std::string> readable_scopes(const RuntimeToken& token) {
  std::vector<std::string> scopes;
  for (const ScopeRight& right : token.scopes) {
    if (right.readable) {
      scopes.push_back(right.scope);
    }
  }
  return scopes;
}

std::optional<std::string> writable_scope(const RuntimeToken& token) {
  std::optional<std::string> last;
  for (const ScopeRight& right : token.scopes) {
    if (right.writable) {
      last = right.scope;
    }
  }
  return last;
}

} // namespace github_standin
