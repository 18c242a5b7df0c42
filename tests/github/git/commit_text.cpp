// SPDX-License-Identifier: Apache-2.0
#include "github/git/commit_text.hpp"

#include "github/whole_number.hpp"

namespace github_standin {

namespace {

// "Name <email> 1767225600 +0000"
Signature parse_signature(std::string_view text) {
  const std::size_t open = text.find(" <");
  const std::size_t close = text.rfind("> ");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    return {};
  }
  std::string_view date = text.substr(close + 2);
  date = date.substr(0, date.find(' '));
  return {.name = std::string(text.substr(0, open)),
          .email = std::string(text.substr(open + 2, close - open - 2)),
          .date = whole_number<Moment>(date).value_or(0)};
}

std::string signature_text(const Signature& signature) {
  return signature.name + " <" + signature.email + "> " + std::to_string(signature.date)
         + " +0000\n";
}

void take_line(std::string_view line, GitCommit& commit) {
  const std::size_t space = line.find(' ');
  const std::string_view key = line.substr(0, space);
  const std::string_view value = space == std::string_view::npos ? "" : line.substr(space + 1);
  if (key == "tree") {
    commit.tree = value;
  } else if (key == "parent") {
    commit.parents.emplace_back(value);
  } else if (key == "author") {
    commit.author = parse_signature(value);
  } else if (key == "committer") {
    commit.committer = parse_signature(value);
  } else if (key == "gpgsig") {
    commit.is_signed = true;
  }
}

} // namespace

GitCommit parse_commit(const GitObject& object) {
  GitCommit commit{.sha = object.sha};
  std::string_view text = object.bytes;
  while (!text.empty() && text.front() != '\n') {
    const std::size_t end = text.find('\n');
    take_line(text.substr(0, end), commit);
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
  }
  commit.message = text.empty() ? "" : text.substr(1);
  return commit;
}

std::string commit_text(const GitCommit& commit) {
  std::string text = "tree " + commit.tree + "\n";
  for (const std::string& parent : commit.parents) {
    text += "parent " + parent + "\n";
  }
  text += "author " + signature_text(commit.author);
  text += "committer " + signature_text(commit.committer);
  if (commit.is_signed) {
    // Nobody can verify it; it stands where GitHub's own signature would.
    text +=
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n c3RhbmQtaW4=\n -----END PGP SIGNATURE-----\n";
  }
  return text + "\n" + commit.message;
}

} // namespace github_standin
