// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/blob_store.hpp"

#include <string>
#include <string_view>
#include <sys/types.h>
#include <tl/expected.hpp>
#include <vector>

namespace github_standin {

struct ChildOrder {
  std::vector<std::string> command;     // the program is looked for in PATH
  std::vector<std::string> environment; // "NAME=VALUE", besides ours
};

// A program with pipes to its input and from its output; its errors go where ours go. It gets the
// default signals: this process blocks those that it waits for.
class Child {
public:
  static tl::expected<Child, std::string> start(const ChildOrder& order);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  // Closes both pipes, which ends the program, and waits for it.
  ~Child();

  // Takes what comes out meanwhile: a program that talks while it listens would block us otherwise.
  // False where the program does not listen any more.
  bool write(std::string_view bytes);
  void close_input();
  // The next bytes of the output; empty at its end.
  std::string read();
  // All of the rest.
  std::string read_all();
  // After the end of the output: the exit status, 128 + signal where one ended it.
  int wait();

private:
  Child(pid_t pid, Descriptor input, Descriptor output);
  bool take_output();

  pid_t pid_;
  Descriptor input_;
  Descriptor output_;
  std::string ahead_;
};

// The output of a program that got that input, and its exit status.
struct Outcome {
  int status = -1; // -1: it could not be started
  std::string output;
};

Outcome run(const ChildOrder& order, std::string_view input = {});

} // namespace github_standin
