#include "app/app.h"
#include "app/config.h"
#include "base/log.h"
#include "cli/backup.h"
#include "cli/command_line.h"
#include "cli/credits.h"
#include "cli/doctor.h"
#include "cli/draw.h"
#include "cli/export.h"
#include "cli/inspect.h"
#include "cli/keys.h"
#include "cli/link.h"
#include "cli/mcp.h"
#include "cli/models.h"
#include "cli/providers.h"
#include "drive/glyph_jail.h"

#include <cstdio>
#include <cstdlib>
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
    Status operator()(const cli::KeysCreate& keys) {
      auto settings = TRY(app::read_key_settings(keys.data));
      return cli::create_key(keys, settings, *TRY(app::open_store(keys.data)));
    }
    Status operator()(const cli::KeysList& keys) {
      return cli::list_keys(keys, *TRY(app::open_store(keys.data)));
    }
    Status operator()(const cli::KeysShow& keys) {
      return cli::show_key(keys, *TRY(app::open_store(keys.data)));
    }
    Status operator()(const cli::KeysSet& keys) {
      return cli::set_key(keys, *TRY(app::open_store(keys.data)));
    }
    Status operator()(const cli::KeysRotate& keys) {
      auto settings = TRY(app::read_key_settings(keys.data));
      return cli::rotate_key(keys, settings, *TRY(app::open_store(keys.data)));
    }
    Status operator()(const cli::CreditsAdd& credits) {
      return cli::add_credit(credits, *TRY(app::open_store(credits.data)));
    }
    Status operator()(const cli::CreditsShow& credits) {
      return cli::show_credits(credits, *TRY(app::open_store(credits.data)));
    }
    Status operator()(const cli::Export& wanted) {
      return cli::export_zip(wanted, TRY(app::find_media(wanted.data)),
                             *TRY(app::open_store(wanted.data)));
    }
    Status operator()(const cli::Forget& wanted) {
      return cli::forget(wanted, TRY(app::find_media(wanted.data)),
                         *TRY(app::open_store(wanted.data)));
    }
    Status operator()(const cli::Backup& wanted) {
      TRY(app::check_is_file(wanted.data));
      return cli::backup(wanted, TRY(app::find_media(wanted.data)));
    }
    Status operator()(const cli::Restore& wanted) { return cli::restore(wanted); }
    Status operator()(const cli::KeysRevoke& keys) {
      return cli::revoke_key(keys, *TRY(app::open_store(keys.data)));
    }
    Status operator()(const cli::Models& models) {
      return cli::list_models(models, TRY(app::read_setup(models.data)));
    }
    Status operator()(const cli::Providers& providers) {
      return cli::list_providers(providers, TRY(app::read_setup(providers.data)));
    }
    Status operator()(const cli::Doctor& doctor) {
      return cli::examine(doctor, app::read_setup(doctor.data));
    }
    Status operator()(const cli::Inspect& wanted) { return cli::inspect(wanted); }
    Status operator()(const cli::Glyphs&) { std::_Exit(drive::run_glyph_jail()); }
    Status operator()(const cli::Link& link) {
      return cli::print_link(link, *TRY(app::open_store(link.data)));
    }
    Status operator()(const cli::Mcp& mcp) { return cli::serve_stdio(mcp); }
  };
  auto status = std::visit(Run{}, *command);
  if (status && (std::fflush(stdout) != 0 || std::ferror(stdout)))
    status = fail(ErrorKind::unavailable, "Standard output cannot be written.");
  log::flush();
  return cli::exit_code(status);
}
