import { showKey } from "../../app/key.ts";
import { filesOn } from "../../host/files.ts";
import { keyJsonReporter, keyTextReporter } from "../../report/key.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { reporterOf, type Invocation } from "../options.ts";
import { passphraseFrom } from "../passphrase.ts";
import { paintOf, userDirectory } from "../session.ts";

export async function run({ io, options, args }: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(options, [keyTextReporter, keyJsonReporter]);
  const files = filesOn();
  const host = { files, userDirectory: userDirectory(io) };
  const shown = await showKey(host, args[0] ?? "default", passphraseFrom(io, files));
  io.out(reporter.render(shown, paintOf(io, options)));
  return exit.ok;
}
