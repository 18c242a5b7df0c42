// SPDX-License-Identifier: Apache-2.0
#include "github/rest/paging.hpp"

#include "github/whole_number.hpp"

#include <algorithm>

namespace github_standin {

namespace {

constexpr std::size_t usual_page = 30;
constexpr std::size_t largest_page = 100;

std::size_t number_in(const Call& call, const char* name, std::size_t usual) {
  const auto number = whole_number<std::size_t>(call.query(name));
  return number && *number > 0 ? *number : usual;
}

// The address that was asked, with another page.
std::string address_of(const Call& call, std::size_t page) {
  std::string query;
  for (const auto& [name, value] : call.request.params) {
    if (name != "page") {
      query += name + "=" + httplib::detail::encode_query_param(value) + "&";
    }
  }
  const std::string& target = call.request.target;
  std::string path = target.substr(0, target.find('?'));
  path = path.substr(path.find("/repos/"));
  return call.api + path + "?" + query + "page=" + std::to_string(page);
}

} // namespace

Page page_of(const Call& call, std::size_t count) {
  const std::size_t size = std::min(number_in(call, "per_page", usual_page), largest_page);
  const std::size_t number = number_in(call, "page", 1);
  const std::size_t begin =
      number - 1 > count / size ? count : std::min((number - 1) * size, count);
  return {.size = size, .number = number, .begin = begin, .end = std::min(begin + size, count)};
}

void link_pages(const Call& call, const Page& page, std::size_t count, Reply& reply) {
  const std::size_t last = std::max<std::size_t>(1, (count + page.size - 1) / page.size);
  std::string link;
  const auto add = [&](const char* relation, std::size_t number) {
    link += (link.empty() ? "<" : ", <") + address_of(call, number) + ">; rel=\"" + relation + "\"";
  };
  if (page.number > 1) {
    add("prev", std::min(page.number - 1, last));
  }
  if (page.number < last) {
    add("next", page.number + 1);
    add("last", last);
  }
  if (page.number > 1) {
    add("first", 1);
  }
  if (!link.empty()) {
    reply.headers.emplace_back("Link", link);
  }
}

} // namespace github_standin
