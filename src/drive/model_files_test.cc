#include "drive/model_files.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace easel::drive {
namespace {

struct Folder {
  std::string path;
  Folder() {
    std::string pattern = ::testing::TempDir() + "easel-models-XXXXXX";
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path + "/" + name, std::ios::binary) << bytes;
  }
  std::string names() const {
    std::string all;
    for (const auto& file : *find_model_files(path)) all += file.name + " ";
    return all;
  }
};

std::string number(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}
std::string safetensors(const std::string& header, std::uint64_t told) {
  return number(told, 8) + header + std::string(64, '\0');
}
std::string safetensors(const std::string& tensor) {
  std::string header = "{\"" + tensor + R"(":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}})";
  return safetensors(header, header.size());
}
std::string gguf(const std::string& architecture) {
  return "GGUF" + number(3, 4) + number(1, 8) + number(1, 8) + number(20, 8) +
         "general.architecture" + number(8, 4) + number(architecture.size(), 8) + architecture;
}

}  // namespace

TEST(ModelFiles, models_that_draw_are_found_by_name) {
  Folder folder;
  folder.write("b.safetensors", safetensors("model.diffusion_model.input_blocks.0.0.weight"));
  folder.write("a.gguf", gguf("flux"));
  EXPECT_EQ(folder.names(), "a.gguf b.safetensors ");
  EXPECT_TRUE(find_model_files(folder.path)->front().path.starts_with('/'));
}

TEST(ModelFiles, what_does_not_draw_is_left_out) {
  Folder folder;
  folder.write("vae.safetensors", safetensors("decoder.conv_in.weight"));
  folder.write("clip.safetensors", safetensors("text_model.encoder.layers.0.mlp.fc1.weight"));
  folder.write("lora.safetensors", safetensors("diffusion_model.double_blocks.0.lora_A.weight"));
  folder.write("llm.gguf", gguf("llama"));
  folder.write("old.ckpt", "\x80\x02}q");
  folder.write("notes.txt", "model.diffusion_model.");
  folder.write("a name.safetensors", safetensors("double_blocks.0.img_attn.qkv.weight"));
  std::filesystem::create_directory(folder.path + "/folder.safetensors");
  ::mkfifo((folder.path + "/pipe.safetensors").c_str(), 0600);  // would block whoever opens it
  EXPECT_EQ(folder.names(), "");
}

TEST(ModelFiles, a_length_that_lies_is_not_believed) {
  Folder folder;
  const std::string header = R"({"double_blocks.0":1})";
  folder.write("long.safetensors", safetensors(header, std::uint64_t{1} << 62));
  folder.write("longer.safetensors", safetensors(header, header.size() + 65));
  folder.write("short.safetensors", safetensors(header, 1));
  folder.write("empty.safetensors", "");
  folder.write("cut.gguf", "GGUF");
  folder.write("version.gguf", "GGUF" + number(99, 4) + std::string(64, 'x'));
  EXPECT_EQ(folder.names(), "");
}

TEST(ModelFiles, a_folder_that_cannot_be_read_is_an_error_that_names_it) {
  EXPECT_TRUE(find_model_files("/no/such/folder").error().message.contains("/no/such/folder"));
}

RC_GTEST_PROP(ModelFiles, no_bytes_end_the_search, (const std::string& bytes)) {
  Folder folder;
  folder.write("a.safetensors", bytes);
  folder.write("b.safetensors", number(bytes.size(), 8) + bytes);
  folder.write("a.gguf", "GGUF" + number(3, 4) + bytes);
  RC_ASSERT(find_model_files(folder.path).has_value());
}

}  // namespace easel::drive
