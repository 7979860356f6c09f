#include "painter/painter.h"
namespace easel::painter {
std::string Account::text() const { return "stub"; }
Result<Painting> paint(const Order& o, Job&, const PreviewSink&) {
  Painting p; p.bitmap = imaging::Bitmap(o.width, o.height);
  for (size_t i = 0; i < p.bitmap.pixels.size(); ++i) p.bitmap.pixels[i] = (i * 7 + o.seed + o.index) & 255;
  p.account.drawn = {"sunset"};
  return p;
}
}
