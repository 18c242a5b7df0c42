// SPDX-License-Identifier: Apache-2.0
#include "github/fault_effects.hpp"

#include "github/json_fields.hpp"
#include "github/replies.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace github_standin {

using nlohmann::json;

const char* const write_denied_message = "cache write denied: token has no writable scopes";

namespace {

constexpr const char* injected = "fault injected by the stand-in";

std::string azure_code(int status) {
  if (status == 403) {
    return "AuthenticationFailed";
  }
  return status == 429 || status == 503 ? "ServerBusy" : "InternalError";
}

void reply_api_error(httplib::Response& response, int status, const std::string& message) {
  response.status = status;
  const std::string page = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api";
  reply_json(response,
             {{"message", message},
              {"documentation_url", page + "#about-secondary-rate-limits"},
              {"status", std::to_string(status)}});
}

void add_retry_after(const Fault& fault, httplib::Response& response) {
  if (fault.retry_after) {
    response.set_header("Retry-After", std::to_string(*fault.retry_after));
  }
}

// In the words of the side that was asked.
void reply_status(const Fault& fault, const Exchange& exchange, httplib::Response& response) {
  add_retry_after(fault, response);
  if (is_blob_route(exchange.route)) {
    reply_azure_error(response, fault.status, azure_code(fault.status), injected);
  } else if (exchange.api) {
    reply_api_error(response, fault.status, fault.status == 401 ? "Bad credentials" : injected);
  } else if (exchange.route.starts_with("Git")) {
    response.status = fault.status;
    response.set_content(std::string(injected) + "\n", "text/plain");
  } else {
    reply_twirp_error(response, fault.status, injected);
  }
}

void reply_expired(const Exchange& exchange, httplib::Response& response) {
  if (exchange.api) {
    reply_api_error(response, 401, "Bad credentials");
  } else {
    reply_twirp_error(response, 401, "token expired");
  }
}

// {"x":"aaaa..."}: no reader finds out early that there is nothing in it.
bool send_portion(std::uint64_t size, std::uint64_t offset, httplib::DataSink& sink) {
  static const std::string head = R"({"x":")";
  static const std::string tail = R"("})";
  static const std::string filling(1U << 18U, 'a');
  const std::uint64_t end = size - tail.size();
  if (offset < head.size()) {
    return sink.write(head.data() + offset, head.size() - offset);
  }
  if (offset < end) {
    return sink.write(filling.data(), std::min<std::uint64_t>(filling.size(), end - offset));
  }
  return sink.write(tail.data() + (offset - end), size - offset);
}

void reply_huge(const Fault& fault, httplib::Response& response) {
  const std::uint64_t size = std::max<std::uint64_t>(fault.bytes, 16);
  response.status = 200;
  if (!fault.chunked) {
    response.set_content_provider(
        size, "application/json", [size](std::size_t offset, std::size_t, httplib::DataSink& sink) {
          return send_portion(size, offset, sink);
        });
    return;
  }
  response.set_chunked_content_provider("application/json",
                                        [size](std::size_t offset, httplib::DataSink& sink) {
                                          if (offset < size) {
                                            return send_portion(size, offset, sink);
                                          }
                                          sink.done();
                                          return true;
                                        });
}

void reply_redirect(const Fault& fault,
                    const Exchange& exchange,
                    const std::string& other_host,
                    httplib::Response& response) {
  response.status = fault.status;
  response.set_header(
      "Location", fault.location.empty() ? other_host + exchange.target.substr(1) : fault.location);
}

// Faults that let the right answer begin, or change it.
bool spoil(const Fault& fault, Exchange& exchange) {
  switch (fault.kind) {
  case FaultKind::slow:
    exchange.bytes_per_second = fault.bytes_per_second;
    break;
  case FaultKind::cut:
    exchange.answer_left = fault.after_bytes;
    break;
  case FaultKind::cut_upload:
    exchange.request_left = fault.after_bytes;
    break;
  case FaultKind::truncated:
    exchange.truncated = true;
    break;
  case FaultKind::endless:
    exchange.paging = Exchange::Paging::endless;
    break;
  case FaultKind::repeated_page:
    exchange.paging = Exchange::Paging::repeated;
    break;
  default:
    break;
  }
  return false;
}

} // namespace

bool suffer(const Fault& fault,
            Exchange& exchange,
            const std::string& other_host,
            httplib::Response& response) {
  switch (fault.kind) {
  case FaultKind::refuse:
    exchange.refused = true;
    response.status = 500;
    return true;
  case FaultKind::status:
    reply_status(fault, exchange, response);
    return true;
  case FaultKind::secondary_limit:
    add_retry_after(fault, response);
    reply_api_error(response,
                    fault.status,
                    "You have exceeded a secondary rate limit. Please wait a few minutes before "
                    "you try again.");
    return true;
  case FaultKind::blob_missing:
    reply_azure_error(response, 404, "BlobNotFound", "The specified blob does not exist.");
    return true;
  case FaultKind::write_denied:
    reply_json(response, {{"ok", false}, {"message", write_denied_message}});
    return true;
  case FaultKind::index_upload_failure:
    reply_azure_error(response, 403, "AuthenticationFailed", injected);
    return true;
  case FaultKind::token_expired:
    reply_expired(exchange, response);
    return true;
  case FaultKind::body:
    response.status = fault.status;
    response.set_content(fault.body, "application/json; charset=utf-8");
    return true;
  case FaultKind::redirect:
    reply_redirect(fault, exchange, other_host, response);
    return true;
  case FaultKind::not_modified:
    response.status = 304;
    return true;
  case FaultKind::huge:
    reply_huge(fault, response);
    return true;
  default:
    return spoil(fault, exchange);
  }
}

} // namespace github_standin
