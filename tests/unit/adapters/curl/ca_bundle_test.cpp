// SPDX-License-Identifier: Apache-2.0
#include "adapters/curl/ca_bundle.hpp"
#include "support/temp_dir.hpp"

#include <array>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <string>

using namespace tidegate;

namespace {

// Sets a variable, or takes it away, for as long as it lives.
class Variable {
public:
  Variable(const char* name, const char* value)
      : name_(name) {
    if (const char* before = std::getenv(name); before != nullptr) {
      before_ = before;
    }
    value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
  }

  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

  ~Variable() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }

private:
  const char* name_;
  std::optional<std::string> before_;
};

// Three places, of which the first has no file.
struct Places {
  test::TempDir folder;
  std::string missing{folder.path() / "missing.pem"};
  std::string second{folder.path() / "second.pem"};
  std::string third{folder.path() / "third.pem"};
  std::array<const char*, 3> all{missing.c_str(), second.c_str(), third.c_str()};

  Places() {
    for (const std::string& file : {second, third}) {
      std::ofstream(file) << "certificates";
    }
  }
};

} // namespace

TEST_CASE("the certificates are those that a variable names, SSL_CERT_FILE before CURL_CA_BUNDLE") {
  const Places places;
  const Variable file("SSL_CERT_FILE", "/named/by/file.pem");
  {
    const Variable bundle("CURL_CA_BUNDLE", "/named/by/bundle.pem");
    CHECK(curl::ca_bundle(places.all) == std::string("/named/by/file.pem"));
    const Variable empty("SSL_CERT_FILE", "");
    CHECK(curl::ca_bundle(places.all) == std::string("/named/by/bundle.pem"));
    CHECK(curl::ca_bundle_account(places.all)
          == "trusted are the certificates in /named/by/bundle.pem, which CURL_CA_BUNDLE names");
  }
  // A name that leads nowhere is an error later, and never a reason to trust others.
  const Variable bundle("CURL_CA_BUNDLE", nullptr);
  CHECK(curl::ca_bundle(places.all) == std::string("/named/by/file.pem"));
}

TEST_CASE("without a variable the first place that has certificates counts") {
  const Places places;
  const Variable file("SSL_CERT_FILE", nullptr);
  const Variable bundle("CURL_CA_BUNDLE", nullptr);
  const Variable folder("SSL_CERT_DIR", "/etc"); // not looked into
  CHECK(curl::ca_bundle(places.all) == places.second);
  CHECK(curl::ca_bundle_account(places.all)
        == fmt::format("trusted are the certificates in {}", places.second));
}

TEST_CASE("where no place has certificates the account names them all") {
  const Places places;
  const Variable file("SSL_CERT_FILE", nullptr);
  const Variable bundle("CURL_CA_BUNDLE", "");
  const std::string other = places.missing + "2";
  const std::array none{places.missing.c_str(), other.c_str()};
  CHECK(curl::ca_bundle(none) == nullptr);
  CHECK(curl::ca_bundle_account(none)
        == fmt::format("no certificates are trusted: there is none of {}, {}", none[0], none[1]));
}

TEST_CASE("the usual places begin with Debian's and end with Alpine's") {
  const auto places = curl::usual_ca_places();
  CHECK(places.size() == 6);
  CHECK(places.front() == std::string("/etc/ssl/certs/ca-certificates.crt"));
  CHECK(places.back() == std::string("/etc/ssl/cert.pem"));
}
