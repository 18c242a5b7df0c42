// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

#include <cstddef>

namespace github_standin {

// What `per_page` (30, at most 100) and `page` choose out of a list.
struct Page {
  std::size_t size;
  std::size_t number;
  std::size_t begin; // both within the list
  std::size_t end;
};

Page page_of(const Call& call, std::size_t count);
// The header Link, where there is more than one page.
void link_pages(const Call& call, const Page& page, std::size_t count, Reply& reply);

// That page of the items, each as `shape` makes it.
template<typename Items, typename Shape>
Reply paged(const Call& call, const Items& items, const Shape& shape) {
  const Page page = page_of(call, items.size());
  Reply reply{.body = nlohmann::json::array()};
  for (std::size_t i = page.begin; i < page.end; ++i) {
    reply.body.push_back(shape(items[i]));
  }
  link_pages(call, page, items.size(), reply);
  return reply;
}

// The same inside of {"total_count": N, KEY: [...]}.
template<typename Items, typename Shape>
Reply counted(const Call& call, const char* key, const Items& items, const Shape& shape) {
  Reply reply = paged(call, items, shape);
  reply.body = {{"total_count", items.size()}, {key, std::move(reply.body)}};
  return reply;
}

} // namespace github_standin
