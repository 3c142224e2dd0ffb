import { member } from "./policy-function.ts";
import type { SourceRange, TypeCheckResult } from "@marcbachmann/cel-js";
import { nearest } from "../base/text.ts";
import type { CheckError } from "./engine.ts";
import { isTypeName, modelTypes } from "./model.ts";

export interface KnownNames {
  readonly variables: readonly string[];
  readonly functions: readonly string[];
}

/** Functions and methods of CEL itself that a rule may have meant. */
const builtins: readonly string[] = [
  "all",
  "contains",
  "double",
  "endsWith",
  "exists",
  "exists_one",
  "filter",
  "has",
  "indexOf",
  "int",
  "join",
  "lastIndexOf",
  "lowerAscii",
  "map",
  "size",
  "split",
  "startsWith",
  "string",
  "substring",
  "trim",
  "upperAscii",
];

type EngineError = NonNullable<TypeCheckResult["error"]>;

/** The engine's first type error in our words, with the name that was probably meant. */
export function explained(
  error: EngineError | undefined,
  source: string,
  known: KnownNames,
): CheckError {
  const whole = { start: 0, end: source.length };
  if (error === undefined) return { code: "TYPE", ...whole, message: "the expression has no type" };
  const { code, node, summary } = error;
  const at = error.range ?? whole;
  const name = nameIn(node, source, at);
  if (code === "no_such_key") {
    const message = `${typeIn(node) ?? "the value"} has no field ${name}`;
    return unknownName(at, message, name, fieldsIn(node));
  }
  if (code === "unknown_variable") {
    return unknownName(at, `there is no variable ${name}`, name, known.variables);
  }
  if (code === "no_matching_overload") return noOverload(summary, at, { name, known });
  return { code: "TYPE", ...at, message: summary };
}

function noOverload(
  summary: string,
  at: SourceRange,
  { name, known }: { readonly name: string; readonly known: KnownNames },
): CheckError {
  const names = [...known.functions, ...builtins];
  if (!names.includes(name)) return unknownName(at, `there is no function ${name}`, name, names);
  const message = summary.replace("found no matching overload for", "no such call:");
  return { code: "TYPE", ...at, message };
}

function unknownName(
  at: SourceRange,
  message: string,
  name: string,
  candidates: readonly string[],
): CheckError {
  const suggestion = nearest(name, candidates);
  const advice = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  return {
    code: "UNKNOWN_NAME",
    ...at,
    message: message + advice,
    ...(suggestion !== undefined && { suggestion }),
  };
}

/** The field, function or variable that the error is about. */
function nameIn(node: unknown, source: string, at: SourceRange): string {
  const args = member(node, "args");
  if (typeof args === "string") return args;
  const op = member(node, "op");
  const name = op === "." || op === ".?" ? member(args, "1") : member(args, "0");
  return typeof name === "string" ? name : source.slice(at.start, at.end);
}

/** The type whose field was looked for; the engine notes it on the node. */
function typeIn(node: unknown): string | undefined {
  const name = member(member(member(member(node, "args"), "0"), "checkedType"), "name");
  return typeof name === "string" ? name : undefined;
}

function fieldsIn(node: unknown): readonly string[] {
  const name = typeIn(node);
  return name !== undefined && isTypeName(name) ? Object.keys(modelTypes[name]) : [];
}
