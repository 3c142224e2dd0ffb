import { newKey } from "../../app/key.ts";
import { filesOn } from "../../host/files.ts";
import { isTrackableAnyhow } from "../../host/without-git.ts";
import { keyJsonReporter, keyTextReporter } from "../../report/key.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { given, reporterOf, type Invocation } from "../options.ts";
import { newPassphrase } from "../passphrase.ts";
import { openSessionIfAny, paintOf, userDirectory } from "../session.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { io, options } = invocation;
  const reporter = reporterOf(options, [keyTextReporter, keyJsonReporter]);
  const session = await openSessionIfAny(invocation);
  const files = filesOn();
  const ambient = { environment: io.env, directory: io.cwd };
  const repository = session?.host.repository ?? {
    wouldTrack: (path: string) => isTrackableAnyhow(path, ambient),
  };
  const made = await newKey(
    { files, userDirectory: userDirectory(io), repository },
    {
      name: given(options, "name") ?? "default",
      type: given(options, "type") === "ecdsa-p256" ? "ecdsa-p256" : "ed25519",
      out: given(options, "out"),
      passphrase: await newPassphrase(io, files, options["passphrase"] === false),
    },
  );
  io.out(reporter.render(made, paintOf(io, options)));
  return exit.ok;
}
