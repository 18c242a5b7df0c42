// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <git2.h>
#include <memory>
#include <string_view>

// libgit2 as values. Inside git only.
namespace tidegate::git {

// Before anything else of libgit2; more than once does no harm.
void start_library();

// Error: external, "WHAT: " and what libgit2 says of its last failure.
tl::unexpected<Error> library_failure(std::string_view what);

template<auto Free>
struct FreeWith {
  template<typename T>
  void operator()(T* object) const {
    Free(object);
  }
};

template<typename T, auto Free>
using Owned = std::unique_ptr<T, FreeWith<Free>>;

using Repository = Owned<git_repository, git_repository_free>;
using Tree = Owned<git_tree, git_tree_free>;
using TreeEntry = Owned<git_tree_entry, git_tree_entry_free>;
using Commit = Owned<git_commit, git_commit_free>;
using Blob = Owned<git_blob, git_blob_free>;
using Signature = Owned<git_signature, git_signature_free>;
using PackBuilder = Owned<git_packbuilder, git_packbuilder_free>;
using Indexer = Owned<git_indexer, git_indexer_free>;
using ObjectBase = Owned<git_odb, git_odb_free>;
using RemoteEntry = Owned<git_remote, git_remote_free>;

// Calls `make(T**, ...)` of libgit2; the last argument of all is what to say where it fails.
template<typename Holder, typename Make>
Result<Holder> made(std::string_view what, const Make& make) {
  typename Holder::pointer object = nullptr;
  if (make(&object) != 0) {
    return library_failure(what);
  }
  return Holder(object);
}

} // namespace tidegate::git
