// SPDX-License-Identifier: Apache-2.0
#include "codec/clean_json.hpp"

#include "util/json_escapes.hpp"
#include "util/json_scan.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

bool is_json(std::string_view text) {
  util::JsonScan scan(text);
  scan.skip();
  return scan.finished();
}

// Of a text that is JSON: where the string ends whose first quote is at `begin`.
std::size_t closing_quote(std::string_view text, std::size_t begin) {
  std::size_t at = begin + 1;
  while (text[at] != '"') {
    at += text[at] == '\\' ? 2U : 1U;
  }
  return at;
}

// What stands between the quotes.
void append_clean(std::string_view raw, const util::Redactor& redactor, std::string& all) {
  std::string meant;
  util::unescape_json(raw, meant);
  const std::string cleaned = redactor.clean(meant);
  if (cleaned == meant) {
    all += raw;
    return;
  }
  const std::string quoted =
      nlohmann::json(cleaned).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  all.append(quoted, 1, quoted.size() - 2);
}

} // namespace

std::string clean_json(std::string_view text, const util::Redactor& redactor) {
  if (!is_json(text)) {
    return redactor.clean(text);
  }
  std::string all;
  all.reserve(text.size());
  std::size_t done = 0;
  for (std::size_t quote = text.find('"'); quote != std::string_view::npos;
       quote = text.find('"', done)) {
    const std::size_t end = closing_quote(text, quote);
    all += text.substr(done, quote + 1 - done);
    append_clean(text.substr(quote + 1, end - quote - 1), redactor, all);
    done = end;
    all += text[done++];
  }
  return all.append(text.substr(done));
}

} // namespace tidegate::codec
