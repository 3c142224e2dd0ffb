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
  throw unknownFormat(
    name,
    reporters.map((reporter) => reporter.name),
  );
}

/** The formats of a command by name, each loaded when somebody asks for it. */
export type Formats<R> = Readonly<Record<string, () => Promise<R>>>;

/** What a run was asked to say: one format on standard output, others into files. */
export interface Asked<R> {
  readonly shown: R;
  readonly files: readonly { readonly path: string; readonly reporter: R }[];
}

/** The reporters that `--format` and `--output FORMAT=PATH` name. */
export async function askedOf<R>(options: Options, formats: Formats<R>): Promise<Asked<R>> {
  const load = (name: string): Promise<R> => formatNamed(name, formats)();
  const outputs = textsOf(options, "output").map(outputOf);
  const shown = await load(given(options, "format") ?? "text");
  const files = await Promise.all(
    outputs.map(async ({ format, path }) => ({ path, reporter: await load(format) })),
  );
  return { shown, files };
}

/** For commander: each use of the option adds to the list. */
export function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function textsOf(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** A path may hold `=`, a format never does. */
function outputOf(text: string): { readonly format: string; readonly path: string } {
  const at = text.indexOf("=");
  const [format, path] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  if (format !== "" && path !== "") return { format, path };
  const help = "--output FORMAT=PATH, for example --output sarif=report.sarif";
  throw new Failure("USAGE", `--output ${text} does not say which format goes where`, help);
}

function formatNamed<R>(name: string, formats: Formats<R>): () => Promise<R> {
  const names = Object.keys(formats);
  const found = names.includes(name) ? formats[name] : undefined;
  if (found !== undefined) return found;
  throw unknownFormat(name, names);
}

function unknownFormat(name: string, names: readonly string[]): Failure {
  const near = nearest(name, names);
  const help = near === undefined ? `one of ${names.join(", ")}` : `did you mean ${near}?`;
  return new Failure("USAGE", `unknown format ${name}`, help);
}
