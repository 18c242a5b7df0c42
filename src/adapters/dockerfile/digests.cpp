// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/digests.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tidegate::dockerfile {

// OpenSSL looks an algorithm up by name each time it is asked for; a small file takes no longer.
struct Hash::Context {
  std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                       EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> state{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Hash::Hash()
    : context_(std::make_unique<Context>()) {
  EVP_DigestInit_ex2(context_->state.get(), context_->algorithm.get(), nullptr);
}

Hash::~Hash() = default;

void Hash::add(std::string_view bytes) {
  EVP_DigestUpdate(context_->state.get(), bytes.data(), bytes.size());
}

std::string Hash::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(context_->state.get(), digest.data(), &size);
  EVP_DigestInit_ex2(context_->state.get(), context_->algorithm.get(), nullptr);
  return {digest.begin(), digest.begin() + size};
}

std::string to_hex(std::string_view bytes, std::size_t digits) {
  std::string hex;
  for (const char byte : bytes.substr(0, (digits + 1) / 2)) {
    hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  }
  hex.resize(std::min(hex.size(), digits));
  return hex;
}

namespace {

class File {
public:
  explicit File(const std::string& path)
      : fd_(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {}

  ~File() {
    if (fd_ >= 0) {
      close(fd_);
    }
  }

  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;

  // Still the file that the tree saw, and not one that a link leads to by now.
  [[nodiscard]] bool is(const TreeNode& node) const {
    struct stat facts{};
    return fd_ >= 0 && fstat(fd_, &facts) == 0 && S_ISREG(facts.st_mode)
           && facts.st_dev == node.device && facts.st_ino == node.inode;
  }

  // Empty at the end; nullopt: unreadable.
  [[nodiscard]] std::optional<std::string_view> read_some() const {
    const ssize_t size = read(fd_, buffer().data(), buffer().size());
    return size < 0
               ? std::nullopt
               : std::optional(std::string_view(buffer().data(), static_cast<std::size_t>(size)));
  }

private:
  static std::vector<char>& buffer() {
    constexpr std::size_t size = std::size_t{256} << 10U;
    thread_local std::vector<char> bytes(size);
    return bytes;
  }

  int fd_;
};

std::string header(const TreeNode& node) {
  constexpr std::string_view kinds = "dfl";
  return fmt::format(
      "{} {:o} {}\n", kinds[static_cast<std::size_t>(node.kind)], node.mode, node.link);
}

bool counts(const Included& included, std::size_t node) {
  return included.empty() || included[node] != 0;
}

} // namespace

std::optional<std::string> Digests::read_file(std::size_t node) {
  File file((tree_.folder() / tree_.path_of(node)).string());
  if (!file.is(tree_.at(node))) {
    return std::nullopt;
  }
  hash_.add(header(tree_.at(node)));
  while (true) {
    const auto some = file.read_some();
    if (!some) {
      hash_.finish();
      return std::nullopt;
    }
    if (some->empty()) {
      return hash_.finish();
    }
    gave_up_ = gave_up_ || give_up_() || some->size() > bytes_left_;
    if (gave_up_) {
      hash_.finish();
      return std::nullopt;
    }
    bytes_left_ -= some->size();
    hash_.add(*some);
  }
}

std::optional<std::string> Digests::of_file(std::size_t node) {
  if (const auto known = files_.find(node); known != files_.end()) {
    return known->second;
  }
  if (tree_.at(node).kind == TreeNode::Kind::link) {
    hash_.add(header(tree_.at(node)));
    return files_[node] = hash_.finish();
  }
  auto digest = gave_up_ ? std::nullopt : read_file(node);
  constexpr std::size_t most_named = 10;
  if (!digest && !gave_up_ && unreadable_.size() < most_named) {
    unreadable_.push_back(tree_.path_of(node));
  }
  if (digest) {
    files_[node] = *digest;
  }
  return digest;
}

std::string Digests::of_folder(std::size_t node, const Included& included, const Known& known) {
  hash_.add(header(tree_.at(node)));
  for (const std::size_t child : tree_.at(node).children) {
    if (counts(included, child)) {
      const auto& kind = tree_.at(child).kind == TreeNode::Kind::folder ? known : files_;
      hash_.add(tree_.at(child).name);
      hash_.add(std::string_view("\0", 1));
      hash_.add(kind.at(child));
    }
  }
  return hash_.finish();
}

bool Digests::open_folder(std::size_t node,
                          const Included& included,
                          std::vector<std::size_t>& folders) {
  if (tree_.at(node).unreadable) {
    return false;
  }
  for (const std::size_t child : tree_.at(node).children) {
    if (!counts(included, child)) {
      continue;
    }
    if (tree_.at(child).kind == TreeNode::Kind::folder) {
      folders.push_back(child);
    } else if (!of_file(child)) {
      return false;
    }
  }
  return true;
}

std::optional<std::string> Digests::of(std::size_t node, const Included& included) {
  if (tree_.at(node).kind != TreeNode::Kind::folder) {
    return of_file(node);
  }
  Known filtered;
  Known& known = included.empty() ? folders_ : filtered;
  std::vector<std::size_t> open{node};
  std::vector<std::size_t> order; // folders, each before what is in it
  while (!open.empty()) {
    const std::size_t next = open.back();
    open.pop_back();
    if (known.contains(next)) {
      continue;
    }
    if (!open_folder(next, included, open)) {
      return std::nullopt;
    }
    order.push_back(next);
  }
  std::ranges::reverse(order);
  for (const std::size_t folder : order) {
    known[folder] = of_folder(folder, included, known);
  }
  return known.at(node);
}

} // namespace tidegate::dockerfile
