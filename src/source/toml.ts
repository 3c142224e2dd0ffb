import { parse } from "@iarna/toml";
import type { Json } from "../base/json.ts";
import { messageOf } from "../base/failure.ts";
import { SYN_001, SYN_008 } from "../diagnostic/rules/syn.ts";
import { limits } from "./limits.ts";
import { integerOf } from "./number.ts";
import {
  quoted,
  refusedKey,
  repeatedKey,
  shortened,
  tooDeep,
  type Problem,
  type Reading,
} from "./problem.ts";
import type { Span } from "./span.ts";
import { scanToml, type TomlScan, type TomlSpot } from "./toml-scan.ts";

/**
 * The table of a TOML text (TOML 1.0), as plain values: dates and times as the text that stands in
 * the file, integers beyond ±2^53 as decimal text, inf and nan as text.
 *
 * @see https://toml.io/en/v1.0.0
 */
export function readToml(text: string): Reading {
  const scan = scanToml(text);
  const refused = refusal(text, scan);
  if (refused !== undefined) return { documents: [undefined], problems: [refused] };
  const parsed = parsedOrProblem(text, scan);
  if ("problem" in parsed) return { documents: [undefined], problems: [parsed.problem] };
  const walk: Walk = { text, problems: [], broken: false };
  const value = plain(walk, parsed.table, scan.root, 1);
  return { documents: [walk.broken ? undefined : value], problems: walk.problems };
}

/** Names that every object of a program has: the parser would follow them as if they were tables. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));
/** Whether a name of that set may stand in the text, spelled out or in escapes. */
const risky = new RegExp([...inherited, "\\\\[uU]"].join("|"), "u");

/**
 * Why the text must not reach the parser. It takes `constructor.x = 1` for a statement about
 * JavaScript's own Object, and would change it for the whole program.
 */
function refusal(text: string, { tables, fault }: TomlScan): Problem | undefined {
  if (fault?.deep === true) return tooDeep({ start: fault.offset, end: fault.offset + 1 });
  const key = tables.find(({ name }) => inherited.has(name));
  if (key !== undefined)
    return {
      rule: SYN_008,
      message: `no table may have the name ${quoted(key.name)}`,
      span: key.span,
    };
  return fault !== undefined && risky.test(text) ? notToml(fault.offset) : undefined;
}

function notToml(offset: number): Problem {
  const message = "a key, an equals sign and a value are expected, or a [table]";
  return { rule: SYN_001, message, span: { start: offset, end: offset + 1 } };
}

function parsedOrProblem(
  text: string,
  scan: TomlScan,
): { readonly table: unknown } | { readonly problem: Problem } {
  try {
    const table: unknown = parse(masked(text, scan.times));
    return scan.fault === undefined ? { table } : { problem: notToml(scan.fault.offset) };
  } catch (error) {
    return { problem: faultOf(error, scan) };
  }
}

/**
 * The text with a quoted text of the same length in place of each date and time: the parser loses
 * the character after `07:32:00` and refuses `[2026-01-01]`. `plain` takes back what stood there.
 */
function masked(text: string, times: readonly Span[]): string {
  let done = 0;
  const parts = times.map(({ start, end }) => {
    const part = `${text.slice(done, start)}"${text.slice(start + 1, end - 1)}"`;
    done = end;
    return part;
  });
  return parts.join("") + text.slice(done);
}

function faultOf(error: unknown, scan: TomlScan): Problem {
  const message = shortened(messageOf(error), 160).replace(
    / at row \d+, col \d+, pos \d+:?.*$/su,
    "",
  );
  const offset = isPlaced(error) ? error.pos - 1 : (scan.fault?.offset ?? 0);
  const span = { start: Math.max(0, offset), end: Math.max(0, offset) + 1 };
  if (message.startsWith("Unknown character")) return notToml(span.start);
  if (!message.includes("redefine"))
    return { rule: SYN_001, message: decapitalised(message), span };
  const { repeated } = scan;
  return repeated === undefined
    ? repeatedTable(span)
    : repeatedKey(repeated.name, repeated.span, repeated.first);
}

function repeatedTable(span: Span): Problem {
  return {
    ...repeatedKey("", span, undefined),
    message: "a table or key is defined a second time",
  };
}

function isPlaced(error: unknown): error is { readonly pos: number } {
  return error instanceof Error && "pos" in error && typeof error.pos === "number";
}

function decapitalised(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

interface Walk {
  readonly text: string;
  readonly problems: Problem[];
  /** Whether the file has no value: what is wrong is the last of the problems. */
  broken: boolean;
}

/** The parser's value as JSON knows it; `spot` is where it stands, for what only the text can tell. */
function plain(walk: Walk, value: unknown, spot: TomlSpot | undefined, depth: number): Json {
  if (walk.broken) return null;
  if (typeof value !== "object" || value === null) return scalar(walk, value, spot);
  if (value instanceof Date) return broken(walk, noSuchTime(spanOf(spot)));
  if (depth > limits.depth) return broken(walk, tooDeep(spanOf(spot)));
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => plain(walk, item, spot?.items?.[index], depth + 1));
  }
  return members(walk, value, spot, depth);
}

function broken(walk: Walk, problem: Problem): null {
  walk.broken = true;
  walk.problems.push(problem);
  return null;
}

/** Dates and times were replaced before parsing, but for those that the calendar does not have. */
function noSuchTime(span: Span): Problem {
  return { rule: SYN_001, message: "there is no such day or time", span };
}

/** Dates as written; a large integer as its decimals; inf, nan and 1e999 as written. */
function scalar({ text }: Walk, value: unknown, spot: TomlSpot | undefined): Json {
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && isQuoted(text, spot)) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const source = spot === undefined ? String(value) : text.slice(spot.start, spot.end);
  return typeof value === "bigint" ? decimals(source) : source;
}

function decimals(source: string): number | string {
  const digits = source.replaceAll("_", "");
  const [, sign, prefix = "", numeral = ""] = /^([-+]?)(0[xob])?(\w+)$/u.exec(digits) ?? [];
  return integerOf(numeral, radixes.get(prefix) ?? 10, sign === "-") ?? source;
}

const radixes: ReadonlyMap<string, 2 | 8 | 16> = new Map([
  ["0b", 2],
  ["0o", 8],
  ["0x", 16],
]);

function isQuoted(text: string, spot: TomlSpot | undefined): boolean {
  const first = text[spot?.start ?? -1];
  return first === undefined || first === '"' || first === "'";
}

function members(walk: Walk, table: object, spot: TomlSpot | undefined, depth: number): Json {
  const object: Record<string, Json> = {};
  for (const [key, value] of Object.entries(table)) {
    const member = spot?.members.get(key);
    if (key === "__proto__") walk.problems.push(refusedKey(key, member?.key ?? spanOf(member)));
    else object[key] = plain(walk, value, member, depth + 1);
  }
  return object;
}

function spanOf(spot: TomlSpot | undefined): Span {
  return { start: spot?.start ?? 0, end: spot?.end ?? 0 };
}
