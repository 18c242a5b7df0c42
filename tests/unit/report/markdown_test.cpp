// SPDX-License-Identifier: Apache-2.0
#include "report/markdown.hpp"

#include <doctest/doctest.h>

using namespace tidegate::report;

TEST_CASE("hostile text becomes plain text in Markdown") {
  CHECK(md_text("a|b `c` *d* _e_ <b>")
        == "a&#124;b &#96;c&#96; &#42;d&#42; &#95;e&#95; &#60;b&#62;");
  CHECK(md_text("</details>&amp;") == "&#60;/details&#62;&#38;amp;");
  CHECK(md_text("[x](http://evil)") == "&#91;x&#93;(http&#58;//evil)");
  CHECK(md_text("limit: 12:30 :tada:") == "limit: 12:30 &#58;tada:");
  CHECK(md_text("www.evil.com") == "www&#46;evil.com");
  CHECK(md_text("@team") == "&#64;\u200bteam");
  CHECK(md_text("a\nb\tc\r\x1b[2Jd") == "a b c d");
  CHECK(md_text("\\| $x$ ~~y~~ #1")
        == "&#92;&#124; &#36;x&#36; &#126;&#126;y&#126;&#126; &#35;\u200b1");
}

TEST_CASE("hostile text refers to no issue") {
  CHECK(md_text("#1 o/r#23 ##4") == "&#35;\u200b1 o/r&#35;\u200b23 &#35;&#35;\u200b4");
  CHECK(md_text("GH-1 gh-22 xGh-3") == "GH-\u200b1 gh-\u200b22 xGh-\u200b3");
  CHECK(md_text("# 1 #a GH- GH-x H-1 -1") == "&#35; 1 &#35;a GH- GH-x H-1 -1");
  CHECK(md_code("#1 GH-1") == "<code>&#35;1 GH-1</code>");
}

TEST_CASE("code keeps the text exact for copying") {
  CHECK(md_code("node@18 </code>") == "<code>node&#64;18 &#60;/code&#62;</code>");
}

TEST_CASE("long text is cut before it is escaped") {
  CHECK(md_text(std::string(1000, '|'), 10).size() < 100);
}

TEST_CASE("a fence is longer than any run of backticks in it") {
  CHECK(md_fence("a\n````\n<b>") == "`````text\na\n````\n<b>\n`````\n");
  CHECK(md_fence("") == "```text\n```\n");
  CHECK(md_fence(std::string(100, 'x'), 10).ends_with("… (cut)\n```\n"));
}
