// SPDX-License-Identifier: Apache-2.0
#include "commands/events/line_search.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace tidegate::commands {
namespace {

std::string event(int number) {
  return fmt::format(R"({{"event_type":"{}","timestamp":"2026-11-21T05:00:00Z","id":"{}"}})",
                     number % 3 == 0 ? "third" : "other",
                     number);
}

struct Searched {
  std::vector<int> ids;
  bool whole_lines{true};
  int damaged{0};
};

Searched search(const std::vector<std::string>& blocks) {
  Searched searched;
  LineSearch lines({.types = {"third"}}, 3, [&](const LineSearch::Found& found) {
    searched.ids.push_back(std::stoi(std::string(found.id)));
    searched.whole_lines = searched.whole_lines && found.line == event(searched.ids.back());
  });
  for (const std::string& block : blocks) {
    lines.take(block);
  }
  searched.damaged = lines.finish();
  return searched;
}

} // namespace

TEST_CASE("what is found on several processors comes in the order of the lines") {
  constexpr int count = 90'000; // several MB: more than is looked at at once
  constexpr int each = 1'000;
  std::vector<std::string> blocks;
  for (int begin = 0; begin < count; begin += each) {
    std::string& block = blocks.emplace_back();
    for (int i = begin; i < begin + each; ++i) {
      block += event(i) + "\n";
    }
    block += "no event\n";
  }
  const Searched searched = search(blocks);
  REQUIRE(searched.ids.size() == count / 3);
  for (std::size_t i = 0; i < searched.ids.size(); ++i) {
    REQUIRE(searched.ids[i] == static_cast<int>(i) * 3);
  }
  CHECK(searched.whole_lines);
  CHECK(searched.damaged == count / each);
}

TEST_CASE("a block may be empty, and its last line may lack its newline") {
  const Searched searched = search({"", event(3), event(6) + "\n", "", event(9) + "\n\n"});
  CHECK(searched.ids == std::vector<int>{3, 6, 9});
  CHECK(searched.damaged == 1); // the line without anything
  CHECK(search({}).damaged == 0);
}

} // namespace tidegate::commands
