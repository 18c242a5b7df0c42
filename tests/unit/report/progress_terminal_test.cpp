// SPDX-License-Identifier: Apache-2.0
#include "report/progress.hpp"
#include "unit/report/messages.hpp"
#include "unit/report/screen.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using namespace tidegate::test;

namespace {

struct Terminal {
  util::Redactor redactor;
  report::Screen size{.columns = 60, .rows = 12, .colour = true};
  FakeScreen screen;
  std::string raw;
  std::unique_ptr<report::ProgressDisplay> display = report::terminal_progress(
      [this](std::string_view part) {
        screen.write(part);
        raw += part;
      },
      [this] { return size; },
      redactor);

  [[nodiscard]] std::string text() const {
    std::string all;
    for (const std::string& line : screen.lines()) {
      all += line + "\n";
    }
    return all;
  }

  [[nodiscard]] bool shows(const std::string& part) const {
    return text().find(part) != std::string::npos;
  }
};

std::string right(const std::string& name, const std::string& timer) {
  return name + std::string(59 - name.size() - timer.size(), ' ') + timer + "\n";
}

} // namespace

TEST_CASE("the terminal shows running steps with timers and their last log lines") {
  Terminal terminal;
  terminal.display->show(message(vertex("a", "[internal] load", {0.0, 0.1})));
  terminal.display->show(message(vertex("b", "[build 2/5] RUN make", {0.1, {}})));
  terminal.display->show(message(vertex("c", "[build 3/5] RUN test")));
  terminal.display->show(log_message("b", 1.0, "1\n2\n3\n4\n5\n6\n7\n10%\r50%"));
  terminal.display->tick(Seconds{1});
  CHECK(terminal.text()
        == "[+] Building 1.0s (1/3)\n" + right(" => [internal] load", "0.1s")
               + right(" => [build 2/5] RUN make", "0.9s")
               + " => => # 3\n => => # 4\n => => # 5\n => => # 6\n => => # 7\n => => # 50%\n");
  CHECK(terminal.screen.cursor_shown);
  CHECK(terminal.screen.unknown.empty());
}

TEST_CASE("the terminal is redrawn in place and the final state stays") {
  Terminal terminal;
  for (int i = 0; i < 20; ++i) {
    terminal.display->show(message(vertex("b", "[build 2/5] RUN make", {0.0, {}})));
    terminal.display->show(log_message("b", 0.1 * i, "line\n"));
    terminal.display->tick(Seconds{0.1 * i});
  }
  auto done = vertex("b", "[build 2/5] RUN make", {0.0, 2.0});
  auto cached = vertex("c", "[build 1/5] COPY", {0.0, 0.0});
  cached.cached = true;
  terminal.display->show(message(done));
  terminal.display->show(message(cached));
  terminal.display->finish(Seconds{2.5});
  CHECK(terminal.text()
        == "[+] Building 2.5s (2/2) FINISHED\n" + right(" => [build 2/5] RUN make", "2.0s")
               + right(" => CACHED [build 1/5] COPY", "0.0s"));
}

TEST_CASE("the terminal never draws more rows or columns than there are") {
  Terminal terminal;
  for (int i = 0; i < 40; ++i) {
    const std::string id = std::to_string(i);
    terminal.display->show(message(vertex(id, "step " + id + std::string(200, 'n'), {0.0, 1.0})));
  }
  terminal.display->show(message(vertex("run", "still running", {0.5, {}})));
  terminal.display->show(message(vertex("later", "done later", {0.5, 1.0})));
  terminal.display->show(log_message("run", 1, std::string(500, 'l') + "\n"));
  for (const auto& [columns, rows] :
       {std::pair{60, 12}, {20, 5}, {5, 3}, {1, 1}, {0, 0}, {80, 24}}) {
    CAPTURE(columns);
    CAPTURE(rows);
    terminal.size = {.columns = columns, .rows = rows, .colour = true};
    terminal.screen = FakeScreen{};
    terminal.display->tick(Seconds{2});
    CHECK(terminal.screen.lines().size() < static_cast<std::size_t>(std::max(rows, 3)));
    CHECK(terminal.screen.widest() < std::max(columns, 2));
    CHECK((columns < 20 || terminal.shows("still")));
  }
}

TEST_CASE("wide, combining and tab characters keep the timers in their column") {
  Terminal terminal;
  terminal.display->show(message(
      vertex("a", "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", {0.0, {}})));
  terminal.display->show(message(vertex("b", "e\u0301\u200bx", {0.0, {}})));
  terminal.display->show(log_message("a", 0, "\t漢\n"));
  terminal.display->tick(Seconds{1});
  CHECK(terminal.screen.widest() == 59);
  for (const std::string& line : terminal.screen.lines()) {
    if (line.ends_with("s") && line.starts_with(" =>")) {
      CHECK(report::display_width(line) == 59);
    }
  }
}

TEST_CASE("a failed step leaves its last log lines and buildx's words below the steps") {
  Terminal terminal;
  auto failed = vertex("a", "[build 3/5] RUN false", {0.0, {}});
  terminal.display->show(message(failed));
  std::string log;
  for (int i = 0; i < 1000; ++i) {
    log += "line " + std::to_string(i) + "\n";
  }
  terminal.display->show(log_message("a", 0.5, log + "no newline"));
  failed.completed = at(1);
  failed.error = "exit code: 1";
  terminal.display->show(message(failed));
  terminal.display->plain_line("Dockerfile:3");
  terminal.display->tick(Seconds{1});
  terminal.display->plain_line("ERROR: failed to build");
  terminal.display->finish(Seconds{1.5});
  CHECK(terminal.shows(right(" => ERROR [build 3/5] RUN false", "1.0s")
                       + "------\n > [build 3/5] RUN false:\n0.500 line 951\n"));
  CHECK(terminal.text().ends_with(
      "1.000 no newline\n------\nDockerfile:3\nERROR: failed to build\n"));
}

TEST_CASE("buildx's words before the build show at once, above the steps") {
  Terminal terminal;
  terminal.display->plain_line("WARNING: no context");
  CHECK(terminal.text() == "WARNING: no context\n");
  terminal.display->show(message(vertex("a", "A", {0.0, {}})));
  terminal.display->tick(Seconds{1});
  terminal.display->tick(Seconds{2});
  CHECK(terminal.text().starts_with("WARNING: no context\n[+] Building 2.0s (0/1)\n => A"));
}

TEST_CASE("the terminal shows no secret and no control character of the build") {
  Terminal terminal;
  terminal.redactor.hide("s3cr3t-value");
  terminal.display->show(message(vertex("a", "RUN s3cr3t-value\x1b[2J", {0.0, {}})));
  terminal.display->show(
      log_message("a", 0, "s3cr3t-\x1b[1mvalue\x1b[9A\x1b]0;t\x07\npart s3cr3t-value"));
  terminal.display->tick(Seconds{1});
  terminal.display->plain_line("s3cr3t-value");
  terminal.display->finish(Seconds{1});
  CHECK(terminal.raw.find("s3cr3t-value") == std::string::npos);
  CHECK(terminal.raw.find("\x1b[2J") == std::string::npos);
  CHECK(terminal.raw.find("\x1b[9A") == std::string::npos);
  CHECK(terminal.raw.find('\x07') == std::string::npos);
}

TEST_CASE("without colour the terminal gets none") {
  Terminal terminal;
  terminal.size.colour = false;
  terminal.display->show(message(vertex("a", "A", {0.0, 1.0})));
  terminal.display->finish(Seconds{1});
  CHECK(terminal.raw.find("\x1b[3") == std::string::npos);
}

TEST_CASE("a build that was over before its first step leaves the screen alone") {
  Terminal terminal;
  terminal.display->tick(Seconds{0.1});
  terminal.display->finish(Seconds{0.2});
  CHECK(terminal.raw.empty());
}
