// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/user_repository.hpp"
#include "unit/adapters/dockerfile/scratch_folder.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tidegate;

namespace {

// As `git init` leaves it, with no commit.
struct Clone {
  tests::ScratchFolder folder;

  explicit Clone(const std::string& head) {
    folder.write(".git/HEAD", head + "\n");
    folder.write(".git/config", "[core]\n\trepositoryformatversion = 0\n");
    folder.write(".git/objects/info/.keep", "");
    folder.write(".git/refs/heads/.keep", "");
  }

  [[nodiscard]] std::string path() const { return folder.path().string(); }
};

} // namespace

TEST_CASE("the default branch is that of origin, else the one that is checked out") {
  const Clone clone("ref: refs/heads/work/topic");
  CHECK(git::default_branch(clone.path()) == "work/topic");
  clone.folder.write(".git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/release/next\n");
  CHECK(git::default_branch(clone.path()) == "release/next");
}

TEST_CASE("a commit that is checked out and a folder without a repository have no default branch") {
  const Clone clone(std::string(40, 'a'));
  CHECK_FALSE(git::default_branch(clone.path()));
  const tests::ScratchFolder none;
  CHECK_FALSE(git::default_branch(none.path().string()));
}

TEST_CASE("the URL of a remote is the one that Git would push to") {
  const Clone clone("ref: refs/heads/main");
  const auto url = [&](const std::string& config) {
    clone.folder.write(".git/config",
                       "[core]\n\trepositoryformatversion = 0\n[remote \"a\"]\n\turl = gh:o/r\n"
                           + config);
    return git::url_of_remote(clone.path(), "a").value().value_or("none");
  };
  CHECK(url("") == "gh:o/r");
  CHECK(url("[url \"https://x/\"]\n\tinsteadOf = gh:\n") == "https://x/o/r");
  CHECK(url("[url \"https://x/\"]\n\tinsteadOf = gh:\n[url \"https://y/\"]\n\tpushInsteadOf = "
            "gh:\n")
        == "https://y/o/r");
  CHECK(url("\tpushurl = gh:p/q\n[url \"https://y/\"]\n\tpushInsteadOf = gh:\n") == "gh:p/q");
  CHECK_FALSE(git::url_of_remote(clone.path(), "b").value());
}

// In a process of its own: libgit2 leaks where it looks for extensions, with the regular
// expressions that Debian builds it with.
TEST_CASE("a sparse clone is a repository, and one of an unknown kind says why it is none") {
  const Clone clone("ref: refs/heads/main");
  const auto holds = [&](const std::string& extension, const auto& expected) {
    clone.folder.write(".git/config",
                       "[core]\n\trepositoryformatversion = 1\n[remote \"a\"]\n\turl = u\n"
                       "[extensions]\n\t"
                           + extension + " = true\n");
    const pid_t child = ::fork();
    if (child == 0) {
      ::_exit(expected(git::url_of_remote(clone.path(), "a")) ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status == 0;
  };
  const auto is_read = [](const auto& url) { return url && *url == "u"; };
  CHECK(holds("worktreeConfig", is_read));
  CHECK(holds("partialClone", is_read));
  CHECK(holds("ofTomorrow", [](const auto& url) {
    return !url && url.error().message.find("oftomorrow") != std::string::npos;
  }));
  const tests::ScratchFolder none;
  CHECK_FALSE(git::url_of_remote(none.path().string(), "a").value());
}

TEST_CASE("a path is ignored by whichever file of Git says so") {
  const Clone clone("ref: refs/heads/main");
  CHECK_FALSE(git::is_ignored(clone.path(), ".tidegate/"));
  clone.folder.write(".gitignore", "*.o\n.tidegate/\n");
  CHECK(git::is_ignored(clone.path(), ".tidegate/"));
  clone.folder.write(".gitignore", ".tidegate/\n!.tidegate/\n");
  CHECK_FALSE(git::is_ignored(clone.path(), ".tidegate/"));
  clone.folder.write(".git/info/exclude", ".tide*\n");
  clone.folder.write(".gitignore", "");
  CHECK(git::is_ignored(clone.path(), ".tidegate/"));
}
