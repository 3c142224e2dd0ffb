import { Failure } from "../base/failure.ts";
import { nearest } from "../base/text.ts";
import type { Io } from "./io.ts";
import { failOnWords, type FailOn } from "./exit.ts";

/** Options as commander hands them over: text, flags, lists; read through these functions only. */
export type Options = Readonly<Record<string, unknown>>;

/** One command as it was called. */
export interface Invocation {
  readonly io: Io;
  readonly options: Options;
  readonly args: readonly string[];
}

export function given(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

export function flag(options: Options, name: string): boolean {
  return options[name] === true;
}

/** The words that `--fail-on` lists; `error` where it is not given. */
export function failOnOf(options: Options): readonly FailOn[] {
  return words(given(options, "failOn") ?? "error", failOnWords, "--fail-on");
}

function words<T extends string>(
  text: string,
  allowed: readonly T[],
  option: string,
): readonly T[] {
  return text.split(",").map((part) => {
    const word = part.trim();
    const found = allowed.find((one) => one === word);
    if (found !== undefined) return found;
    const near = nearest(word, allowed);
    const hint = near === undefined ? `one of ${allowed.join(", ")}` : `did you mean ${near}?`;
    throw new Failure("USAGE", `${option} does not know "${word}"`, hint);
  });
}

/** The reporter of that name; an unknown one is a usage error that lists what there is. */
export function reporterOf<T extends { readonly name: string }>(
  options: Options,
  reporters: readonly T[],
): T {
  const name = given(options, "format") ?? "text";
  const found = reporters.find((reporter) => reporter.name === name);
  if (found !== undefined) return found;
  const names = reporters.map((reporter) => reporter.name);
  const near = nearest(name, names);
  throw new Failure(
    "USAGE",
    `unknown format ${name}`,
    near === undefined ? `one of ${names.join(", ")}` : `did you mean ${near}?`,
  );
}
