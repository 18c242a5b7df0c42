// SPDX-License-Identifier: Apache-2.0
#include "report/comment.hpp"
#include "report/comment_markers.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace tidegate;
using namespace tidegate::report;

namespace {

const std::string new_sha(40, 'b');
const std::string old_sha(40, 'a');

CommentSection section(const std::string& leg, std::uint64_t run, std::uint64_t attempt = 1) {
  CommentSection made;
  made.leg.key = leg;
  made.leg.run = run;
  made.leg.attempt = attempt;
  made.leg.number = run;
  made.leg.sha = run > 50 ? new_sha : old_sha;
  made.leg.verdict = CommentVerdict::pass;
  made.leg.milliseconds = 1000 * run;
  made.leg.facts = run;
  made.title = "### " + leg + " in run " + std::to_string(run) + "\n";
  made.facts = "- **Time** 3s\n";
  made.table = "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n";
  made.details = "<details><summary>Details</summary>\n\nall\n\n</details>\n\n";
  return made;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

} // namespace

TEST_CASE("a first comment has the hidden marker, a headline and the section") {
  const auto merged = merge_comment("", {section("build (amd64)", 60)});
  CHECK(merged.changed);
  CHECK(is_comment(merged.body, "builds"));
  CHECK_FALSE(is_comment(merged.body, "other"));
  CHECK(merged.body.find("## ✅ tidegate: pass at bbbbbbb\n") != std::string::npos);
  const auto parsed = parse_comment(merged.body);
  CHECK(parsed.damage.empty());
  REQUIRE(parsed.sections.size() == 1);
  CHECK(parsed.sections.front() == section("build (amd64)", 60));
}

TEST_CASE("a second merge of the same changes nothing, also after an edit in the browser") {
  const auto first = merge_comment("", {section("a", 60), section("b", 60)});
  CHECK_FALSE(merge_comment(first.body, {section("a", 60)}).changed);
  std::string edited;
  for (const char c : first.body) {
    edited += c == '\n' ? "\r\n" : std::string(1, c);
  }
  CHECK_FALSE(merge_comment(edited, {section("b", 60)}).changed);
}

TEST_CASE("other legs stay word for word, and an older run gives way") {
  auto other = section("b", 60);
  other.facts = "- word for word ✓ <code>x</code>\n\n\n- and more\n";
  const auto first = merge_comment("", {other, section("a", 60, 2)});
  for (const auto& [run, attempt] : {std::pair{59, 9}, {60, 1}}) {
    const auto older = merge_comment(
        first.body,
        {section("a", static_cast<std::uint64_t>(run), static_cast<std::uint64_t>(attempt))});
    CHECK_FALSE(older.changed);
    CHECK(older.older == 1);
  }
  const auto newer = merge_comment(first.body, {section("a", 60, 3)});
  CHECK(newer.changed);
  CHECK(newer.body.find(other.facts) != std::string::npos);
}

TEST_CASE("a section of an earlier commit stays and is labelled") {
  const auto merged = merge_comment("", {section("a", 40), section("b", 60)});
  CHECK(merged.body.find("measured on an earlier commit, aaaaaaa") != std::string::npos);
  CHECK(merged.body.find("1 pass, 1 of earlier commits at bbbbbbb") != std::string::npos);
  const auto renewed = merge_comment(merged.body, {section("a", 61)});
  CHECK(renewed.body.find("earlier commit") == std::string::npos);
}

TEST_CASE("the headline is the gravest of the legs of the newest commit") {
  auto bad = section("b", 60);
  bad.leg.verdict = CommentVerdict::fail;
  auto worse = section("c", 40);
  worse.leg.verdict = CommentVerdict::broken;
  const auto merged = merge_comment("", {section("a", 60), bad, worse});
  CHECK(merged.body.find("## ⛔ tidegate: 1 fail, 1 pass, 1 of earlier commits at bbbbbbb\n")
        != std::string::npos);
}

TEST_CASE("what says the same as before keeps its text and becomes that of the newer run") {
  const CommentRules keep{.keep_what_is_said = true};
  auto first = section("a", 50);
  auto same = section("a", 60);
  same.leg.facts = 50;
  same.leg.milliseconds = 51'000;
  const auto merged = merge_comment(merge_comment("", {first}).body, {same}, keep);
  CHECK(merged.changed);
  CHECK(merged.body.find("at bbbbbbb\n") != std::string::npos);
  first.leg.run = 60;
  first.leg.number = 60;
  first.leg.sha = new_sha;
  CHECK(parse_comment(merged.body).sections == std::vector{first}); // with its 50 s
  CHECK_FALSE(merge_comment(merged.body, {same}, keep).changed);
}

TEST_CASE("a leg that says the same counts for the newest commit, and gives way to no older run") {
  const CommentRules keep{.keep_what_is_said = true};
  auto broken = section("b", 40);
  broken.leg.verdict = CommentVerdict::broken;
  auto still = broken;
  still.leg.run = 60;
  still.leg.sha = new_sha;
  const auto body = merge_comment(merge_comment("", {section("a", 40), broken}).body,
                                  {section("a", 60), still},
                                  keep)
                        .body;
  CHECK(body.find("## ❌ tidegate: 1 broken, 1 pass at bbbbbbb\n") != std::string::npos);
  auto rerun = section("b", 40, 2);
  const auto after = merge_comment(body, {rerun}, keep);
  CHECK_FALSE(after.changed);
  CHECK(after.older == 1);
}

TEST_CASE("what says something else than before is written anew") {
  const CommentRules keep{.keep_what_is_said = true};
  const auto first = merge_comment("", {section("a", 60)});
  auto same = section("a", 61);
  same.leg.facts = 60;
  const auto written = [&](const CommentSection& own, const CommentRules& rules) {
    const auto merged = merge_comment(first.body, {own}, rules);
    return merged.body.find("in run 61") != std::string::npos;
  };
  CHECK_FALSE(written(same, keep));
  CHECK(written(same, {}));
  auto slower = same;
  slower.leg.milliseconds = 70'000;
  CHECK(written(slower, keep));
  auto other_facts = same;
  other_facts.leg.facts = 1;
  CHECK(written(other_facts, keep));
  auto fails = same;
  fails.leg.verdict = CommentVerdict::fail;
  CHECK(written(fails, keep));
}

TEST_CASE("a damaged section is told and replaced, the others stay") {
  const auto whole = merge_comment("", {section("a", 60), section("b", 60), section("c", 60)}).body;
  SUBCASE("its end is gone") {
    std::string body = whole;
    body.erase(body.find("<!-- tidegate:end -->"), 21);
    const auto merged = merge_comment(body, {section("a", 60)});
    CHECK(merged.damage == std::vector<std::string>{"the section of \"a\" has no end"});
    CHECK(parse_comment(merged.body).sections.size() == 3);
  }
  SUBCASE("its marker is another") {
    std::string body = whole;
    body.replace(body.find("run=60"), 6, "run=6O");
    const auto merged = merge_comment(body, {section("a", 60)});
    CHECK(merged.damage.size() == 1);
    CHECK(merged.body == whole);
  }
  SUBCASE("a number is too large, a key is encoded in another way, there is a marker too many") {
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>{"attempt=1", "attempt=99999999999999999999"},
          {"leg=a", "leg=%61"},
          {"leg=a", "leg=%0A"},
          {"leg=a", "leg="},
          {"verdict=pass", "verdict=fine"},
          {"cut=0", "cut=9"},
          {"ms=60000", "ms=-1"},
          {"facts=60", "facts=60 x=1"},
          {"- **Time** 3s", "<!-- tidegate:secret -->"}}) {
      CAPTURE(to);
      std::string body = whole;
      body.replace(body.find(from), from.size(), to);
      const auto parsed = parse_comment(body);
      CHECK(parsed.damage.size() == 1);
      CHECK(parsed.sections.size() == 2);
    }
  }
}

TEST_CASE("hostile names of legs change no marker and meet no other leg") {
  const std::vector<std::string> names{"-->",
                                       "<!-- tidegate:end -->",
                                       "a\n<!-- tidegate:end -->\nb",
                                       "leg=x run=9999999",
                                       "--><script>alert(1)</script>",
                                       "\xff\xfe",
                                       std::string(5000, 'x'),
                                       std::string(5000, 'x') + "y",
                                       "💣💣💣",
                                       "%41",
                                       "A"};
  std::string body;
  for (const auto& name : names) {
    auto made = section(comment_key(name), 60);
    made.title = "### x\n";
    body = merge_comment(body, {made}).body;
    CHECK(parse_comment(body).damage.empty());
  }
  CHECK(parse_comment(body).sections.size() == names.size());
}

// A carriage return is dropped when the comment is read again (found by tests/fuzz/comment_body).
TEST_CASE("a carriage return inside of a marker makes no marker of a text") {
  for (const char* const text : {"<!\r-- tidegate:\xA3#app\x01", "<\r!-\r- tidegate:end -->\nx"}) {
    auto made = section("app", 60);
    made.facts = without_markers(text);
    const std::string body = merge_comment("", {made}).body;
    const auto parsed = parse_comment(body);
    CHECK(parsed.damage.empty());
    REQUIRE(parsed.sections.size() == 1);
    CHECK(parsed.sections.front().facts == made.facts);
  }
}

// Writers in any order, each with any sections: in the end every leg is there, and its newest run.
TEST_CASE("any sequence of merges ends with all legs, each the newest") {
  std::mt19937 random(4711); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same in each run
  const auto below = [&](int limit) { return std::uniform_int_distribution(0, limit - 1)(random); };
  for (int round = 0; round < 300; ++round) {
    std::vector<CommentSection> all;
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> newest;
    for (int i = 0; i < 12; ++i) {
      const std::string leg = "leg " + std::to_string(below(5));
      const auto run = static_cast<std::uint64_t>(40 + below(30));
      const auto attempt = static_cast<std::uint64_t>(1 + below(3));
      all.push_back(section(leg, run, attempt));
      newest[leg] = std::max(newest[leg], std::pair(run, attempt));
    }
    std::string body;
    std::string shuffled;
    for (const auto& each : all) {
      body = merge_comment(body, {each}).body;
    }
    std::ranges::shuffle(all, random);
    while (!all.empty()) {
      const auto some = std::min<std::size_t>(all.size(), static_cast<std::size_t>(1 + below(4)));
      const std::vector<CommentSection> own(all.end() - static_cast<std::ptrdiff_t>(some),
                                            all.end());
      shuffled = merge_comment(shuffled, own).body;
      all.resize(all.size() - some);
    }
    CHECK(body == shuffled);
    const auto parsed = parse_comment(body);
    REQUIRE(parsed.sections.size() == newest.size());
    for (const auto& each : parsed.sections) {
      CHECK(std::pair(each.leg.run, each.leg.attempt) == newest[each.leg.key]);
    }
  }
}

TEST_CASE("200 legs of 30 kB each stay below the limit, with all legs and closed markup") {
  std::string body;
  for (int leg = 0; leg < 200; ++leg) {
    auto made = section("build (linux/amd64, node " + std::to_string(leg) + ")", 60);
    made.leg.verdict = leg % 10 == 0 ? CommentVerdict::fail : CommentVerdict::pass;
    made.table = "| " + std::string(3000, 't') + " |\n| --- |\n\n";
    made.details = "<details><summary>Details</summary>\n\n";
    for (int line = 0; line < 900; ++line) {
      made.details += "ünïcödé 💣 and 30 bytes more\n";
    }
    made.details += "\n</details>\n\n";
    body = merge_comment(body, {made}).body;
    CHECK(utf16_units(body) <= max_comment_units);
    CHECK(count(body, "<details>") == count(body, "</details>"));
    CHECK(parse_comment(body).damage.empty());
  }
  const auto parsed = parse_comment(body);
  CHECK(parsed.sections.size() == 200);
  CHECK(body.find("<sub>Left out, since a comment holds 65,536 characters: details of ")
        != std::string::npos);
}

TEST_CASE("details of passing legs go first, then those of others, then tables") {
  const auto sized = [](const std::string& leg, CommentVerdict verdict) {
    auto made = section(leg, 60);
    made.leg.verdict = verdict;
    made.table = std::string(1000, 't') + "\n";
    made.details = std::string(1000, 'd') + "\n";
    return made;
  };
  const std::vector<CommentSection> own{sized("a", CommentVerdict::pass),
                                        sized("b", CommentVerdict::fail)};
  const auto cuts = [&](std::size_t room) {
    std::vector<int> found;
    for (const auto& each : parse_comment(merge_comment("", own, {.limit = room}).body).sections) {
      found.push_back(each.cut);
    }
    return found;
  };
  CHECK(cuts(8000) == std::vector{0, 0});
  CHECK(cuts(5400) == std::vector{1, 0});
  CHECK(cuts(4400) == std::vector{1, 1});
  CHECK(cuts(3400) == std::vector{2, 1});
  const auto few = cuts(2300);
  REQUIRE(few.size() == 2);
  CHECK(few.front() >= few.back()); // the passing one gave up no less
  CHECK(few.back() >= 2);
  CHECK(cuts(1800) == std::vector<int>{4});
}

TEST_CASE("the count of units is never below that of characters") {
  CHECK(utf16_units("") == 0);
  CHECK(utf16_units("aé€") == 3);
  CHECK(utf16_units("💣") == 2);
}

TEST_CASE("any text at all can be the existing comment") {
  std::mt19937 random(99); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same in each run
  const auto whole = merge_comment("", {section("a", 60), section("b", 60)}).body;
  for (int round = 0; round < 2000; ++round) {
    std::string body = whole;
    const auto at = [&] { return random() % body.size(); };
    for (int edit = 0; edit < 3; ++edit) {
      const auto begin = at();
      const auto length = random() % 60;
      if (random() % 2 == 0) {
        body.erase(begin, length);
      } else {
        body.insert(begin, whole.substr(random() % whole.size(), length));
      }
    }
    const auto merged = merge_comment(body, {section("a", 61)});
    const auto parsed = parse_comment(merged.body);
    CHECK(parsed.damage.empty());
    CHECK(std::ranges::any_of(parsed.sections, [](const auto& each) {
      return each.leg.key == "a" && each.leg.run >= 61;
    }));
  }
}
