// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/http.hpp"

#include <memory>

namespace tidegate::curl {

// HTTP over libcurl. Nothing of libcurl or OpenSSL is initialised before the first request.
class CurlHttp final : public ports::Http {
public:
  CurlHttp();
  ~CurlHttp() override;
  CurlHttp(const CurlHttp&) = delete;
  CurlHttp& operator=(const CurlHttp&) = delete;
  Result<ports::HttpAnswer> send(const ports::HttpRequest& request) override;

private:
  struct Handles;
  std::unique_ptr<Handles> handles_; // one for the whole run: connections are kept
};

} // namespace tidegate::curl
