// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/progress.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::docker {

// How one build in a log ended, as far as the log says.
struct LogEnding {
  bool finished{false}; // an exporter was done, or an error ends it; else it is cut off
  bool failed{false};
  std::optional<Time> first_time; // where the log has time stamps
  std::optional<Time> last_time;
  std::optional<Seconds> total; // "[+] Building 12.3s (8/8) FINISHED"
};

// Reads what BuildKit printed: `--progress=rawjson`, `--progress=plain` (v0.8 to now), or one
// inside the other, told apart line by line. Takes it as it is found: in UTF-8 or UTF-16, with ANSI
// codes, with carriage returns, with GitHub's time stamp in front of each line, several builds in
// one file, cut at either end. Holds a bounded amount of memory whatever it reads.
class LogReader {
public:
  struct Sink {
    std::function<void(const model::Progress&)> progress;
    std::function<void(std::string_view)> plain;       // a line that is not progress, printable
    std::function<void(const LogEnding&)> build_ended; // what follows belongs to another build
    // A line that was rawjson before it was damaged: its number, and why.
    std::function<void(std::size_t, const std::string&)> unreadable{};
  };

  enum class Form { detect, rawjson, plain };

  explicit LogReader(Sink sink, Form form = Form::detect);
  ~LogReader();
  LogReader(LogReader&&) noexcept;
  LogReader& operator=(LogReader&&) noexcept;

  void feed(std::string_view chunk);
  // Hands over what is left; a build that is still open ends here.
  void finish();

private:
  class State;
  std::unique_ptr<State> state_;
};

} // namespace tidegate::docker
