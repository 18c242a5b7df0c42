// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/http.hpp"

#include <deque>
#include <doctest/doctest.h>
#include <utility>
#include <vector>

namespace tidegate::test {

// Answers in the order of its script and keeps what it was asked. An answer that nobody asked for
// fails the test, and so does a request without an answer.
class FakeHttp final : public ports::Http {
public:
  ~FakeHttp() override { CHECK_MESSAGE(script.empty(), "answers left over: ", script.size()); }

  Result<ports::HttpAnswer> send(const ports::HttpRequest& request) override {
    asked.push_back(request);
    REQUIRE_MESSAGE(!script.empty(), "no answer for ", request.url);
    Result<ports::HttpAnswer> answer = std::move(script.front());
    script.pop_front();
    return answer;
  }

  std::deque<Result<ports::HttpAnswer>> script;
  std::vector<ports::HttpRequest> asked;
};

} // namespace tidegate::test
