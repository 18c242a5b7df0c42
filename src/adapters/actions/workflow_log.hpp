// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/annotation.hpp"
#include "ports/environment.hpp"
#include "util/secrets.hpp"

#include <string>
#include <string_view>

namespace tidegate::actions {

// The job's log on stderr. The runner reads commands anywhere in a line (`##[set-output ...]`), so
// all talk is fenced by `::stop-commands::<random>`; only what goes through this class speaks to
// the runner. Everything is on one stream: the runner does not keep two in order. Outside Actions
// the talk is written as it is and commands are left out.
class WorkflowLog {
public:
  explicit WorkflowLog(ports::Environment& environment); // whether in Actions is seen from that
  WorkflowLog(ports::Environment& environment, bool in_actions);
  ~WorkflowLog(); // opens the fence again
  WorkflowLog(const WorkflowLog&) = delete;
  WorkflowLog& operator=(const WorkflowLog&) = delete;

  void talk(std::string_view text); // may come from the build, and has no secrets in it
  void line(std::string_view text); // talk with a newline
  void
  answer(std::string_view text); // what was asked for: stdout; inside Actions talk, for the fence
  void begin_group(std::string_view title);
  void end_group();
  void annotate(const model::Annotation& annotation);
  void mask(std::string_view secret); // the runner hides it in the log from here on
  void close();                       // ends the fence; later talk begins a new one

private:
  void command(std::string_view text);

  ports::Environment& environment_;
  bool in_actions_;
  util::Redactor redactor_;   // of what is said, wherever it came from
  std::string fence_;         // empty while open to commands
  bool at_line_start_{false}; // who wrote before us may have left a line open
};

// Escapes for `::command property=...::data` (actions/toolkit command.ts).
std::string escape_data(std::string_view text);
std::string escape_property(std::string_view text);

} // namespace tidegate::actions
