// SPDX-License-Identifier: Apache-2.0
#include "report/progress.hpp"
#include "unit/report/messages.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using namespace tidegate::test;

namespace {

struct Plain {
  util::Redactor redactor;
  std::string text;
  std::size_t writes{0};
  std::unique_ptr<report::ProgressDisplay> display = report::plain_progress(
      [this](std::string_view part) {
        text += part;
        ++writes;
      },
      redactor);

  [[nodiscard]] bool shows(std::string_view part) const {
    return text.find(part) != std::string::npos;
  }
};

} // namespace

TEST_CASE("plain progress shows a step with its log, seconds since its start and its end") {
  Plain plain;
  plain.display->show(message(vertex("a", "[build 2/5] RUN make", {1.0, {}})));
  plain.display->show(log_message("a", 1.123, "one\ntwo\n"));
  plain.display->show(log_message("a", 13.5, "late\n"));
  plain.display->show(message(vertex("a", "[build 2/5] RUN make", {1.0, 141.2})));
  plain.display->finish(Seconds{142});
  CHECK(plain.text
        == "#1 [build 2/5] RUN make\n#1 0.123 one\n#1 0.123 two\n#1 12.50 late\n#1 DONE 140.2s\n");
}

TEST_CASE("plain progress writes once for a message, however many lines it has") {
  Plain plain;
  plain.display->show(message(vertex("a", "a", {0.0, {}})));
  const std::size_t before = plain.writes;
  plain.display->show(log_message("a", 1, "1\n2\n3\n4\n5\n"));
  CHECK(plain.writes == before + 1);
}

TEST_CASE("plain progress says CACHED, CANCELED and ERROR") {
  Plain plain;
  auto cached = vertex("a", "[2/3] RUN a", {0.0, 0.0});
  cached.cached = true;
  auto failed = vertex("b", "[3/3] RUN b", {0.0, 1.0});
  failed.error = "process \"/bin/sh -c b\" did not complete\nsuccessfully: exit code: 1";
  auto canceled = vertex("c", "[other 1/1] RUN c", {0.0, 1.1});
  canceled.error = "rpc error: context canceled";
  for (const auto& one : {cached, failed, canceled}) {
    plain.display->show(message(one));
  }
  plain.display->finish(Seconds{2});
  CHECK(
      plain.text
      == "#1 [2/3] RUN a\n#1 CACHED\n\n#2 [3/3] RUN b\n#2 ERROR: process \"/bin/sh -c b\" did not "
         "complete successfully: exit code: 1\n\n#3 [other 1/1] RUN c\n#3 CANCELED\n");
}

TEST_CASE("plain progress shows parts of a step with amount and time") {
  Plain plain;
  plain.display->show(message(vertex("a", "[internal] load build context", {0.0, {}})));
  plain.display->show(status_message("a", {"transferring context:", "", "", 2, 0, at(0), at(0)}));
  plain.display->show(status_message("a", {"sha256:1", "", "", 1'050'000, 29'130'000, at(0), {}}));
  plain.display->show(status_message("a", {"exporting layers", "", "", 0, 0, at(0), at(0.3)}));
  plain.display->finish(Seconds{1});
  CHECK(plain.text
        == "#1 [internal] load build context\n#1 transferring context: 2B done\n"
           "#1 sha256:1 1.05MB / 29.13MB 0.3s\n#1 exporting layers 0.3s done\n");
}

TEST_CASE(
    "plain progress shows news of the same moment together, at the latest with the next tick") {
  Plain plain;
  plain.display->show(message(vertex("a", "A", {0.0, {}})));
  plain.display->show(status_message("a", {"loading", "", "", 0, 0, at(0), {}}));
  plain.display->show(log_message("a", 0.05, "x\n"));
  CHECK(plain.text == "#1 A\n");
  plain.display->show(status_message("a", {"loading", "", "", 7, 0, at(0), at(0.06)}));
  plain.display->tick(Seconds{0.07});
  CHECK(plain.text == "#1 A\n#1 loading 7B 0.1s done\n#1 0.050 x\n");
}

TEST_CASE("plain progress does not repeat a part that hardly moved") {
  Plain plain;
  plain.display->show(message(vertex("a", "pull", {0.0, {}})));
  for (std::uint64_t i = 1; i <= 100; ++i) {
    plain.display->show(status_message("a", {"sha256:1", "", "", i, 100, at(0), {}}));
    plain.display->tick(Seconds{0.001 * static_cast<double>(i)});
  }
  CHECK(std::ranges::count(plain.text, '\n') == 1 + 20);
}

TEST_CASE("plain progress keeps the screen for a step for a while and names each switch") {
  Plain plain;
  plain.display->show(message(vertex("a", "A", {0.0, {}})));
  plain.display->show(message(vertex("b", "B", {0.0, {}})));
  for (int i = 0; i < 40; ++i) {
    plain.display->show(log_message(i % 2 == 0 ? "a" : "b", 0.1 * i, i % 2 == 0 ? "x\n" : "y\n"));
  }
  CHECK_FALSE(plain.shows("B"));
  for (int i = 40; i < 140; ++i) {
    plain.display->show(log_message(i % 2 == 0 ? "a" : "b", 0.1 * i, i % 2 == 0 ? "x\n" : "y\n"));
  }
  plain.display->finish(Seconds{20});
  CHECK(plain.shows("#1 ...\n\n#2 B\n#2 0.100 y\n"));
  CHECK(std::ranges::count(plain.text, 'x') == 70);
  CHECK(std::ranges::count(plain.text, 'y') == 70);
}

TEST_CASE("plain progress shows a step that is done before the one that goes on") {
  Plain plain;
  plain.display->show(message(vertex("a", "A", {0.0, {}})));
  plain.display->show(message(vertex("b", "B", {0.0, 0.5})));
  plain.display->show(log_message("a", 1, "x\n"));
  CHECK(plain.text == "#1 A\n#1 ...\n\n#2 B\n#2 DONE 0.5s\n\n#1 A\n#1 1.000 x\n");
}

TEST_CASE("plain progress does not let a chatty step pile up behind a quiet one") {
  Plain plain;
  plain.display->show(message(vertex("a", "quiet", {0.0, {}})));
  plain.display->show(message(vertex("b", "chatty", {0.0, {}})));
  const std::string line(1000, 'x');
  for (int i = 0; i < 1000; ++i) {
    plain.display->show(log_message("b", 0.001, line + "\n"));
  }
  CHECK(plain.text.size() > 700'000);
}

TEST_CASE("plain progress shows what a progress bar ended with and joins lines cut by the pipe") {
  Plain plain;
  plain.display->show(message(vertex("a", "A", {0.0, {}})));
  plain.display->show(log_message("a", 0, "10%\r20%\r"));
  plain.display->show(log_message("a", 0, "100%\r\nhel"));
  plain.display->show(log_message("a", 0, "lo\nno newline"));
  plain.display->show(message(vertex("a", "A", {0.0, 1.0})));
  CHECK(plain.text == "#1 A\n#1 0.000 100%\n#1 0.000 hello\n#1 1.000 no newline\n#1 DONE 1.0s\n");
}

TEST_CASE("plain progress redacts a secret wherever it stands, even cut in two or coloured") {
  Plain plain;
  plain.redactor.hide("s3cr3t-value");
  auto failed = vertex("a", "RUN login s3cr3t-value", {0.0, {}});
  plain.display->show(message(failed));
  plain.display->show(log_message("a", 0, "say s3cr3t-"));
  plain.display->show(log_message("a", 0, "value\nand s3cr3t-\x1b[31mvalue\x1b[0m\n"));
  plain.display->show(status_message("a", {"up s3cr3t-value", "", "", 0, 0, at(0), at(0)}));
  failed.completed = at(1);
  failed.error = "s3cr3t-value is wrong";
  plain.display->show(message(failed));
  plain.display->plain_line("ERROR: s3cr3t-value");
  plain.display->finish(Seconds{1});
  CHECK_FALSE(plain.shows("s3cr3t-value"));
  CHECK(plain.shows("say ***\n"));
  CHECK(plain.shows("and ***\n"));
}

TEST_CASE("plain progress redacts a secret across the place where an endless line is cut") {
  Plain plain;
  plain.redactor.hide("s3cr3t-value");
  plain.display->show(message(vertex("a", "A", {0.0, {}})));
  const std::string filler(65'530, 'x');
  plain.display->show(log_message("a", 0, filler + "s3cr3t-"));
  plain.display->show(log_message("a", 0, "value and on"));
  plain.display->finish(Seconds{1});
  CHECK_FALSE(plain.shows("s3cr3t"));
  CHECK(std::ranges::count(plain.text, 'x') == 65'530);
}

TEST_CASE("plain progress lets no control character of the build through") {
  Plain plain;
  plain.display->show(message(vertex("a", "A\x1b[2J\nB", {0.0, {}})));
  plain.display->show(log_message("a",
                                  0,
                                  "\x1b]0;title\x07x\x00y\x08\xff\x9b"
                                  "1A\n"));
  plain.display->plain_line("z\r::error::\x1b[1A");
  plain.display->finish(Seconds{1});
  for (const char c : plain.text) {
    const bool fine = static_cast<unsigned char>(c) >= 0x20 || c == '\n';
    CHECK(fine);
  }
  CHECK_FALSE(plain.shows("\n::error::"));
}

TEST_CASE("plain progress shows messages that came out of order, twice or without their step") {
  Plain plain;
  plain.display->show(log_message("a", 0.5, "early\n"));
  plain.display->show(message(vertex("a", "A", {0.0, 1.0})));
  plain.display->show(message(vertex("a", "A", {0.0, {}})));
  plain.display->show(message(vertex("a", "A", {0.0, 1.0})));
  plain.display->finish(Seconds{2});
  CHECK(plain.shows("early\n"));
  CHECK(plain.text.ends_with("#1 DONE 1.0s\n"));
  CHECK(plain.text.find("DONE") == plain.text.rfind("DONE"));
}

TEST_CASE("plain progress counts only the time that a step was at work") {
  Plain plain;
  plain.display->show(message(vertex("a", "A", {0.0, 1.0})));
  plain.display->show(message(vertex("a", "A", {5.0, 7.0})));
  plain.display->finish(Seconds{8});
  CHECK(plain.text.ends_with("#1 DONE 3.0s\n"));
}

TEST_CASE("plain progress shows a warning once") {
  Plain plain;
  plain.display->show(message(vertex("a", "A", {0.0, {}})));
  model::Progress progress;
  progress.warnings.push_back({"a", "UndefinedVar: '$X' (line 9)", "", "", 9});
  plain.display->show(progress);
  plain.display->show(message(vertex("a", "A", {0.0, 1.0})));
  plain.display->finish(Seconds{1});
  CHECK(plain.text == "#1 A\n#1 WARN: UndefinedVar: '$X' (line 9)\n#1 DONE 1.0s\n");
}
