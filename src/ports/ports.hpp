// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/clock.hpp"
#include "ports/environment.hpp"
#include "ports/http.hpp"
#include "ports/process.hpp"

namespace tidegate::ports {

// All that reaches out of the process or depends on the moment; made once, in app/real_ports.cpp.
struct Ports {
  Process& process;
  Http& http;
  Clock& clock;
  Environment& environment;
};

} // namespace tidegate::ports
