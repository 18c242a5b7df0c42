// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/library.hpp"

#include "adapters/git/memory.hpp"
#include "util/text.hpp"

#include <fmt/format.h>
#include <iterator>

namespace tidegate::git {

void start_library() {
  static const bool started = [] {
    limit_memory();
    git_libgit2_init(); // never shut down: the end of the process does that
    // Containers of Actions run as root in a checkout of somebody else. All that is read there is
    // the URL of a remote.
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    // Of clones that are sparse or partial: nothing that they change is looked at.
    const char* extensions[] = {"worktreeconfig", "partialclone", "preciousobjects"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, std::size(extensions));
    constexpr std::size_t most_objects = 2'000'000; // of a pack from outside
    git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECTS, most_objects);
    // An object is read from the pack that the indexer has just named it in.
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    return true;
  }();
  (void)started;
}

tl::unexpected<Error> library_failure(std::string_view what) {
  const git_error* const last = git_error_last();
  const std::string_view why =
      last == nullptr || last->message == nullptr ? "no reason given" : last->message;
  return failed(Error::Kind::external, fmt::format("{}: {}", what, util::to_printable(why)));
}

} // namespace tidegate::git
