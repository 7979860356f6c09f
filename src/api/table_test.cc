#include "api/table.h"

#include <gtest/gtest.h>

namespace easel::api {

TEST(Table, cells_are_quoted_where_they_must_be_and_never_a_formula) {
  using boost::json::object;
  boost::json::array rows{object{{"a", "x,y"}, {"b", 1}}, object{{"a", "say \"hi\"\n"}},
                          object{{"a", "=1+1"}}};
  EXPECT_EQ(csv({"a", "b"}, rows), "a,b\r\n\"x,y\",1\r\n\"say \"\"hi\"\"\n\",\r\n'=1+1,\r\n");
}

}  // namespace easel::api
