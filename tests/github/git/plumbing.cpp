// SPDX-License-Identifier: Apache-2.0
#include "github/git/plumbing.hpp"

#include "github/git/commit_text.hpp"
#include "github/whole_number.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace github_standin {

namespace {

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::optional<std::string> sha_of(const Outcome& outcome) {
  return outcome.status == 0 ? std::optional(first_line(outcome.output)) : std::nullopt;
}

// What git would read as an option, or as several lines, names nothing.
bool is_plain(const std::string& expression) {
  return !expression.empty() && expression.front() != '-'
         && expression.find_first_of("\n\r") == std::string::npos;
}

// "100644 blob SHA     123\tpath", as `ls-tree -z -l` writes it.
std::optional<TreeItem> parse_item(std::string_view line) {
  const std::size_t tab = line.find('\t');
  if (tab == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view facts = line.substr(0, tab);
  std::array<std::string_view, 4> words;
  for (std::string_view& word : words) {
    facts = facts.substr(std::min(facts.find_first_not_of(' '), facts.size()));
    word = facts.substr(0, facts.find(' '));
    facts = facts.substr(word.size());
  }
  return TreeItem{.mode = std::string(words[0]),
                  .type = std::string(words[1]),
                  .sha = std::string(words[2]),
                  .path = std::string(line.substr(tab + 1)),
                  .size = whole_number<std::uint64_t>(words[3]).value_or(0)};
}

// What git's index does not hold it skips with a word; GitHub refuses it.
bool is_path(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    std::string lower(part);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    if (part.empty() || part == "." || part == ".." || lower == ".git"
        || part.find('\0') != std::string_view::npos) {
      return false;
    }
    if (slash == std::string_view::npos) {
      return true;
    }
    path = path.substr(slash + 1);
  }
}

} // namespace

std::optional<std::string> Plumbing::resolve(const std::string& expression) const {
  return is_plain(expression)
             ? sha_of(repositories_.git(name_, {"rev-parse", "--verify", "--quiet", expression}))
             : std::nullopt;
}

// "SHA TYPE SIZE\nBYTES\n", or "NAME missing\n".
std::optional<GitObject> Plumbing::read(const std::string& expression) const {
  if (!is_plain(expression)) {
    return std::nullopt;
  }
  const Outcome outcome = repositories_.git(name_, {"cat-file", "--batch"}, expression + "\n");
  const std::string head = first_line(outcome.output);
  const std::size_t first = head.find(' ');
  const std::size_t second = head.find(' ', first + 1);
  if (outcome.status != 0 || first != 40 || second == std::string::npos) {
    return std::nullopt;
  }
  const auto size = whole_number<std::size_t>(std::string_view(head).substr(second + 1));
  return GitObject{.sha = head.substr(0, first),
                   .type = head.substr(first + 1, second - first - 1),
                   .bytes = outcome.output.substr(head.size() + 1, size.value_or(0))};
}

std::optional<GitCommit> Plumbing::read_commit(const std::string& expression) const {
  const auto object = read(expression + "^{commit}");
  return object ? std::optional(parse_commit(*object)) : std::nullopt;
}

std::vector<TreeItem> Plumbing::list_tree(const std::string& tree, bool recursive) const {
  std::vector<std::string> command{"ls-tree", "-z", "-l"};
  if (recursive) {
    command.insert(command.end(), {"-r", "-t"});
  }
  command.push_back(tree);
  const Outcome outcome = repositories_.git(name_, std::move(command));
  std::vector<TreeItem> items;
  std::string_view rest = outcome.output;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    if (auto item = parse_item(rest.substr(0, end))) {
      items.push_back(std::move(*item));
    }
    rest = rest.substr(std::min(end + 1, rest.size()));
  }
  return items;
}

std::optional<std::vector<std::string>> Plumbing::lines(std::vector<std::string> command) const {
  const Outcome outcome = repositories_.git(name_, std::move(command));
  if (outcome.status != 0) {
    return std::nullopt;
  }
  std::vector<std::string> list;
  std::string_view rest = outcome.output;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    list.emplace_back(rest.substr(0, end));
    rest = rest.substr(std::min(end + 1, rest.size()));
  }
  return list;
}

std::optional<std::string> Plumbing::write(const std::string& type, std::string_view bytes) const {
  return sha_of(repositories_.git(name_, {"hash-object", "-t", type, "-w", "--stdin"}, bytes));
}

std::optional<std::string> Plumbing::change_tree(const std::string& base,
                                                 const std::vector<TreeChange>& changes) const {
  const std::filesystem::path index = repositories_.path_of(name_) / "standin-index";
  const std::vector<std::string> environment{"GIT_INDEX_FILE=" + index.string()};
  std::error_code error;
  std::filesystem::remove(index, error);
  std::string input;
  for (const TreeChange& change : changes) {
    if (!is_path(change.path)) {
      return std::nullopt;
    }
    input += change.sha.empty() ? "0 " + no_object : change.mode + " " + change.sha;
    input += "\t" + change.path + '\0';
  }
  const auto git = [&](std::vector<std::string> command, std::string_view text = {}) {
    return repositories_.git(name_, std::move(command), text, environment);
  };
  const bool read = base.empty() || git({"read-tree", base}).status == 0;
  const bool changed = read && git({"update-index", "-z", "--index-info"}, input).status == 0;
  auto tree = changed ? sha_of(git({"write-tree"})) : std::nullopt;
  std::filesystem::remove(index, error);
  return tree;
}

std::optional<std::string> Plumbing::write_commit(const GitCommit& commit) const {
  return write("commit", commit_text(commit));
}

bool Plumbing::move_ref(const std::string& ref,
                        const std::string& sha,
                        const std::string& before) const {
  return is_plain(ref) && repositories_.git(name_, {"update-ref", ref, sha, before}).status == 0;
}

bool Plumbing::remove_ref(const std::string& ref) const {
  return is_plain(ref) && repositories_.git(name_, {"update-ref", "-d", ref}).status == 0;
}

bool Plumbing::is_ancestor(const std::string& older, const std::string& newer) const {
  return repositories_.git(name_, {"merge-base", "--is-ancestor", older, newer}).status == 0;
}

} // namespace github_standin
