// SPDX-License-Identifier: Apache-2.0
#include "adapters/curl/curl_http.hpp"

#include "adapters/curl/ca_bundle.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cctype>
#include <curl/curl.h>
#include <fmt/format.h>
#include <mutex>
#include <openssl/crypto.h>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::curl {
namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using HeaderList = std::unique_ptr<curl_slist, FreeList>;

HeaderList to_list(const ports::HttpRequest& request) {
  curl_slist* list = nullptr;
  for (const auto& [name, value] : request.headers) {
    list = curl_slist_append(list, fmt::format("{}: {}", name, value).c_str());
  }
  // Else libcurl waits a second for a "100 Continue" before it sends a body of 1 MiB and more.
  list = curl_slist_append(list, "Expect:");
  return HeaderList(list);
}

using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t most_header_bytes = 64U << 10U;
constexpr long connect_limit_ms = 10'000;
constexpr long stall_limit_s = 30; // without a single byte

struct Body {
  CURL* easy{nullptr};
  const ports::HttpRequest& request;
  std::string text;
  bool too_large{false};
};

struct Head {
  Headers list;
  std::size_t bytes{0};
};

// The signature is libcurl's CURLOPT_HEADERFUNCTION: one line at a time.
std::size_t keep_header(char* data, std::size_t size, std::size_t count, void* target) {
  auto& head = *static_cast<Head*>(target);
  const std::size_t bytes = size * count;
  const std::string_view line(data, bytes);
  const auto colon = line.find(':');
  if (line.starts_with("HTTP/")) {
    head = {}; // before it came a "100 Continue"
  }
  head.bytes += bytes;
  if (colon != std::string_view::npos && head.bytes <= most_header_bytes) {
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](unsigned char letter) {
      return static_cast<char>(std::tolower(letter));
    });
    head.list.emplace_back(std::move(name), util::trim(line.substr(colon + 1)));
  }
  return bytes;
}

// The signature is libcurl's CURLOPT_WRITEFUNCTION.
std::size_t keep(char* data, std::size_t size, std::size_t count, void* target) {
  auto& body = *static_cast<Body*>(target);
  const std::size_t bytes = size * count;
  long status = 0;
  curl_easy_getinfo(body.easy, CURLINFO_RESPONSE_CODE, &status);
  if (body.request.on_piece && status == 200) {
    return body.request.on_piece(std::string_view(data, bytes)) ? bytes : 0;
  }
  if (body.text.size() + bytes > body.request.max_answer_bytes) {
    body.too_large = true;
    return 0; // makes libcurl stop the transfer
  }
  body.text.append(data, bytes);
  return bytes;
}

// A server in the network, perhaps behind a proxy: libcurl takes http_proxy, https_proxy, all_proxy
// and no_proxy from the environment.
void prepare_network(CURL* easy, const ports::HttpRequest& request) {
  curl_easy_setopt(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip"); // limits count what comes out of it
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_limit_ms);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, stall_limit_s);
  if (const char* bundle = ca_bundle(); bundle != nullptr) {
    curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, bundle);
    if (request.url.starts_with("https")) {
      curl_easy_setopt(easy, CURLOPT_CAINFO, bundle);
    }
  }
}

void prepare_socket(CURL* easy, const ports::HttpRequest& request) {
  curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
  curl_easy_setopt(easy, CURLOPT_PROXY, ""); // a proxy has no business on a local socket
}

void prepare(CURL* easy,
             const ports::HttpRequest& request,
             const HeaderList& headers,
             Body& body,
             Head& head) {
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); // a token stays with its host
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.time_limit.count()));
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "tidegate/" TIDEGATE_VERSION);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &keep);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &keep_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &head);
  if (request.unix_socket.empty()) {
    prepare_network(easy, request);
  } else {
    prepare_socket(easy, request);
  }
  if (request.method != "GET") {
    curl_easy_setopt(
        easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  }
}

tl::unexpected<Error> failed_transfer(const ports::HttpRequest& request, CURLcode code) {
  std::string message = fmt::format("{}: {}", request.url, curl_easy_strerror(code));
  if (code != CURLE_PEER_FAILED_VERIFICATION && code != CURLE_SSL_CACERT_BADFILE) {
    return failed(Error::Kind::external, std::move(message));
  }
  return failed(Error::Kind::external,
                fmt::format("{} ({})", message, ca_bundle_account()),
                "install ca-certificates, or name a file of trusted certificates in SSL_CERT_FILE");
}

} // namespace

// One for each request at a time: the engine, the builder and GitHub are asked beside one another,
// and a slow one must not keep the others waiting.
struct CurlHttp::Handles {
  std::mutex busy;
  std::vector<CURL*> idle; // with their open connections

  ~Handles() { std::ranges::for_each(idle, curl_easy_cleanup); }

  CURL* take() {
    const std::lock_guard lock(busy);
    if (idle.empty()) {
      // The machine's openssl.cnf may name modules that only its own OpenSSL can load.
      OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
      curl_global_init(CURL_GLOBAL_DEFAULT);
      return curl_easy_init();
    }
    CURL* const easy = idle.back();
    idle.pop_back();
    return easy;
  }

  void give_back(CURL* easy) {
    const std::lock_guard lock(busy);
    idle.push_back(easy);
  }
};

CurlHttp::CurlHttp()
    : handles_(std::make_unique<Handles>()) {}

CurlHttp::~CurlHttp() = default;

Result<ports::HttpAnswer> CurlHttp::send(const ports::HttpRequest& request) {
  CURL* const easy = handles_->take();
  if (easy == nullptr) {
    return failed(Error::Kind::external, "libcurl could not be initialised");
  }
  const HeaderList headers = to_list(request);
  Body body{.easy = easy, .request = request, .text = {}};
  Head head;
  prepare(easy, request, headers, body, head);
  const CURLcode code = curl_easy_perform(easy);
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  handles_->give_back(easy);
  if (body.too_large) {
    return failed(Error::Kind::external,
                  fmt::format("{}: the answer is larger than {} bytes",
                              request.url,
                              request.max_answer_bytes));
  }
  if (code != CURLE_OK) {
    return failed_transfer(request, code);
  }
  return ports::HttpAnswer{.status = static_cast<int>(status),
                           .body = std::move(body.text),
                           .headers = std::move(head.list)};
}

} // namespace tidegate::curl
