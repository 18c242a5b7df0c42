// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/run.hpp"
#include "model/verdict.hpp"
#include "util/time.hpp"

#include <string>
#include <vector>

namespace tidegate::model {

// One thing that happened; one line of the event log. The log is the truth, every database an
// index.
struct Event {
  static constexpr int schema_version = 1;

  std::string type; // "docker_build", ...
  Time timestamp;
  std::string id; // ULID
  int schema{schema_version};
  Run run;
  Runner runner;
  std::string metadata{"{}"}; // a JSON object as text
  std::string container{};    // name, of events about one; else empty
  std::string release_tag{};  // of deployments; else empty

  bool operator==(const Event&) const = default;
};

} // namespace tidegate::model
