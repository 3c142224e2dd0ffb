import type { Command } from "commander";
import { knownAssets, knownRules } from "../../app/known-names.ts";
import { messageOf } from "../../base/failure.ts";
import { completionsOf } from "../completion.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { openSession, openSessionIfAny, type Session } from "../session.ts";

/**
 * Prints what the last word may become, a line each. Whatever goes wrong gives fewer candidates: no
 * one wants an error in the middle of a word.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  { io, options }: { readonly io: Io; readonly options: Options },
): Promise<void> {
  const orNone = async (names: () => Promise<readonly string[]>): Promise<readonly string[]> => {
    try {
      return await names();
    } catch (error) {
      if ((io.env["LINEAGECTL_DEBUG"] ?? "") !== "") io.err(`${messageOf(error)}\n`);
      return [];
    }
  };
  const session = (): Promise<Session> => openSession({ io, options });
  const found = await completionsOf(program, words, {
    assets: () => orNone(async () => knownAssets((await session()).host)),
    rules: () =>
      orNone(async () => {
        const opened = await openSessionIfAny({ io, options });
        return knownRules(opened?.host, (await io.tool()).version);
      }),
  });
  io.out(found.map((text) => `${text}\n`).join(""));
}
