#include "app/app.h"
#include "base/log.h"
#include "cli/command_line.h"
#include "cli/draw.h"
#include "cli/keys.h"
#include "cli/mcp.h"
#include "cli/models.h"

#include <cstdio>
#include <variant>

// A table of contents: each command is one function in the folder its name suggests.
int main(int argc, char** argv) {
  using namespace easel;
  auto command = cli::read_command_line(argc, argv);
  if (!command) return cli::report_wrong_use(command.error());

  struct Run {
    Status operator()(const cli::Done&) { return {}; }
    Status operator()(const cli::Serve& serve) {
      return app::serve({.listen = serve.listen, .data = serve.data});
    }
    Status operator()(const cli::Draw& draw) { return cli::draw(draw); }
    Status operator()(const cli::KeysCreate& keys) { return cli::create_key(keys); }
    Status operator()(const cli::KeysList& keys) { return cli::list_keys(keys); }
    Status operator()(const cli::KeysRevoke& keys) { return cli::revoke_key(keys); }
    Status operator()(const cli::Models& models) { return cli::list_models(models); }
    Status operator()(const cli::Mcp& mcp) { return cli::serve_stdio(mcp); }
  };
  auto status = std::visit(Run{}, *command);
  if (status && (std::fflush(stdout) != 0 || std::ferror(stdout)))
    status = fail(ErrorKind::unavailable, "Standard output cannot be written.");
  log::flush();
  return cli::exit_code(status);
}
