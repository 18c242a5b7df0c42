// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/answer_cache.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <zlib.h>

namespace tidegate::sqlite {
namespace {

// Larger ones are asked for again, and a damaged size must not make us reserve memory.
constexpr std::int64_t most_bytes = 32LL << 20U;

std::int64_t to_seconds(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::optional<std::string> compressed(std::string_view body) {
  uLongf size = compressBound(body.size());
  std::string out(size, '\0');
  const int code = compress2(reinterpret_cast<Bytef*>(out.data()),
                             &size,
                             reinterpret_cast<const Bytef*>(body.data()),
                             body.size(),
                             Z_BEST_SPEED + 2);
  out.resize(size);
  return code == Z_OK ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::string> expanded(std::string_view bytes, std::int64_t size) {
  if (size < 0 || size > most_bytes) {
    return std::nullopt;
  }
  std::string out(static_cast<std::size_t>(size), '\0');
  auto written = static_cast<uLongf>(size);
  const int code = uncompress(reinterpret_cast<Bytef*>(out.data()),
                              &written,
                              reinterpret_cast<const Bytef*>(bytes.data()),
                              bytes.size());
  return code == Z_OK && written == out.size() ? std::optional(std::move(out)) : std::nullopt;
}

Result<void> run(Connection& connection, std::string_view sql, std::int64_t number) {
  auto statement = Statement::prepare(connection, sql);
  if (!statement) {
    return tl::unexpected(std::move(statement.error()));
  }
  if (const auto done = statement->bind(number).step(); !done) {
    return tl::unexpected(done.error());
  }
  return {};
}

} // namespace

std::optional<ports::CachedAnswer> AnswerCache::find(const std::string& url) {
  if (doubted_) {
    return std::nullopt;
  }
  const auto fresh =
      std::ranges::find(pending_, url, [](const auto& entry) { return entry.first; });
  if (fresh != pending_.end()) {
    return fresh->second;
  }
  auto query = Statement::prepare(connection_,
                                  "SELECT etag, link, size, body FROM kept_answers WHERE url = ?");
  if (!query) {
    return std::nullopt;
  }
  const auto row = query->bind(url).step();
  if (!row || !*row) {
    return std::nullopt;
  }
  auto body = expanded(query->bytes(3), query->integer(2));
  if (!body) {
    return std::nullopt;
  }
  return ports::CachedAnswer{
      .etag = query->text(0), .link = query->text(1), .body = std::move(*body)};
}

void AnswerCache::keep(const std::string& url, const ports::CachedAnswer& answer) {
  if (answer.body.size() > static_cast<std::size_t>(most_bytes)) {
    return;
  }
  std::erase_if(pending_, [&url](const auto& entry) { return entry.first == url; });
  pending_.emplace_back(url, answer);
}

Result<void> AnswerCache::write() {
  auto row =
      Statement::prepare(connection_,
                         "INSERT OR REPLACE INTO kept_answers (url, etag, link, size, body, kept) "
                         "VALUES (?, ?, ?, ?, ?, ?)");
  if (!row) {
    return tl::unexpected(std::move(row.error()));
  }
  for (const auto& [url, answer] : pending_) {
    const auto body = compressed(answer.body);
    if (!body) {
      continue;
    }
    row->bind(url)
        .bind(answer.etag)
        .bind(answer.link)
        .bind(static_cast<std::int64_t>(answer.body.size()))
        .bind_bytes(*body)
        .bind(to_seconds(now_));
    if (const auto done = row->step(); !done) {
      return tl::unexpected(done.error());
    }
    row->reset();
  }
  pending_.clear();
  return {};
}

Result<void> AnswerCache::prune(const Limits& limits) {
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(limits.age).count();
  if (auto done =
          run(connection_, "DELETE FROM kept_answers WHERE kept < ?", to_seconds(now_) - age);
      !done) {
    return done;
  }
  return run(
      connection_,
      "DELETE FROM kept_answers WHERE url IN (SELECT url FROM ("
      "SELECT url, sum(length(body)) OVER (ORDER BY kept DESC, url) AS upto FROM kept_answers"
      ") WHERE upto > ?)",
      limits.bytes);
}

} // namespace tidegate::sqlite
