// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/selection.hpp"

#include "adapters/dockerfile/glob.hpp"
#include "adapters/dockerfile/ignore.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace tidegate::dockerfile {
namespace {

constexpr std::size_t short_digest = 12;

bool has_wildcards(std::string_view text) {
  return text.find_first_of("*?[\\") != std::string_view::npos;
}

using Nodes = std::vector<std::size_t>;

// One part of a path pattern further down.
std::optional<Nodes> descend(const ContextTree& tree, const Nodes& from, const std::string& part) {
  const auto glob = Glob::compile(part, Glob::Dialect::go);
  if (!glob) {
    return std::nullopt;
  }
  Nodes found;
  for (const std::size_t node : from) {
    std::ranges::copy_if(tree.at(node).children, std::back_inserter(found), [&](std::size_t i) {
      return glob->matches(tree.at(i).name);
    });
  }
  return found;
}

std::optional<Nodes> match_pattern(const ContextTree& tree, const std::string& pattern) {
  Nodes found{ContextTree::root};
  for (const std::string& part : util::split(pattern, '/')) {
    auto next = descend(tree, found, part);
    if (!next) {
      return std::nullopt;
    }
    found = std::move(*next);
  }
  return found;
}

// The thing itself and, where it is a link, what it leads to: COPY takes that.
void add_followed(const ContextTree& tree, std::size_t node, std::set<std::size_t>& into) {
  into.insert(node);
  if (tree.at(node).kind == TreeNode::Kind::link) {
    if (const auto target = tree.find(tree.path_of(node))) {
      into.insert(*target);
    }
  }
}

bool add_source(const ContextTree& tree,
                const std::string& path,
                bool wildcards,
                std::set<std::size_t>& into) {
  if (wildcards && has_wildcards(path)) {
    const auto matches = match_pattern(tree, path);
    if (!matches) {
      return false;
    }
    std::ranges::for_each(*matches, [&](std::size_t node) { add_followed(tree, node, into); });
    return true;
  }
  const auto node = tree.find(path);
  if (node) {
    into.insert(*node);
  }
  return node.has_value();
}

// "src/./a/**": what stands before the dot is where the pattern begins.
struct ParentsPattern {
  std::string base;
  std::string pattern;
};

ParentsPattern split_parents(const std::string& path) {
  const std::size_t pivot = path.find("/./");
  const std::string base = pivot == std::string::npos ? "" : path.substr(0, pivot);
  const std::string rest = pivot == std::string::npos ? path : path.substr(pivot + 3);
  return {clean_path("/" + base).substr(1), clean_path("/" + rest).substr(1)};
}

// Marks what two lists of patterns leave of a folder, its folders included.
class Filter {
public:
  Filter(const ContextTree& tree,
         const std::vector<std::string>& include,
         const std::vector<std::string>& exclude)
      : tree_(tree),
        include_(include),
        exclude_(exclude) {}

  [[nodiscard]] bool wrong() const {
    return !include_.wrong().empty() || !exclude_.wrong().empty();
  }

  void mark(std::size_t top, Included& into) const {
    std::vector<Visit> open{{.node = top}};
    while (!open.empty()) {
      const Visit visit = std::move(open.back());
      open.pop_back();
      const bool outermost = visit.node == top;
      if (outermost || taken(visit)) {
        mark_up(visit.node, top, into);
      }
      for (const std::size_t child : tree_.at(visit.node).children) {
        open.push_back(below(visit, child, outermost));
      }
    }
  }

private:
  struct Visit {
    std::size_t node{0};
    std::string path{};
    IgnoreRules::Match include{};
    IgnoreRules::Match exclude{};
  };

  // With the folders that it lies in.
  void mark_up(std::size_t node, std::size_t top, Included& into) const {
    for (; node != top && into[node] == 0; node = tree_.at(node).parent) {
      into[node] = 1;
    }
    into[top] = 1;
  }

  [[nodiscard]] bool taken(const Visit& visit) const {
    return (include_.empty() || visit.include.ignored) && !visit.exclude.ignored;
  }

  [[nodiscard]] Visit below(const Visit& visit, std::size_t child, bool outermost) const {
    Visit next{.node = child};
    next.path = (outermost ? "" : visit.path + "/") + tree_.at(child).name;
    next.include = include_.match(next.path, outermost ? nullptr : &visit.include);
    next.exclude = exclude_.match(next.path, outermost ? nullptr : &visit.exclude);
    return next;
  }

  const ContextTree& tree_;
  IgnoreRules include_;
  IgnoreRules exclude_;
};

bool lies_in(const ContextTree& tree, std::size_t node, const std::set<std::size_t>& tops) {
  while (node != ContextTree::root) {
    node = tree.at(node).parent;
    if (tops.contains(node)) {
      return true;
    }
  }
  return false;
}

Nodes outermost(const ContextTree& tree, const std::set<std::size_t>& tops) {
  Nodes result;
  std::ranges::copy_if(tops, std::back_inserter(result), [&](std::size_t node) {
    return !lies_in(tree, node, tops);
  });
  std::ranges::sort(result, {}, [&](std::size_t node) { return tree.path_of(node); });
  return result;
}

std::optional<Selection> select_parents(const ContextTree& tree, const ContextSources& sources) {
  std::set<std::size_t> tops;
  Selection selection{.tops = {}, .included = Included(tree.nodes().size(), 0)};
  for (const std::string& path : sources.paths) {
    const auto [base, pattern] = split_parents(path);
    const auto top = tree.find(base);
    const Filter filter(
        tree, pattern.empty() ? std::vector<std::string>{} : std::vector{pattern}, sources.exclude);
    if (!top || filter.wrong()) {
      return std::nullopt;
    }
    filter.mark(*top, selection.included);
    tops.insert(*top);
  }
  selection.tops = outermost(tree, tops);
  return selection;
}

std::string shown_path(const ContextTree& tree, std::size_t node) {
  if (node == ContextTree::root) {
    return "./";
  }
  return tree.path_of(node) + (tree.at(node).kind == TreeNode::Kind::folder ? "/" : "");
}

Nodes included_children(const ContextTree& tree, std::size_t node, const Included& included) {
  Nodes children;
  std::ranges::copy_if(tree.at(node).children, std::back_inserter(children), [&](std::size_t i) {
    return included.empty() || included[i] != 0;
  });
  return children;
}

Nodes open_folders(const ContextTree& tree, const Selection& selection, std::size_t limit) {
  Nodes closed;
  std::deque<std::size_t> waiting(selection.tops.begin(), selection.tops.end());
  while (!waiting.empty()) {
    const std::size_t node = waiting.front();
    waiting.pop_front();
    const Nodes children = included_children(tree, node, selection.included);
    if (children.empty() || closed.size() + waiting.size() + children.size() > limit) {
      closed.push_back(node);
    } else {
      waiting.insert(waiting.end(), children.begin(), children.end());
    }
  }
  return closed;
}

} // namespace

std::optional<Selection> select(const ContextTree& tree, const ContextSources& sources) {
  if (sources.parents) {
    return select_parents(tree, sources);
  }
  std::set<std::size_t> tops;
  for (const std::string& path : sources.paths) {
    if (!add_source(tree, path, sources.wildcards, tops)) {
      return std::nullopt;
    }
  }
  Selection selection{.tops = outermost(tree, tops), .included = {}};
  if (sources.exclude.empty()) {
    return selection;
  }
  selection.included.assign(tree.nodes().size(), 0);
  const Filter filter(tree, {}, sources.exclude);
  for (const std::size_t top : selection.tops) {
    filter.mark(top, selection.included);
  }
  return filter.wrong() ? std::nullopt : std::optional(std::move(selection));
}

std::optional<std::vector<model::InputEntry>> list_entries(const ContextTree& tree,
                                                           const Selection& selection,
                                                           Digests& digests,
                                                           std::size_t limit) {
  std::vector<model::InputEntry> entries;
  for (const std::size_t node : open_folders(tree, selection, limit)) {
    const auto digest = digests.of(node, selection.included);
    if (!digest) {
      return std::nullopt;
    }
    entries.push_back({shown_path(tree, node), to_hex(*digest, short_digest)});
  }
  std::ranges::sort(entries, {}, &model::InputEntry::path);
  return entries;
}

} // namespace tidegate::dockerfile
