// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/curl/curl_http.hpp"
#include "adapters/posix/posix_environment.hpp"
#include "adapters/posix/posix_process.hpp"
#include "app/clean_output.hpp"
#include "ports/ports.hpp"

namespace tidegate::app {

// The only place that constructs the adapters behind the ports.
class RealPorts {
public:
  ports::Ports ports() {
    return {.process = process_, .http = http_, .clock = clock_, .environment = clean_};
  }

private:
  posix::PosixProcess process_;
  curl::CurlHttp http_;
  posix::PosixClock clock_;
  posix::PosixEnvironment environment_;
  CleanOutput clean_{environment_};
};

} // namespace tidegate::app
