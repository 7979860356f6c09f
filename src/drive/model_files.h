#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace easel::drive {

// A file of weights that sd-server can draw with.
struct ModelFile {
  std::string name;  // of the file, with its ending: what the model is called here
  std::string path;
};

// The .safetensors and .gguf files of a folder (not of folders in it), by name. Only their heads
// are read, at most 1 MiB of each, and nothing in them is believed beyond its length: a file that
// is no such thing, or holds an encoder, a decoder or a LoRA instead of a model that draws, is left
// out, and so is a name that is not plain (letters, digits and . _ + -). Pickled checkpoints
// (.ckpt) are never opened: they are programs. Blocks; call it before serving. Errors: the folder
// cannot be read, one sentence that names it.
Result<std::vector<ModelFile>> find_model_files(const std::string& folder);

}  // namespace easel::drive
