// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

// What the commands about the event log and its branch did, for people and for programs.
namespace tidegate::model {

// Empty where all went well; `hint` says what to do next.
struct Trouble {
  std::string problem{};
  std::string hint{};
  bool usage{false}; // the person who called asked for something impossible

  bool operator==(const Trouble&) const = default;
};

struct PublishReport {
  std::string url{}; // of the repository; empty where it is not known
  std::string branch{};
  int published{0};                       // events that are on the branch now
  int pending{0};                         // events that stay in the spool
  bool knows_pending{true};               // false: the log or the spool could not be read
  std::vector<std::string> spool_files{}; // the files that hold them
  std::string commit{};                   // of the last push; empty: none was needed, or possible
  int pushes{0};                          // tried
  std::vector<std::string> notes{};       // lines of the log and files that were passed over
  Trouble trouble{};

  bool operator==(const PublishReport&) const = default;
};

struct FetchReport {
  std::string url{};
  std::string branch{};
  std::string tip{};      // commit; empty: there is no such branch
  int segments{0};        // of the time that was asked for, that are here now
  int fetched{0};         // of them, new
  int removed{0};         // that the branch no longer has
  std::uint64_t bytes{0}; // of what is new
  std::vector<std::string> notes{};
  Trouble trouble{};

  bool operator==(const FetchReport&) const = default;
};

struct CompactReport {
  std::string url{};
  std::string branch{};
  int days{0};            // whose segments were merged
  int segments_before{0}; // of them
  int segments_after{0};
  int events{0};  // in them
  int doubles{0}; // lines left out: their event is there already
  std::string commit{};
  std::vector<std::string> notes{};
  Trouble trouble{};

  bool operator==(const CompactReport&) const = default;
};

struct AppendReport {
  std::string id{};
  std::string file{}; // of the log

  bool operator==(const AppendReport&) const = default;
};

struct BadLine {
  std::string file;
  int line{0}; // 1-based; 0: the file as a whole
  std::string reason;

  bool operator==(const BadLine&) const = default;
};

struct ValidateReport {
  int good{0};
  int bad{0};
  std::vector<BadLine> findings{}; // the first thousand

  bool operator==(const ValidateReport&) const = default;
};

} // namespace tidegate::model
