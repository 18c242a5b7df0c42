// SPDX-License-Identifier: Apache-2.0
#include "util/private_keys.hpp"
#include "util/secrets.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <bitset>

namespace tidegate::util {
namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_alnum(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c);
}

bool is_token_character(char c) {
  return is_alnum(c) || c == '_' || c == '-';
}

// "githubToken2" -> GITHUB, TOKEN; "APIKey" -> API, KEY. Words, so that AUTHOR is not AUTH.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool hump = i > 0 && is_upper(c)
                      && (is_lower(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1])));
    if (hump || !(is_lower(c) || is_upper(c))) {
      words.emplace_back();
    }
    if (is_lower(c) || is_upper(c)) {
      words.back() += is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return words;
}

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> ends) {
  return std::ranges::any_of(ends, [word](std::string_view end) { return word.ends_with(end); });
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_secret_word(std::string_view word) {
  if (is_any(word,
             {"KEY",
              "KEYS",
              "PAT",
              "JWT",
              "PW",
              "PEM",
              "CRED",
              "CREDS",
              "CERT",
              "CERTS",
              "BEARER",
              "COOKIE",
              "PRIVATE",
              "CERTIFICATE",
              "SIGNATURE",
              "DSN"})) {
    return true;
  }
  if (word.find("PASSW") != std::string_view::npos
      || word.find("PASSPHRASE") != std::string_view::npos
      || word.find("CREDENTIAL") != std::string_view::npos) {
    return true;
  }
  if (is_any(word, {"COMPASS", "BYPASS", "OVERPASS", "UNDERPASS", "SURPASS", "TRESPASS"})) {
    return false;
  }
  return ends_with_any(
      word, {"TOKEN",      "TOKENS",     "SECRET",     "SECRETS",   "PASS",       "PWD",
             "AUTH",       "APIKEY",     "APIKEYS",    "SECRETKEY", "ACCESSKEY",  "PRIVATEKEY",
             "SSHKEY",     "GPGKEY",     "RSAKEY",     "DEPLOYKEY", "SIGNINGKEY", "ENCRYPTIONKEY",
             "LICENSEKEY", "LICENCEKEY", "ACCOUNTKEY", "MASTERKEY", "AUTHKEY",    "STORAGEKEY"});
}

struct KnownPrefix {
  std::string_view text;
  std::size_t more; // token characters that follow at least
};

constexpr std::array<KnownPrefix, 20> known_prefixes{{
    {"ghp_", 16},        {"gho_", 16},     {"ghu_", 16},  {"ghs_", 16}, {"ghr_", 16},
    {"github_pat_", 16}, {"glpat-", 16},   {"xoxb-", 8},  {"xoxa-", 8}, {"xoxp-", 8},
    {"xoxr-", 8},        {"xoxs-", 8},     {"AKIA", 16},  {"ASIA", 16}, {"npm_", 30},
    {"dckr_pat_", 16},   {"sk_live_", 16}, {"pypi-", 30}, {"AIza", 30}, {"hvs.", 20},
}};

std::size_t token_length(std::string_view text) {
  const auto end = std::ranges::find_if_not(text, is_token_character);
  return static_cast<std::size_t>(end - text.begin());
}

bool has_prefix_of(const KnownPrefix& prefix, std::string_view value) {
  for (std::size_t at = value.find(prefix.text); at != std::string_view::npos;
       at = value.find(prefix.text, at + 1)) {
    const bool word_begins = at == 0 || !is_alnum(value[at - 1]);
    if (word_begins && token_length(value.substr(at + prefix.text.size())) >= prefix.more) {
      return true;
    }
  }
  return false;
}

bool has_known_prefix(std::string_view value) {
  return std::ranges::any_of(
      known_prefixes, [value](const KnownPrefix& prefix) { return has_prefix_of(prefix, value); });
}

// header.payload.signature, the first two JSON objects in base64url ("eyJ" is `{"`). A message may
// have cut it behind the beginning of the payload.
bool has_jwt(std::string_view value) {
  for (std::size_t at = value.find("eyJ"); at != std::string_view::npos;
       at = value.find("eyJ", at)) {
    const std::size_t header = token_length(value.substr(at));
    at += header;
    if (!value.substr(at).starts_with(".eyJ")) {
      continue;
    }
    if (header >= 10) {
      return true;
    }
  }
  return false;
}

bool has_private_key(std::string_view value) {
  const std::size_t begin = value.find("-----BEGIN ");
  return begin != std::string_view::npos
         && value.find("PRIVATE KEY", begin) != std::string_view::npos;
}

// scheme://user:password@host
bool has_url_password(std::string_view value) {
  constexpr std::string_view scheme_end = "://";
  for (std::size_t at = value.find(scheme_end); at != std::string_view::npos;
       at = value.find(scheme_end, at)) {
    at += scheme_end.size();
    const std::string_view authority = value.substr(at, value.find_first_of("/?# \t\n", at) - at);
    const std::size_t host = authority.rfind('@');
    const std::size_t colon = authority.find(':');
    if (host != std::string_view::npos && colon < host && colon + 1 < host) {
      return true;
    }
  }
  return false;
}

// Random words change between small letters, capitals and digits all the time; names, paths,
// versions and hashes in hex do not.
bool is_random(std::string_view word) {
  constexpr std::size_t min_length = 20;
  constexpr std::size_t min_distinct = 10;
  std::bitset<256> seen;
  std::size_t changes = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    seen.set(static_cast<unsigned char>(word[i]));
    const bool same = i == 0 || !is_alnum(word[i]) || !is_alnum(word[i - 1])
                      || (is_lower(word[i]) && is_lower(word[i - 1]))
                      || (is_upper(word[i]) && is_upper(word[i - 1]))
                      || (is_digit(word[i]) && is_digit(word[i - 1]));
    changes += same ? 0 : 1;
  }
  return word.size() >= min_length && seen.count() >= min_distinct && changes * 3 >= word.size()
         && std::ranges::any_of(word, is_lower) && std::ranges::any_of(word, is_upper)
         && std::ranges::any_of(word, is_digit);
}

bool has_random_word(std::string_view value) {
  const auto in_word = [](char c) { return is_token_character(c) || c == '+' || c == '='; };
  while (!value.empty()) {
    const auto end = std::ranges::find_if_not(value, in_word);
    const auto length = static_cast<std::size_t>(end - value.begin());
    if (is_random(value.substr(0, length))) {
      return true;
    }
    value.remove_prefix(std::min(length + 1, value.size()));
  }
  return false;
}

// The ends of credentials that begin exactly at the start of `rest`; 0 where none does.
std::size_t token_end(std::string_view rest) {
  for (const KnownPrefix& prefix : known_prefixes) {
    if (rest.starts_with(prefix.text)) {
      const std::size_t more = token_length(rest.substr(prefix.text.size()));
      return more >= prefix.more ? prefix.text.size() + more : 0;
    }
  }
  return 0;
}

std::size_t jwt_end(std::string_view rest) {
  const std::size_t header = rest.starts_with("eyJ") ? token_length(rest) : 0;
  if (header < 10 || !rest.substr(header).starts_with(".eyJ")) {
    return 0;
  }
  const std::size_t payload = header + 1 + token_length(rest.substr(header + 1));
  const bool is_signed = payload < rest.size() && rest[payload] == '.';
  return is_signed ? payload + 1 + token_length(rest.substr(payload + 1)) : payload;
}

// What stands between "://" and "@": `rest` begins at the "://".
std::size_t login_end(std::string_view rest) {
  if (!rest.starts_with("://")) {
    return 0;
  }
  const std::string_view authority = rest.substr(3, rest.find_first_of("/?#\"' \t\n", 3) - 3);
  const std::size_t host = authority.rfind('@');
  const std::size_t colon = authority.find(':');
  const bool password = host != std::string_view::npos && colon < host && colon + 1 < host;
  return password ? 3 + host : 0;
}

// A letter in front that is the end of \n in JSON or of %20 in a URL belongs to no word.
bool begins_word(std::string_view text, std::size_t at) {
  constexpr std::string_view escapes = "bfnrt";
  constexpr std::string_view hex = "0123456789abcdefABCDEF";
  if (at == 0 || !is_alnum(text[at - 1])) {
    return true;
  }
  const bool json =
      at >= 2 && text[at - 2] == '\\' && escapes.find(text[at - 1]) != std::string_view::npos;
  const bool url = at >= 3 && text[at - 3] == '%'
                   && hex.find(text[at - 2]) != std::string_view::npos
                   && hex.find(text[at - 1]) != std::string_view::npos;
  return json || url;
}

// The first two bytes of each shape: all that most places of a text are compared with.
const std::bitset<65536>& shape_beginnings() {
  static const std::bitset<65536> beginnings = [] {
    std::bitset<65536> made;
    const auto add = [&made](std::string_view text) {
      made.set((static_cast<std::size_t>(static_cast<unsigned char>(text[0])) << 8U)
               | static_cast<unsigned char>(text[1]));
    };
    for (const KnownPrefix& prefix : known_prefixes) {
      add(prefix.text);
    }
    for (const std::string_view text : {"eyJ", "-----BEGIN ", "://"}) {
      add(text);
    }
    return made;
  }();
  return beginnings;
}

} // namespace

std::string without_secret_shapes(std::string_view text) {
  const auto& beginnings = shape_beginnings();
  std::string clean;
  std::size_t done = 0;
  std::size_t no_jwt_before = 0; // a long word is measured once
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if (!beginnings[(static_cast<std::size_t>(first) << 8U) | second]) {
      continue;
    }
    const std::string_view rest = text.substr(at);
    const std::size_t login = login_end(rest);
    const bool word_begins = begins_word(text, at);
    const std::size_t kept = login > 0 ? 3 : 0;
    std::size_t end = std::max(login, private_key_end(rest));
    end = word_begins ? std::max(end, token_end(rest)) : end;
    if (word_begins && at >= no_jwt_before && rest.starts_with("eyJ")) {
      end = std::max(end, jwt_end(rest));
      no_jwt_before = at + token_length(rest);
    }
    if (end > 0) {
      clean.append(text.substr(done, at + kept - done)).append("***");
      done = at + end;
      at = done - 1;
    }
  }
  return clean.append(text.substr(done));
}

bool is_secret_variable(std::string_view name) {
  return name == "INPUT_SECRETS"
         || std::ranges::find(token_variables, name) != token_variables.end();
}

bool looks_secret(std::string_view name, std::string_view value) {
  return names_secret(name) || has_known_prefix(value) || has_jwt(value) || has_private_key(value)
         || has_url_password(value) || has_random_word(value);
}

bool names_secret(std::string_view name) {
  return std::ranges::any_of(words_of(name), is_secret_word);
}

} // namespace tidegate::util
