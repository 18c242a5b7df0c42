// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/curl/curl_http.hpp"
#include "adapters/posix/posix_environment.hpp"
#include "adapters/posix/posix_process.hpp"
#include "app/clean_output.hpp"
#include "ports/ports.hpp"

#include <cerrno>
#include <string>
#include <system_error>

namespace tidegate::app {

// The only place that constructs the adapters behind the ports.
class RealPorts {
public:
  ports::Ports ports() {
    return {.process = process_, .http = http_, .clock = clock_, .environment = clean_};
  }

  // A command that has gone well has not where its answer is lost. Who has read enough
  // (`tidegate ... | head`) has lost nothing.
  int exit_code(int code) {
    const int error = environment_.out_error();
    if (error == 0 || error == EPIPE) {
      return code;
    }
    clean_.err("tidegate: cannot write to stdout: " + std::generic_category().message(error)
               + "\n");
    return code == 0 ? 3 : code;
  }

private:
  posix::PosixProcess process_;
  curl::CurlHttp http_;
  posix::PosixClock clock_;
  posix::PosixEnvironment environment_;
  CleanOutput clean_{environment_};
};

} // namespace tidegate::app
