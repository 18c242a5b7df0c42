// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/process.hpp"

#include <deque>
#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::test {

// Answers in the order of its script and keeps what it was asked. A reply that nobody asked for
// fails the test, and so does a question without a reply.
class FakeProcess final : public ports::Process {
public:
  struct Reply {
    std::string out{};
    std::string err{};
    Result<ports::Exit> exit = ports::Exit{};
  };

  ~FakeProcess() override { CHECK_MESSAGE(script.empty(), "replies left over: ", script.size()); }

  Result<ports::Exit> run(const ports::Command& command,
                          const ports::ChunkSink& on_stdout,
                          const ports::ChunkSink& on_stderr) override {
    asked.push_back(command);
    REQUIRE_MESSAGE(!script.empty(), "no reply for ", command.argv.front());
    const Reply reply = std::move(script.front());
    script.pop_front();
    on_stdout(reply.out);
    on_stderr(reply.err);
    return reply.exit;
  }

  std::deque<Reply> script;
  std::vector<ports::Command> asked;
};

} // namespace tidegate::test
