// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/chunk_pipe.hpp"
#include "adapters/image/image_archive.hpp"
#include "unit/adapters/image/small_archive.hpp"
#include "util/text.hpp"

#include <doctest/doctest.h>
#include <string>
#include <thread>

using namespace tidegate;
using model::FileKind;
using test::TarText;

namespace {

// gzip -9 and zstd -19 of a tar archive that holds one file "packed.txt" of 5 bytes.
const std::string gzip_layer =
    util::decode_base64("H4sIAAAAAAACA+3NQQqCUBgE4P8onSAeZHoeKSFQSPQJHr+XK2mfEH3fZobZzNje+u5+zmuOr0"
                        "lFXVVbFp9ZXHf9vTfNJcUpxQGWObdTuYz/9OiG4RkAAAAAAAAAAAD8mhcXq87fACgAAA==")
        .value();
const std::string zstd_layer =
    util::decode_base64("KLUv/QRoFQIA4oIKEaBtDIBJ7TouoWrQ0kkIKnNSu9bUWnV4NsoVrMIY1XWij1H0nRuSYui8CS"
                        "DQD/eFL3PqgOThAAMPGBRgNrE5re4fdA==")
        .value();

const std::string config =
    R"({"rootfs":{"diff_ids":["sha256:aa","sha256:bb"]},"history":[)"
    R"({"created_by":"ADD rootfs / # buildkit"},{"created_by":"ENV A=1","empty_layer":true},)"
    R"({"created_by":"RUN |1 TOKEN=hunter2 /bin/sh -c make # buildkit"}]})";
const std::string manifest =
    R"([{"Config":"c.json","RepoTags":["mirror.example/a:1"],"Layers":["1/layer.tar","2/layer.tar"]}])";

std::string lower() {
  return TarText().directory("etc/").file("etc/a", "12345").text();
}

std::string upper() {
  return TarText()
      .file("./etc/../etc//b", "123")
      .hard_link("etc/c", "/etc/b")
      .symbolic_link("etc/d", "b")
      .file("etc/.wh.a", "")
      .text();
}

Result<image::ImageArchive> read(const std::string& text, const image::Limits& limits = {}) {
  test::TextSource source(text);
  return image::read_archive(source, limits);
}

std::string saved(const std::string& one, const std::string& two) {
  return TarText()
      .file("1/layer.tar", one)
      .file("2/layer.tar", two)
      .file("c.json", config)
      .file("manifest.json", manifest)
      .text();
}

std::string message(const Result<image::ImageArchive>& archive) {
  REQUIRE_FALSE(archive);
  return archive.error().message;
}

} // namespace

TEST_CASE("an archive of docker save is its layers with sizes, instructions and files") {
  const auto archive = read(saved(lower(), upper()));
  REQUIRE(archive);
  CHECK(archive->image.ref == "mirror.example/a:1");
  CHECK(archive->image.unpacked_bytes == 8);
  CHECK_FALSE(archive->image.compressed_bytes);
  const auto& layers = archive->image.layers;
  REQUIRE(layers.size() == 2);
  CHECK(layers[0].diff_id == "sha256:aa");
  CHECK(layers[0].created_by == "ADD rootfs / # buildkit");
  CHECK(layers[0].unpacked_bytes == 5);
  CHECK_FALSE(layers[0].compressed_bytes);
  CHECK(layers[1].created_by == "RUN /bin/sh -c make # buildkit"); // no value of an argument
  REQUIRE(archive->layers.size() == 2);
  const auto& files = archive->layers[1].files;
  REQUIRE(files.size() == 4);
  CHECK(files[0] == model::LayerFile{"etc/b", 3, FileKind::file, ""});
  CHECK(files[1] == model::LayerFile{"etc/c", 0, FileKind::hard_link, "etc/b"});
  CHECK(files[2] == model::LayerFile{"etc/d", 0, FileKind::other, ""});
  CHECK(files[3] == model::LayerFile{"etc/.wh.a", 0, FileKind::file, ""});
}

TEST_CASE("the order of the members means nothing, nor how the bytes arrive") {
  const std::string text = TarText()
                               .file("manifest.json", manifest)
                               .file("2/layer.tar", upper())
                               .file("c.json", config)
                               .file("1/layer.tar", lower())
                               .text();
  for (const std::size_t piece : {std::size_t{1}, std::size_t{511}, text.size()}) {
    test::TextSource source(text, piece);
    const auto archive = image::read_archive(source);
    REQUIRE(archive);
    CHECK(archive->image.layers[0].unpacked_bytes == 5);
    CHECK(archive->image.layers[1].unpacked_bytes == 3);
  }
}

TEST_CASE("an OCI layout with compressed layers tells both sizes") {
  const std::string oci =
      R"({"layers":[{"digest":"sha256:1a"},{"digest":"sha256:2b"}],"config":{"digest":"sha256:cc"}})";
  const std::string index =
      R"({"manifests":[{"digest":"sha256:dd","annotations":{"vnd.docker.reference.type":)"
      R"("attestation-manifest"}},{"digest":"sha256:ee","annotations":)"
      R"({"org.opencontainers.image.ref.name":"v1"}}]})";
  const std::string deeper = R"({"manifests":[{"digest":"sha256:ff"}]})";
  const auto archive = read(TarText()
                                .file("blobs/sha256/1a", gzip_layer)
                                .file("blobs/sha256/2b", zstd_layer)
                                .file("blobs/sha256/cc", config)
                                .file("blobs/sha256/dd", oci)
                                .file("blobs/sha256/ee", deeper)
                                .file("blobs/sha256/ff", oci)
                                .file("index.json", index)
                                .file("oci-layout", "{}")
                                .text());
  REQUIRE(archive);
  CHECK(archive->image.ref == "v1");
  CHECK(archive->image.digest == "sha256:ff");
  REQUIRE(archive->image.layers.size() == 2);
  CHECK(archive->image.layers[0].digest == "sha256:1a");
  CHECK(archive->image.layers[0].compressed_bytes == gzip_layer.size());
  CHECK(archive->image.layers[1].compressed_bytes == zstd_layer.size());
  CHECK(archive->image.layers[1].unpacked_bytes == 5);
  CHECK(archive->layers[1].files[0].path == "packed.txt");
  CHECK(archive->image.compressed_bytes == gzip_layer.size() + zstd_layer.size());
}

TEST_CASE("a layer that is a link to another one is that one") {
  const auto archive = read(TarText()
                                .file("1/layer.tar", lower())
                                .symbolic_link("2/layer.tar", "../1/layer.tar")
                                .file("c.json", config)
                                .file("manifest.json", manifest)
                                .text());
  REQUIRE(archive);
  CHECK(archive->image.layers[1].unpacked_bytes == 5);
}

TEST_CASE("links in a circle end") {
  const auto archive = read(TarText()
                                .symbolic_link("1/layer.tar", "../2/layer.tar")
                                .symbolic_link("2/layer.tar", "../1/layer.tar")
                                .file("c.json", config)
                                .file("manifest.json", manifest)
                                .text());
  CHECK(message(archive) == "image archive: layer 1/layer.tar is not there");
}

TEST_CASE("a layer that never came is named") {
  const auto archive =
      read(TarText().file("1/layer.tar", lower()).file("manifest.json", manifest).text());
  CHECK(message(archive) == "image archive: layer 2/layer.tar is not there");
}

TEST_CASE("a damaged layer counts only where the image names it") {
  const std::string damaged = gzip_layer.substr(0, gzip_layer.size() / 2);
  const auto named = read(saved(lower(), damaged));
  CHECK(message(named).starts_with("image archive: layer 2/layer.tar: "));
  const auto other = read(TarText()
                              .file("blobs/sha256/99", damaged)
                              .file("1/layer.tar", lower())
                              .file("2/layer.tar", upper())
                              .file("manifest.json", manifest)
                              .text());
  CHECK(other);
}

TEST_CASE("an archive that was cut off is no image") {
  const std::string text = saved(lower(), upper());
  for (const std::size_t bytes :
       {std::size_t{0}, std::size_t{100}, std::size_t{600}, std::size_t{3000}}) {
    CHECK_FALSE(read(text.substr(0, bytes)));
  }
}

TEST_CASE("what is no image archive is called so") {
  CHECK(message(read("hello")).starts_with("image archive: "));
  CHECK(message(read(TarText().file("a.txt", "1").text()))
            .starts_with("image archive: neither manifest.json of docker save nor"));
  CHECK_FALSE(read(TarText().file("manifest.json", "[{\"Layers\":7}]").file("c", "{").text()));
  const std::string nested(100'000, '[');
  CHECK_FALSE(read(TarText().file("manifest.json", nested).text()));
}

TEST_CASE("paths cannot leave the root and invalid bytes stay bytes") {
  const std::string hostile = TarText().file("../../etc/x", "1").file("\xff\xfe", "12").text();
  const auto archive = read(saved(lower(), hostile));
  REQUIRE(archive);
  CHECK(archive->layers[1].files[0].path == "etc/x");
  CHECK(archive->layers[1].files[1].path == "\xff\xfe");
}

TEST_CASE("an archive beyond a limit is refused with the limit in the message") {
  const std::string text = saved(lower(), upper());
  image::Limits limits;
  SUBCASE("members") {
    limits.members = 3;
    CHECK(message(read(text, limits)) == "image archive: more than 3 members");
  }
  SUBCASE("paths") {
    limits.paths = 4;
    CHECK(message(read(text, limits)) == "image archive: more than 4 paths in its layers");
  }
  SUBCASE("the length of a path") {
    limits.path_bytes = 100;
    const std::string layer = TarText().long_name(std::string(101, 'a'), "1").text();
    CHECK(message(read(saved(lower(), layer), limits))
          == "image archive: a path of more than 100 bytes");
  }
  SUBCASE("all paths, with the folders above them") {
    limits.all_path_bytes = 60;
    const std::string layer = TarText().file("a/b/c/d/e/f/g/h/i", "").text();
    CHECK(message(read(saved(lower(), layer), limits))
          == "image archive: paths of more than 60 bytes in all");
  }
  SUBCASE("unpacked bytes, by what a member promises") {
    limits.unpacked_bytes = 10'000;
    const std::string layer = TarText().promise("bomb", 9'000'000).text();
    CHECK(message(read(saved(lower(), layer), limits))
          == "image archive: layers that unpack to more than 10000 bytes");
  }
  SUBCASE("layers") {
    limits.layers = 1;
    CHECK(message(read(text, limits)) == "image archive: an image of more than 1 layers");
  }
  SUBCASE("documents") {
    limits.all_document_bytes = 100;
    CHECK(message(read(text, limits)) == "image archive: JSON documents of more than 100 bytes");
  }
  SUBCASE("a layer that is named again and again") {
    limits.paths = 12;
    const std::string again =
        R"([{"Layers":["1/layer.tar","1/layer.tar","1/layer.tar","1/layer.tar","1/layer.tar","1/layer.tar"]}])";
    CHECK(message(read(TarText().file("1/layer.tar", lower()).file("manifest.json", again).text(),
                       limits))
          == "image archive: more than 12 paths in its layers");
  }
}

TEST_CASE("a large document that is none of ours is passed over") {
  image::Limits limits;
  limits.document_bytes = 1000;
  const std::string bill = "{\"packages\":\"" + std::string(2000, 'x') + "\"}";
  const auto archive = read(TarText()
                                .file("blobs/sha256/77", bill)
                                .file("1/layer.tar", lower())
                                .file("2/layer.tar", upper())
                                .file("c.json", config)
                                .file("manifest.json", manifest)
                                .text(),
                            limits);
  CHECK(archive);
}

TEST_CASE("a pipe hands an archive from one thread to another") {
  image::ChunkPipe pipe;
  const std::string text = saved(lower(), upper());
  std::thread writer([&] {
    for (std::size_t at = 0; at < text.size(); at += 700) {
      pipe.push(text.substr(at, 700));
    }
    pipe.finish();
  });
  const auto archive = image::read_archive(pipe);
  pipe.leave();
  writer.join();
  REQUIRE(archive);
  CHECK(archive->image.unpacked_bytes == 8);
}

TEST_CASE("a pipe lets its writer go when the reader has left, and tells the reader why it ends") {
  image::ChunkPipe left;
  left.leave();
  CHECK_FALSE(left.push("more"));
  image::ChunkPipe broken;
  broken.push("half");
  broken.finish(Error{Error::Kind::external, "connection lost", ""});
  const auto archive = image::read_archive(broken);
  REQUIRE_FALSE(archive);
  CHECK(archive.error().message == "image archive: connection lost");
}
