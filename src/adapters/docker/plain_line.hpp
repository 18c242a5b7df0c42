// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tidegate::docker {

// One line "#N ..." of `--progress=plain`, as far as the line alone tells.
struct PlainLine {
  enum class Kind {
    text,      // the name of a vertex, or a status without numbers: what is known of #N decides
    done,      // "DONE 1.2s"
    cached,    // "CACHED"
    canceled,  // "CANCELED"
    error,     // "ERROR: ..."
    suspended, // "...": another vertex follows
    warning,   // "WARN: ..."
    log,       // "0.123 what the process wrote"
    status,    // "transferring context: 12.3kB 0.1s done"
    digest     // "sha256:..." alone: the vertex, in logs of 2021 and before
  };

  int number{0};
  Kind kind{Kind::text};
  std::string_view text;          // without the mark, the offset, the numbers of a status
  std::optional<Seconds> seconds; // of done, log and status
  std::optional<std::uint64_t> current;
  std::optional<std::uint64_t> total;
  std::string_view whole; // everything behind "#N "
};

std::optional<PlainLine> parse_plain_line(std::string_view text);

// "exporting layers", "extracting sha256:...": what BuildKit calls the parts of a vertex. Only for
// lines of a log whose beginning is lost; a vertex may have such a name too.
bool is_status_name(std::string_view text);

} // namespace tidegate::docker
