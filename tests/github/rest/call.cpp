// SPDX-License-Identifier: Apache-2.0
#include "github/rest/call.hpp"

#include "github/whole_number.hpp"

namespace github_standin {

using nlohmann::json;

Id Call::id(std::size_t index) const {
  return whole_number<Id>(captured.at(index)).value_or(0);
}

Reply refusal(int status, const std::string& message) {
  return {.status = status,
          .body = {{"message", message},
                   {"documentation_url", "https://docs.github.com/rest"},
                   {"status", std::to_string(status)}}};
}

Reply not_found() {
  return refusal(404, "Not Found");
}

Reply invalid(const std::string& resource, const std::string& field, const std::string& message) {
  Reply reply = refusal(422, "Validation Failed");
  json error{{"resource", resource}, {"code", "unprocessable"}, {"message", message}};
  if (!field.empty()) {
    error["field"] = field;
  }
  reply.body["errors"] = json::array({error});
  return reply;
}

} // namespace github_standin
