// SPDX-License-Identifier: Apache-2.0
#include "codec/build_parts.hpp"

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

ordered_json layer_object(const model::Layer& layer) {
  ordered_json object;
  object["digest"] = text_or_null(layer.digest);
  object["diff_id"] = text_or_null(layer.diff_id);
  object["compressed_bytes"] = value_or_null(layer.compressed_bytes);
  object["unpacked_bytes"] = value_or_null(layer.unpacked_bytes);
  object["created_by"] = text_or_null(layer.created_by);
  object["step"] = value_or_null(layer.step);
  object["base"] = layer.base;
  return object;
}

ordered_json wasted_object(const model::WastedPath& wasted) {
  return {{"path", wasted.path}, {"copies", wasted.copies}, {"bytes", wasted.bytes}};
}

ordered_json contents_object(const std::optional<model::ImageContents>& contents) {
  if (!contents) {
    return {};
  }
  ordered_json object;
  object["wasted_bytes"] = contents->wasted_bytes;
  object["wasted"] = list_of(contents->wasted, wasted_object);
  object["dive"] = {{"efficiency", contents->dive.efficiency},
                    {"size_bytes", contents->dive.size_bytes},
                    {"wasted_bytes", contents->dive.wasted_bytes}};
  return object;
}

model::Layer read_layer(const JsonReader& reader) {
  model::Layer layer;
  layer.digest = reader.text("digest");
  layer.diff_id = reader.text("diff_id");
  layer.compressed_bytes = reader.size("compressed_bytes");
  layer.unpacked_bytes = reader.size("unpacked_bytes");
  layer.created_by = reader.text("created_by");
  layer.step = reader.integer("step");
  layer.base = reader.flag("base");
  return layer;
}

model::WastedPath read_wasted(const JsonReader& reader) {
  return {
      reader.text("path"), reader.integer("copies").value_or(0), reader.size("bytes").value_or(0)};
}

std::optional<model::ImageContents> read_contents(const JsonReader& image) {
  std::optional<model::ImageContents> contents;
  image.object("contents", [&contents](const JsonReader& reader) {
    contents.emplace();
    contents->wasted_bytes = reader.size("wasted_bytes").value_or(0);
    contents->wasted = read_list(reader, "wasted", read_wasted);
    reader.object("dive", [&contents](const JsonReader& dive) {
      contents->dive.efficiency = dive.number("efficiency").value_or(1);
      contents->dive.size_bytes = dive.size("size_bytes").value_or(0);
      contents->dive.wasted_bytes = dive.size("wasted_bytes").value_or(0);
    });
  });
  return contents;
}

} // namespace

ordered_json image_object(const model::Image& image) {
  ordered_json object;
  object["ref"] = text_or_null(image.ref);
  object["digest"] = text_or_null(image.digest);
  object["size_bytes"] = value_or_null(image.size_bytes);
  object["compressed_bytes"] = value_or_null(image.compressed_bytes);
  object["unpacked_bytes"] = value_or_null(image.unpacked_bytes);
  object["layers"] = list_of(image.layers, layer_object);
  object["contents"] = contents_object(image.contents);
  return object;
}

model::Image read_image(const JsonReader& record) {
  model::Image image;
  record.object("image", [&image](const JsonReader& reader) {
    image.ref = reader.text("ref");
    image.digest = reader.text("digest");
    image.size_bytes = reader.size("size_bytes");
    image.compressed_bytes = reader.size("compressed_bytes");
    image.unpacked_bytes = reader.size("unpacked_bytes");
    image.layers = read_list(reader, "layers", read_layer);
    image.contents = read_contents(reader);
  });
  return image;
}

} // namespace tidegate::codec
