#include "drive/model_files.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace easel::drive {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostHead = 100u << 20;  // of a safetensors file, by its own format
constexpr std::size_t kMostRead = 1u << 20;

// Names of tensors, or of their parts, that only a model that draws has (stable-diffusion.cpp tells
// families by the same).
constexpr std::array<std::string_view, 10> kDrawing = {
    "model.diffusion_model.", "diffusion_model.",    "double_blocks.", "single_blocks.",
    "joint_blocks.",          "transformer_blocks.", "input_blocks.",  "down_blocks.0.attentions",
    "context_refiner.",       "img_in.weight"};
// What general.architecture is called in GGUF files of models that draw.
constexpr std::array<std::string_view, 10> kArchitectures = {
    "flux", "sd1", "sdxl", "sd3", "aura", "hidream", "lumina2", "qwen_image", "chroma", "cosmos"};

bool is_plain(std::string_view name) {
  return name.size() <= 200 && std::ranges::all_of(name, [](unsigned char c) {
           return std::isalnum(c) || c == '.' || c == '_' || c == '+' || c == '-';
         });
}

std::string read_head(std::ifstream& file, std::size_t size) {
  std::string head(size, '\0');
  file.read(head.data(), static_cast<std::streamsize>(size));
  head.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return head;
}

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size && at + i < bytes.size(); ++i)
    value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

// https://github.com/huggingface/safetensors: 8 bytes of length, then JSON that names every tensor.
bool is_drawing_safetensors(std::ifstream& file, std::uint64_t size) {
  auto length = little_endian(read_head(file, 8), 0, 8);
  if (length < 2 || length > kMostHead || size < 8 || length > size - 8) return false;
  auto head = read_head(file, static_cast<std::size_t>(std::min<std::uint64_t>(length, kMostRead)));
  if (head.contains("lora_")) return false;  // named after what it changes
  return head.starts_with('{') &&
         std::ranges::any_of(kDrawing, [&](std::string_view name) { return head.contains(name); });
}

// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md: magic, version, counts, then facts; a
// text is told by type 8 and its length.
bool is_drawing_gguf(std::ifstream& file) {
  constexpr std::string_view kKey = "general.architecture";
  auto head = read_head(file, kMostRead);
  auto version = little_endian(head, 4, 4);
  if (!head.starts_with("GGUF") || head.size() < 24 || version < 2 || version > 3) return false;
  auto at = head.find(kKey);
  bool named = at != head.npos && little_endian(head, at + kKey.size(), 4) == 8;
  if (named) {
    auto length = little_endian(head, at + kKey.size() + 4, 8);
    auto name = std::string_view(head).substr(std::min(head.size(), at + kKey.size() + 12));
    name = name.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(length, 64)));
    if (std::ranges::find(kArchitectures, name) != kArchitectures.end()) return true;
  }
  // Those that sd-server wrote itself name no architecture.
  return std::ranges::any_of(kDrawing, [&](std::string_view part) { return head.contains(part); });
}

bool draws(const fs::directory_entry& entry) {
  std::error_code none;
  if (!entry.is_regular_file(none) || none || !is_plain(entry.path().filename().string()))
    return false;
  auto kind = entry.path().extension();
  if (kind != ".safetensors" && kind != ".gguf") return false;
  auto size = entry.file_size(none);
  std::ifstream file(entry.path(), std::ios::binary);
  if (none || !file) return false;
  return kind == ".gguf" ? is_drawing_gguf(file) : is_drawing_safetensors(file, size);
}

}  // namespace

Result<std::vector<ModelFile>> find_model_files(const std::string& folder) {
  std::error_code wrong;
  fs::directory_iterator entries(folder, wrong);
  if (wrong)
    return fail(invalid(
        "", "The folder of models " + folder + " cannot be read: " + wrong.message() + "."));
  std::vector<ModelFile> found;
  for (const auto& entry : entries)
    if (draws(entry))
      found.push_back(
          {entry.path().filename().string(), fs::absolute(entry.path(), wrong).string()});
  std::ranges::sort(found, {}, &ModelFile::name);
  return found;
}

}  // namespace easel::drive
