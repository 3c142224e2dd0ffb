import { exit, type ExitStatus } from "./exit.ts";
import type { Invocation } from "./options.ts";
import { statusOfError } from "./problem.ts";
import { openSession } from "./session.ts";

/**
 * Runs the command, and again whenever what it judges has changed, until somebody interrupts. A run
 * that fails is told and does not end it.
 *
 * @param stateOf names what the command would judge now; equal names need no run
 */
export async function runOnChange(
  invocation: Invocation,
  stateOf: () => Promise<string>,
  run: () => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const { io } = invocation;
  const { host } = await openSession(invocation);
  // From before the first run: a change while it reads is not missed.
  const changes = (await io.watch(host.repository.root))[Symbol.asyncIterator]();
  let judged: string | undefined;
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one run after another
      const state = await stateOf();
      if (state !== judged) {
        judged = state;
        // oxlint-disable-next-line no-await-in-loop
        await run();
        io.err("watching for changes; Ctrl-C ends\n");
      }
    } catch (error) {
      if (statusOfError(error, io) === exit.internal) return exit.internal;
    }
    // oxlint-disable-next-line no-await-in-loop
    if ((await changes.next()).done === true) return exit.cancelled;
  }
}
