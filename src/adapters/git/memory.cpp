// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/memory.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <git2.h>
#include <git2/sys/alloc.h>

namespace tidegate::git {
namespace {

// A segment has 16 MiB at most, and what is made of it for a push is a little more than all that
// one commit brings.
constexpr std::size_t largest_piece = 256UL << 20U;

bool is_too_large(std::size_t count, std::size_t size) {
  if (size == 0 || count <= largest_piece / size) {
    return false;
  }
  git_error_set_str(GIT_ERROR_NOMEMORY, "one object needs more than 256 MiB of memory");
  return true;
}

// The signatures are libgit2's (git2/sys/alloc.h). Whoever gets nothing has to say so.
template<typename T>
T* told(T* memory) {
  if (memory == nullptr) {
    git_error_set_oom();
  }
  return memory;
}

void* take(std::size_t size, const char*, int) {
  return is_too_large(1, size) ? nullptr : told(std::malloc(size));
}

void* take_zeros(std::size_t count, std::size_t size, const char*, int) {
  return is_too_large(count, size) ? nullptr : told(std::calloc(count, size));
}

void* take_array(std::size_t count, std::size_t size, const char*, int) {
  return is_too_large(count, size) ? nullptr : told(std::malloc(count * size));
}

void* resize(void* memory, std::size_t size, const char*, int) {
  return is_too_large(1, size) ? nullptr : told(std::realloc(memory, size));
}

void* resize_array(void* memory, std::size_t count, std::size_t size, const char*, int) {
  return is_too_large(count, size) ? nullptr : told(std::realloc(memory, count * size));
}

char* copy(const char* text, const char*, int) {
  return told(::strdup(text));
}

char* copy_beginning(const char* text, std::size_t size, const char*, int) {
  return told(::strndup(text, size));
}

char* copy_bytes(const char* text, std::size_t size, const char* file, int line) {
  auto* const memory = size == SIZE_MAX ? nullptr : static_cast<char*>(take(size + 1, file, line));
  if (memory != nullptr) {
    std::memcpy(memory, text, size);
    memory[size] = '\0';
  }
  return memory;
}

void give_back(void* memory) {
  std::free(memory);
}

} // namespace

void limit_memory() {
  git_allocator allocator{.gmalloc = &take,
                          .gcalloc = &take_zeros,
                          .gstrdup = &copy,
                          .gstrndup = &copy_beginning,
                          .gsubstrdup = &copy_bytes,
                          .grealloc = &resize,
                          .greallocarray = &resize_array,
                          .gmallocarray = &take_array,
                          .gfree = &give_back};
  git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
}

} // namespace tidegate::git
