// SPDX-License-Identifier: Apache-2.0
#include "adapters/curl/ca_bundle.hpp"

#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

namespace tidegate::curl {
namespace {

// The list of Go's crypto/x509.
constexpr std::array ca_bundles{
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

struct Named {
  const char* variable{nullptr};
  const char* path{nullptr};
};

Named named_bundle() {
  for (const char* variable : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
    if (const char* path = std::getenv(variable); path != nullptr && *path != '\0') {
      return {variable, path};
    }
  }
  return {};
}

} // namespace

CaPlaces usual_ca_places() {
  return ca_bundles;
}

const char* ca_bundle(CaPlaces places) {
  if (const Named named = named_bundle(); named.path != nullptr) {
    return named.path;
  }
  for (const char* path : places) {
    if (::access(path, R_OK) == 0) {
      return path;
    }
  }
  return nullptr;
}

std::string ca_bundle_account(CaPlaces places) {
  if (const Named named = named_bundle(); named.path != nullptr) {
    return fmt::format(
        "trusted are the certificates in {}, which {} names", named.path, named.variable);
  }
  if (const char* path = ca_bundle(places); path != nullptr) {
    return fmt::format("trusted are the certificates in {}", path);
  }
  return fmt::format("no certificates are trusted: there is none of {}", fmt::join(places, ", "));
}

} // namespace tidegate::curl
