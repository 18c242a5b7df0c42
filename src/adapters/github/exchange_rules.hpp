// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/answer_cache.hpp"
#include "ports/http.hpp"
#include "util/result.hpp"

#include <string>

// What the client decides about one request and its answer, without a state of its own.
namespace tidegate::github {

bool is_redirect(int status);

// The request that a redirect to `target` asks for. Within the API all goes along; elsewhere, where
// `may_leave`, only the question itself. The URL is empty where it must not be followed: elsewhere,
// or unencrypted although the API is not.
ports::HttpRequest redirected(ports::HttpRequest request,
                              std::string target,
                              const std::string& api_url,
                              bool may_leave);

// Answers that no server of GitHub's means to give, in words; empty where it is fine.
std::string defect_of(const ports::HttpRequest& request, const ports::HttpAnswer& answer);

// A 200 with an ETag and whole JSON.
bool is_worth_keeping(const ports::HttpAnswer& answer);
ports::CachedAnswer to_keep(const ports::HttpAnswer& answer);

// The query of a signed URL is a key: of `url` only the origin stays in the message.
Error without_query(Error error, const std::string& url);

} // namespace tidegate::github
