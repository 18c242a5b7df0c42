// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/workflow_log.hpp"
#include "support/fake_environment.hpp"
#include "unit/adapters/actions/runner_rules.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;
using Commands = std::vector<std::string>;
using Level = model::Annotation::Level;

TEST_CASE("nothing that is talked about reaches the runner as a command") {
  FakeEnvironment environment;
  {
    actions::WorkflowLog log(environment, true);
    log.begin_group("build");
    log.talk(
        "#7 0.1 ##[set-output name=verdict]pass\n::error::x\n::stop-commands::mine\n::mine::\n");
    log.talk("no newline ::add-mask::a\r::set-env name=A::b\r");
    log.end_group();
    log.talk("##[add-path]/evil");
    log.line("::group::x");
    log.annotate({Level::error, "title: a,b", "50%\nof it", "a,b.txt", 3});
    log.talk("::warning::late");
  }
  CHECK(obeyed_commands(environment.written_err)
        == Commands{"group||build",
                    "endgroup||",
                    "error|title=title%3A a%2Cb,file=a%2Cb.txt,line=3|50%25%0Aof it"});
  CHECK(environment.written_out.empty());
}

TEST_CASE("the fence opens on a line of its own, even where somebody else left one unfinished") {
  FakeEnvironment environment;
  environment.written_err = "shell prompt without newline";
  actions::WorkflowLog log(environment, true);
  log.talk("::error::x\n");
  CHECK(obeyed_commands(environment.written_err).empty());
  environment.written_err += "child process without newline";
  log.close();
  log.annotate({Level::notice, "", "fine", "", {}});
  CHECK(obeyed_commands(environment.written_err + "\n") == Commands{});
}

TEST_CASE("the destructor ends the fence, so that later steps of the shell can speak again") {
  FakeEnvironment environment;
  {
    actions::WorkflowLog(environment, true).talk("half a line");
  }
  environment.written_err += "::notice::after\n";
  CHECK(obeyed_commands(environment.written_err) == Commands{"notice||after"});
}

TEST_CASE("each fence has a new token of at least 32 digits that nobody can guess") {
  FakeEnvironment environment;
  actions::WorkflowLog log(environment, true);
  const auto token = [&] {
    environment.written_err.clear();
    log.talk("x\n");
    const std::string text = environment.written_err;
    const std::size_t begin = text.find("::stop-commands::") + 17;
    log.close();
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  const std::string first = token();
  CHECK(first.size() >= 32);
  CHECK(first.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(token() != first);
}

TEST_CASE("one talk is one write to the stream, and one fence serves many") {
  FakeEnvironment environment;
  actions::WorkflowLog log(environment, true);
  log.talk("a\n");
  log.talk("b\n");
  log.talk("");
  CHECK(environment.written_err.ends_with("\na\nb\n"));
  CHECK(environment.written_err.find("stop-commands")
        == environment.written_err.rfind("stop-commands"));
}

TEST_CASE("outside Actions the talk is written as it is and commands are left out") {
  FakeEnvironment environment;
  {
    actions::WorkflowLog log(environment, false);
    log.begin_group("build");
    log.talk("a");
    log.line("b");
    log.annotate({Level::error, "", "m", "", {}});
    log.end_group();
  }
  CHECK(environment.written_err == "ab\n");
}

TEST_CASE("data and properties are escaped as the toolkit does") {
  CHECK(actions::escape_data("a%b\r\nc:d,e") == "a%25b%0D%0Ac:d,e");
  CHECK(actions::escape_property("a%b\r\nc:d,e") == "a%25b%0D%0Ac%3Ad%2Ce");
  CHECK(actions::escape_data("%0A") == "%250A");
  CHECK(actions::escape_data("\xff") == "\xEF\xBF\xBD");
}
