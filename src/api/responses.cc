#include "api/responses.h"

#include "api/presets.h"
#include "api/responses_shape.h"
#include "api/telling.h"

namespace easel::api {
namespace {

using gateway::Catalog;
using gateway::GenerationRequest;
using gateway::Model;

const Model* image_model(const Catalog& catalog, std::string_view id) {
  auto model = catalog.find(id);
  return model && model->outputs("image") ? model : nullptr;
}

// The tool's own, OpenAI's names without their author too; by default what OpenRouter takes, else
// what stands in for missing models here.
const Model* model_of_tool(const Catalog& catalog, const std::string& named) {
  if (!named.empty()) {
    if (auto model = image_model(catalog, named)) return model;
    return image_model(catalog, "openai/" + named);
  }
  auto usual = image_model(catalog, "openai/gpt-5-image");
  if (usual && usual->connected()) return usual;
  if (auto model = image_model(catalog, catalog.stand_in())) return model;
  return usual;
}

}  // namespace

Status use_tool(const Catalog& catalog, const ImageTool& tool, GenerationRequest& request) {
  const Model* model = nullptr;
  for (const auto& id : request.models)
    if ((model = catalog.find(id))) break;
  bool named_alone = !model && request.models.front() == tool.model;
  if (!model && !named_alone) return {};  // routing says what is wrong with it
  if (named_alone || !model->outputs("image")) {
    model = model_of_tool(catalog, tool.model);
    if (!model)
      return fail(invalid(tool.field + ".model",
                          tool.field + ".model is no image model of this server.",
                          "an image model's id, such as openai/gpt-5-image"));
    request.models = {model->id};
  }
  request.modalities_given = request.wants_image = true;
  request.wants_text = model->outputs("text");
  return {};
}

Task<Result<GenerationRequest>> ResponsesDoor::read(House& house, const store::Key& key,
                                                    http::Request& in,
                                                    std::string& request_hash) const {
  ResponsesBody body(house.budget);
  auto fed = co_await read_body(house, key, in, body);
  CO_TRY(std::move(fed));
  auto read = CO_TRY(body.finish());
  request_hash = "responses:" + body.hash();
  if (read.tool) CO_TRY(use_tool(*house.catalog.get(), *read.tool, read.request));
  co_return std::move(read.request);
}

std::unique_ptr<Shape> ResponsesDoor::shape(House& house, const drive::Job& job) const {
  return std::make_unique<ResponsesShape>(job, [&house] { return house.micros() / 1'000'000; });
}

}  // namespace easel::api
