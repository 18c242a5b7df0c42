// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/plain_line.hpp"
#include "model/progress.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tidegate::docker {

// Where a line stands in the log.
struct LinePlace {
  std::optional<Time> time; // its time stamp
  bool after_gap{false};    // behind an empty line: BuildKit prints one before each heading
};

// The lines "#N ..." of one build become reports of vertices with the digests "#N".
class PlainBuild {
public:
  // True where the line cannot belong to this build: the numbers start again.
  [[nodiscard]] bool begins_another(const PlainLine& line, bool after_gap) const;

  void apply(const PlainLine& line, const LinePlace& place, model::Progress& progress);

  // A line without a number behind a heading or an error may be the rest of it: an error of several
  // lines, or any text that PowerShell has wrapped. False where it is something else.
  bool append(std::string_view text, bool wrapped, model::Progress& progress);

  // The next line continues nothing.
  void end_text() { open_text_ = {}; }

private:
  struct Vertex {
    std::size_t name{0}; // hash; 0: not named yet
    bool fetches{true};  // its result is asked for before it is loaded: FROM, contexts
    bool suspended{false};
    bool closed{false};
    bool executed{false};
    Seconds took{0};
    std::optional<Time> started; // not later than this
  };

  struct OpenText {
    int number{0};
    bool error{false};
    std::string text;
  };

  [[nodiscard]] bool is_heading(const PlainLine& line, const Vertex& vertex, bool after_gap) const;
  void
  name_it(const PlainLine& line, Vertex& vertex, const LinePlace& place, model::Progress& progress);
  void introduce(int number, Vertex& vertex, model::Progress& progress);
  static void add_log(const PlainLine& line, const LinePlace& place, model::Progress& progress);
  static void add_status(const PlainLine& line, model::Progress& progress);
  static void
  close(const PlainLine& line, Vertex& vertex, const LinePlace& place, model::Progress& progress);
  void
  fail(const PlainLine& line, Vertex& vertex, const LinePlace& place, model::Progress& progress);

  std::unordered_map<int, Vertex> vertexes_;
  OpenText open_text_;
};

// "UndefinedVar: Usage of undefined variable '$VERSION' (line 9)" with its place in the Dockerfile.
model::VertexWarning warning_of(std::string_view text);

} // namespace tidegate::docker
