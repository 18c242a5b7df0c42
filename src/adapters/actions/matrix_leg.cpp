// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/matrix_leg.hpp"

#include "util/text.hpp"

#include <nlohmann/json.hpp>
#include <vector>

namespace tidegate::actions {
namespace {

using Json = nlohmann::ordered_json; // the order of the keys is that of the workflow

void add_word(const Json& value, std::vector<std::string>& words) {
  std::string word;
  if (value.is_string()) {
    word = util::to_printable(value.get<std::string>());
  } else if (value.is_primitive() && !value.is_null()) {
    word = value.dump();
  }
  if (!word.empty()) {
    words.push_back(std::move(word));
  }
}

// What a person would name a leg by: plain values, those of an object included
// (`include: [{os: {name: linux}}]`). No deeper, so that no nesting has to be followed.
void add_words(const Json& value, std::vector<std::string>& words) {
  if (!value.is_object()) {
    add_word(value, words);
    return;
  }
  for (const auto& inner : value) {
    add_word(inner, words);
  }
}

} // namespace

std::string matrix_leg(std::string_view matrix_json) {
  constexpr std::size_t longest = 100;
  const Json matrix = Json::parse(matrix_json, nullptr, false);
  std::vector<std::string> words;
  if (matrix.is_object()) {
    for (const auto& value : matrix) {
      add_words(value, words);
    }
  }
  return util::shorten_apart(util::join(words, ", "), longest);
}

} // namespace tidegate::actions
