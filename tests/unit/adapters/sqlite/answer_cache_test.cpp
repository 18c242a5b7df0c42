// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/answer_cache.hpp"
#include "adapters/sqlite/run_store.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;
using sqlite::AnswerCache;

namespace {

struct Rig {
  Rig()
      : store(std::move(*sqlite::RunStore::open(dir.path() / "h.db"))) {}

  AnswerCache on_day(int day) { return {store.connection(), Time(std::chrono::days(day))}; }

  void keep(int day, const std::string& url, const std::string& body) {
    AnswerCache answers = on_day(day);
    answers.keep(url, {.etag = "\"" + url + "\"", .link = "<next>", .body = body});
    REQUIRE(store.put_runs("o/r", {}, &answers));
  }

  bool knows(const std::string& url) { return on_day(0).find(url).has_value(); }

  TempDir dir;
  sqlite::RunStore store;
};

} // namespace

TEST_CASE("an answer is found again as it was, by its URL") {
  Rig rig;
  const std::string body = std::string(100'000, 'a') + std::string(1, '\0') + "end";
  rig.keep(0, "u", body);
  const auto found = rig.on_day(1).find("u");
  REQUIRE(found);
  CHECK(found->etag == "\"u\"");
  CHECK(found->link == "<next>");
  CHECK(found->body == body);
  CHECK_FALSE(rig.knows("v"));
  CHECK(*rig.store.connection().number("SELECT length(body) FROM kept_answers") < 1000);
}

TEST_CASE("an answer is only known to others once its content is stored") {
  Rig rig;
  AnswerCache answers = rig.on_day(0);
  answers.keep("u", {.etag = "1", .link = "", .body = "{}"});
  CHECK(answers.find("u").has_value());
  CHECK_FALSE(rig.knows("u"));
  answers.forget();
  CHECK_FALSE(answers.find("u").has_value());
}

TEST_CASE("a kept answer that is damaged is asked for again") {
  Rig rig;
  rig.keep(0, "u", "{}");
  REQUIRE(rig.store.connection().run("UPDATE kept_answers SET body = x'00ff00'"));
  CHECK_FALSE(rig.knows("u"));
  rig.keep(0, "u", "{}");
  REQUIRE(rig.store.connection().run("UPDATE kept_answers SET size = 1000000000000"));
  CHECK_FALSE(rig.knows("u"));
}

TEST_CASE("answers go when they are old, and the oldest first when they are too much") {
  Rig rig;
  rig.keep(0, "old", "{}");
  rig.keep(50, "first", "{}");
  rig.keep(60, "second", "{}");
  rig.keep(61, "third", "{}");
  const auto one = *rig.store.connection().number("SELECT length(body) FROM kept_answers");
  AnswerCache answers = rig.on_day(62);
  REQUIRE(rig.store.prune(answers, {}));
  CHECK_FALSE(rig.knows("old"));
  CHECK(rig.knows("first"));
  REQUIRE(rig.store.prune(answers, {.bytes = 2 * one}));
  CHECK_FALSE(rig.knows("first"));
  CHECK(rig.knows("second"));
  CHECK(rig.knows("third"));
}

TEST_CASE("an answer that is doubted is asked for again, and replaced") {
  Rig rig;
  rig.keep(0, "u", "wrong");
  AnswerCache answers = rig.on_day(1);
  answers.doubt(true);
  CHECK_FALSE(answers.find("u").has_value());
  answers.keep("u", {.etag = "2", .link = "", .body = "right"});
  answers.doubt(false);
  REQUIRE(rig.store.put_runs("o/r", {}, &answers));
  CHECK(rig.on_day(1).find("u")->body == "right");
}
