// SPDX-License-Identifier: Apache-2.0
#include "codec/build_parts.hpp"

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

ordered_json scope_object(const model::CacheScope& scope) {
  return {{"name", scope.name}, {"entries", scope.entries}, {"bytes", scope.bytes}};
}

ordered_json advice_object(const model::CacheAdvice& advice) {
  return {
      {"kind", advice.kind}, {"text", advice.text}, {"gain_seconds", seconds_or_null(advice.gain)}};
}

ordered_json account_object(const std::optional<model::CacheAccount>& account) {
  if (!account) {
    return {};
  }
  ordered_json object;
  object["saved_seconds"] = seconds_or_null(account->saved);
  object["known_steps"] = account->known_steps;
  object["import_seconds"] = seconds_or_null(account->import_time);
  object["export_seconds"] = seconds_or_null(account->export_time);
  object["exported_bytes"] = value_or_null(account->exported_bytes);
  object["scopes"] = list_of(account->scopes, scope_object);
  object["repository_bytes"] = value_or_null(account->repository_bytes);
  object["repository_limit_bytes"] = value_or_null(account->repository_limit_bytes);
  object["advice"] = list_of(account->advice, advice_object);
  return object;
}

model::CacheScope read_scope(const JsonReader& reader) {
  model::CacheScope scope;
  scope.name = reader.text("name");
  scope.entries = reader.integer("entries").value_or(0);
  scope.bytes = reader.size("bytes").value_or(0);
  return scope;
}

model::CacheAdvice read_advice(const JsonReader& reader) {
  return {reader.text("kind"), reader.text("text"), read_seconds(reader, "gain_seconds")};
}

ordered_json trouble_object(const model::CacheTrouble& trouble) {
  return {{"kind", trouble.kind},
          {"half", trouble.half},
          {"text", trouble.text},
          {"remedy", trouble.remedy},
          {"count", trouble.count}};
}

model::CacheTrouble read_trouble(const JsonReader& reader) {
  return {.kind = reader.text("kind"),
          .half = reader.text("half"),
          .text = reader.text("text"),
          .remedy = reader.text("remedy"),
          .count = reader.integer("count").value_or(1)};
}

std::optional<model::CacheAccount> read_account(const JsonReader& cache) {
  std::optional<model::CacheAccount> account;
  cache.object("account", [&account](const JsonReader& reader) {
    account.emplace();
    account->saved = read_seconds(reader, "saved_seconds");
    account->known_steps = reader.integer("known_steps").value_or(0);
    account->import_time = read_seconds(reader, "import_seconds");
    account->export_time = read_seconds(reader, "export_seconds");
    account->exported_bytes = reader.size("exported_bytes");
    account->scopes = read_list(reader, "scopes", read_scope);
    account->repository_bytes = reader.size("repository_bytes");
    account->repository_limit_bytes = reader.size("repository_limit_bytes");
    account->advice = read_list(reader, "advice", read_advice);
  });
  return account;
}

} // namespace

ordered_json cache_object(const model::Cache& cache) {
  ordered_json object;
  object["state"] = cache.state ? ordered_json(model::to_text(*cache.state)) : ordered_json();
  object["cacheable_steps"] = cache.cacheable_steps;
  object["cached_steps"] = cache.cached_steps;
  object["hit_ratio"] = value_or_null(cache.hit_ratio);
  object["backend"] = text_or_null(cache.backend);
  object["imported"] = cache.imported;
  object["exported"] = cache.exported;
  object["problems"] = cache.problems;
  object["troubles"] = list_of(cache.troubles, trouble_object);
  object["account"] = account_object(cache.account);
  return object;
}

model::Cache read_cache(const JsonReader& record) {
  model::Cache cache;
  record.object("cache", [&cache](const JsonReader& reader) {
    cache.state = reader.word("state", model::parse_cache_state);
    cache.cacheable_steps = reader.integer("cacheable_steps").value_or(0);
    cache.cached_steps = reader.integer("cached_steps").value_or(0);
    cache.hit_ratio = reader.number("hit_ratio");
    cache.backend = reader.text("backend");
    cache.imported = reader.flag("imported");
    cache.exported = reader.flag("exported");
    cache.problems = reader.texts("problems");
    cache.troubles = read_list(reader, "troubles", read_trouble);
    cache.account = read_account(reader);
  });
  return cache;
}

ordered_json rebuilt_object(const std::optional<model::BrokenAttempt>& rebuilt) {
  if (!rebuilt) {
    return {};
  }
  ordered_json object;
  object["without"] = rebuilt->without;
  object["kind"] = rebuilt->kind;
  object["duration_seconds"] = rebuilt->duration.count();
  object["message"] = rebuilt->message;
  return object;
}

std::optional<model::BrokenAttempt> read_rebuilt(const JsonReader& record) {
  std::optional<model::BrokenAttempt> rebuilt;
  record.object("rebuilt", [&rebuilt](const JsonReader& reader) {
    rebuilt.emplace();
    rebuilt->without = reader.text("without");
    rebuilt->kind = reader.text("kind");
    rebuilt->duration = read_seconds(reader, "duration_seconds").value_or(Seconds{0});
    rebuilt->message = reader.text("message");
  });
  return rebuilt;
}

} // namespace tidegate::codec
