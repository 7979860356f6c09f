#include "http/url.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace easel::http {

TEST(Url, a_redirect_is_seen_from_where_it_came) {
  EXPECT_EQ(*resolve_redirect("https://a.example/x/y.png?q", "/z.png"), "https://a.example/z.png");
  EXPECT_EQ(*resolve_redirect("https://a.example/x/y.png", "z.png"), "https://a.example/x/z.png");
  EXPECT_EQ(*resolve_redirect("https://a.example/x", "//b.example/z"), "https://b.example/z");
  EXPECT_EQ(*resolve_redirect("https://a.example/x", "http://c.example:81/"),
            "http://c.example:81/");
}

TEST(Url, a_redirect_leads_nowhere_but_to_http) {
  for (auto location : {"file:///etc/passwd", "gopher://a/", "javascript:1", "http://[", "\r\n"})
    EXPECT_FALSE(resolve_redirect("https://a.example/", location)) << location;
}

RC_GTEST_PROP(Url, no_location_crashes_it, (const std::string& location)) {
  (void)resolve_redirect("https://a.example/", location);
  (void)host_of(location);
}

}  // namespace easel::http
