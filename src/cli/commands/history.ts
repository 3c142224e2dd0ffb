import { historyOf } from "../../app/history.ts";
import { openLog } from "../../host/log.ts";
import { historyJsonReporter } from "../../report/history-json.ts";
import { historyTextReporter } from "../../report/history-text.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { given, reporterOf, type Invocation } from "../options.ts";
import { openSession } from "../session.ts";

/** The commits that changed one asset. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, args, io } = invocation;
  const reporter = reporterOf(options, [historyTextReporter, historyJsonReporter]);
  const { host, paint } = await openSession(invocation);
  const log = await openLog(host.repository.root, { environment: io.env, directory: io.cwd });
  const asked = { asset: args[0] ?? "", head: given(options, "head") };
  io.out(reporter.render(await historyOf(host, log, asked), paint));
  return exit.ok;
}
