// SPDX-License-Identifier: Apache-2.0
#include "github/blob_routes.hpp"

#include "github/blob_syntax.hpp"
#include "github/replies.hpp"
#include "github/whole_number.hpp"

#include <array>
#include <ctime>
#include <memory>
#include <utility>

namespace github_standin {

namespace {

constexpr const char* folder = "actions-standin/actions-cache/";
constexpr std::size_t longest_block_list = 8U << 20U;

struct Put {
  const Parts& parts;
  std::uint64_t id;
  const httplib::Request& request;
  const httplib::ContentReader& body;
  httplib::Response& response;
};

std::string http_date(std::time_t time) {
  std::tm parts{};
  std::array<char, 64> text{};
  ::gmtime_r(&time, &parts);
  const std::size_t length =
      std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), length};
}

void set_blob_headers(httplib::Response& response, std::uint64_t id, std::time_t modified) {
  response.set_header("ETag", "\"0x" + std::to_string(id) + "\"");
  response.set_header("Last-Modified", http_date(modified));
  response.set_header("x-ms-version", "2024-11-04");
}

// An answer before the body was read would reset the connection and never arrive.
void drain(const httplib::ContentReader& body) {
  body([](const char*, std::size_t) { return true; });
}

void reply_created(const Put& put) {
  put.response.status = 201;
  set_blob_headers(put.response, put.id, std::time(nullptr));
  put.response.set_header("x-ms-request-server-encrypted", "true");
}

void reply_not_stored(const Put& put) {
  reply_azure_error(put.response, 500, "InternalError", "the upload could not be stored");
}

void store_body(const Put& put, tl::expected<Upload, std::string> upload) {
  if (!upload) {
    drain(put.body);
    reply_not_stored(put);
    return;
  }
  bool stored = true;
  const bool whole = put.body([&](const char* bytes, std::size_t count) {
    stored = stored && upload->write({bytes, count});
    return true;
  });
  if (whole && stored && upload->commit()) {
    reply_created(put);
  } else {
    reply_not_stored(put);
  }
}

void put_blob(const Put& put) {
  if (put.request.get_header_value("x-ms-blob-type") != "BlockBlob") {
    drain(put.body);
    reply_azure_error(put.response, 400, "MissingRequiredHeader", "x-ms-blob-type: BlockBlob");
    return;
  }
  store_body(put, put.parts.blobs.begin_blob(put.id));
}

void put_block(const Put& put) {
  const std::string block = put.request.get_param_value("blockid");
  // 64 bytes at most before base64, as at Azure; it also keeps the file name short enough.
  if (block.empty() || block.size() > 88) {
    drain(put.body);
    reply_azure_error(put.response, 400, "InvalidQueryParameterValue", "blockid");
    return;
  }
  store_body(put, put.parts.blobs.begin_block(put.id, block));
}

void put_block_list(const Put& put) {
  std::string xml;
  put.body([&](const char* bytes, std::size_t count) {
    if (xml.size() < longest_block_list) {
      xml.append(bytes, count);
    }
    return true;
  });
  const auto blocks = parse_block_list(xml);
  if (!blocks) {
    reply_azure_error(put.response, 400, "InvalidXmlDocument", "expected a BlockList");
    return;
  }
  const auto size = put.parts.blobs.commit_blocks(put.id, *blocks);
  if (size) {
    reply_created(put);
  } else if (size.error() == BlobError::unknown_block) {
    reply_azure_error(
        put.response, 400, "InvalidBlockList", "The specified block list is invalid.");
  } else {
    reply_not_stored(put);
  }
}

std::string put_route(const httplib::Request& request) {
  const std::string comp = request.get_param_value("comp");
  if (comp == "block") {
    return "PutBlock";
  }
  return comp == "blocklist" ? "PutBlockList" : "PutBlob";
}

std::optional<CacheEntry> named_entry(const Parts& parts, const httplib::Request& request) {
  auto entry = parts.index.by_id(whole_number<std::uint64_t>(request.matches[1].str()).value_or(0));
  if (entry) {
    current_exchange().key = entry->key;
    current_exchange().scope = entry->scope;
  }
  return entry;
}

void reply_forbidden(httplib::Response& response) {
  reply_azure_error(response, 403, "AuthenticationFailed", "the signature does not match");
}

void handle_put(const Parts& parts,
                const httplib::Request& request,
                httplib::Response& response,
                const httplib::ContentReader& body) {
  const std::string route = put_route(request);
  current_exchange().route = route;
  const auto entry = named_entry(parts, request);
  if (inject(parts.faults, parts.server.stop_signal(), response)) {
    drain(body);
    return;
  }
  if (!entry || request.get_param_value("sig") != entry->upload_signature) {
    drain(body);
    reply_forbidden(response);
    return;
  }
  if (entry->finalised) {
    drain(body);
    reply_azure_error(response, 409, "BlobImmutableDueToPolicy", "the entry is finalised");
    return;
  }
  const Put put{parts, entry->id, request, body, response};
  if (route == "PutBlob") {
    put_blob(put);
  } else if (route == "PutBlock") {
    put_block(put);
  } else {
    put_block_list(put);
  }
}

void send(httplib::Response& response, BlobFile file, ByteRange range) {
  if (range.length == 0) {
    return;
  }
  const auto blob = std::make_shared<const BlobFile>(std::move(file));
  const std::uint64_t start = range.offset;
  response.set_content_provider(
      range.length,
      "application/octet-stream",
      [blob, start](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        const std::string bytes = read_at(*blob, start + offset, length);
        return !bytes.empty() && sink.write(bytes.data(), bytes.size());
      });
}

void handle_get(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  current_exchange().route = "GetBlob";
  const auto entry = named_entry(parts, request);
  if (inject(parts.faults, parts.server.stop_signal(), response)) {
    return;
  }
  if (!entry || request.get_param_value("sig") != entry->download_signature) {
    reply_forbidden(response);
    return;
  }
  auto blob = parts.blobs.open_blob(entry->id);
  if (!blob) {
    reply_azure_error(response, 404, "BlobNotFound", "The specified blob does not exist.");
    return;
  }
  set_blob_headers(response, entry->id, blob->modified);
  response.set_header("Accept-Ranges", "bytes");
  response.set_header("x-ms-blob-type", "BlockBlob");
  std::string wanted = request.get_header_value("x-ms-range");
  if (wanted.empty()) {
    wanted = request.get_header_value("Range");
  }
  ByteRange range{.offset = 0, .length = blob->size};
  response.status = 200;
  if (!wanted.empty()) {
    const auto part = parse_range(wanted, blob->size);
    if (!part) {
      reply_azure_error(response, 416, "InvalidRange", "the range lies outside of the blob");
      return;
    }
    range = *part;
    response.status = 206;
    response.set_header("Content-Range",
                        "bytes " + std::to_string(range.offset) + "-"
                            + std::to_string(range.offset + range.length - 1) + "/"
                            + std::to_string(blob->size));
  }
  send(response, std::move(*blob), range);
}

} // namespace

std::string signed_url(const std::string& base, std::uint64_t id, const std::string& signature) {
  return base + folder + std::to_string(id) + "?sv=2024-11-04&sr=b&sig=" + signature;
}

void add_blob_routes(const Parts& parts) {
  const std::string pattern = "/" + std::string(folder) + "([0-9]+)";
  parts.server.Put(
      pattern,
      [parts](const httplib::Request& request,
              httplib::Response& response,
              const httplib::ContentReader& body) { handle_put(parts, request, response, body); });
  parts.server.Get(pattern, [parts](const httplib::Request& request, httplib::Response& response) {
    handle_get(parts, request, response);
  });
}

} // namespace github_standin
