#include "app/servers.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace easel::app {
namespace {

struct Folder {
  std::string path;
  Folder() {
    std::string pattern = ::testing::TempDir() + "easel-servers-XXXXXX";
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

Config::Provider server(const std::string& dialect) {
  return {.base_url = "http://127.0.0.1:1", .dialect = dialect, .models = {"m"}};
}

}  // namespace

TEST(Servers, a_talking_one_gives_out_text_and_a_drawing_one_pictures_of_any_shape) {
  gateway::Catalog catalog;
  ASSERT_TRUE(add_server(catalog, "talk", server("openai_chat"), "/none"));
  ASSERT_TRUE(add_server(catalog, "draw", server("sd_server"), "/none"));
  EXPECT_TRUE(catalog.find("talk/m")->outputs("text"));
  auto drawing = catalog.find("draw/m");
  EXPECT_TRUE(drawing->outputs("image"));
  EXPECT_TRUE(drawing->endpoints.front().capabilities.pixels);
  EXPECT_EQ(catalog.provider("draw")->probe.path, "/sdcpp/v1/capabilities");
  EXPECT_EQ(catalog.provider("draw")->proof, "documents");
}

TEST(Servers, one_that_lacks_something_is_a_sentence_that_names_its_table) {
  gateway::Catalog catalog;
  for (auto dialect : {"", "painter", "nonsense"})
    EXPECT_TRUE(add_server(catalog, "x", server(dialect), "/none")
                    .error()
                    .message.contains("[providers.x]"));
  auto without = server("sd_server");
  without.models.clear();
  EXPECT_FALSE(add_server(catalog, "x", without, "/none"));
}

TEST(Servers, a_workflow_has_only_the_knobs_that_it_has_places_for) {
  Folder folder;
  std::filesystem::create_directory(folder.path + "/workflows");
  std::ofstream(folder.path + "/workflows/fixed.json")
      << R"({"1":{"class_type":"X","inputs":{"text":"{{prompt}}","image":"{{image}}"}}})";
  gateway::Catalog catalog;
  auto settings = server("comfyui");
  settings.models.clear();
  ASSERT_TRUE(add_server(catalog, "comfy", settings, folder.path));
  const auto& can = catalog.find("comfy/fixed")->endpoints.front().capabilities;
  EXPECT_TRUE(can.aspect_ratios.empty());
  EXPECT_FALSE(can.pixels);
  EXPECT_FALSE(can.seed);
  EXPECT_EQ(can.references_max, 1);
  EXPECT_FALSE(add_server(catalog, "other", settings, "/none"));
}

}  // namespace easel::app
