#include "painter/engine.h"
namespace easel::painter {
AbstractScene compose_abstract(const Brief&, std::uint64_t, int) {
  return {};
}
namespace v2 {
Result<Rendering> render(const AbstractScene&, int w, int h, Job& j, const PreviewSink& p) {
  return render(Scene{}, w, h, j, p);
}
}  // namespace v2
namespace v3 {
Result<Rendering> render(const AbstractScene&, int w, int h, Job& j, const PreviewSink& p) {
  return render(Scene{}, w, h, j, p);
}
}  // namespace v3
}  // namespace easel::painter
