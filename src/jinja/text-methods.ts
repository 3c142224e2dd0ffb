import { contains } from "./compare.ts";
import { braced } from "./format.ts";
import { textOf } from "./show.ts";
import { argument, isList, listOf, textArgument, tupleOf, type Call, type Value } from "./value.ts";

type Method = (text: string, call: Call) => Value;

/** Python's methods of a text. */
export const textMethods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["upper", (text) => text.toUpperCase()],
  ["lower", (text) => text.toLowerCase()],
  ["casefold", (text) => text.toLowerCase()],
  [
    "title",
    (text) => text.toLowerCase().replaceAll(/(?<![\p{L}])\p{L}/gu, (sign) => sign.toUpperCase()),
  ],
  ["capitalize", (text) => capitalized(text)],
  ["swapcase", (text) => swapped(text)],
  ["strip", (text, call) => stripped(text, call, "both")],
  ["lstrip", (text, call) => stripped(text, call, "start")],
  ["rstrip", (text, call) => stripped(text, call, "end")],
  ["split", (text, call) => split(text, call)],
  ["rsplit", (text, call) => split(text, call, "last")],
  ["splitlines", (text) => listOf(text.replace(/\r?\n$/u, "").split(/\r\n|\n|\r/u))],
  ["partition", (text, call) => partition(text, call)],
  ["join", (text, call) => joinItems(text, argument(call, 0, "iterable") ?? null, call)],
  ["replace", (text, call) => replaced(text, call)],
  ["startswith", (text, call) => affixed(call, (affix) => text.startsWith(affix))],
  ["endswith", (text, call) => affixed(call, (affix) => text.endsWith(affix))],
  [
    "removeprefix",
    (text, call) => {
      const prefix = textArgument(call, 0, "prefix") ?? "";
      return text.startsWith(prefix) ? text.slice(prefix.length) : text;
    },
  ],
  [
    "removesuffix",
    (text, call) => {
      const suffix = textArgument(call, 0, "suffix") ?? "";
      return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
    },
  ],
  ["find", (text, call) => text.indexOf(textArgument(call, 0, "sub") ?? "")],
  ["rfind", (text, call) => text.lastIndexOf(textArgument(call, 0, "sub") ?? "")],
  ["index", (text, call) => text.indexOf(textArgument(call, 0, "sub") ?? "")],
  ["count", (text, call) => counted(text, textArgument(call, 0, "sub") ?? "")],
  ["format", (text, { positional, named, run }) => braced(text, positional, named, run)],
  ["zfill", (text, call) => text.padStart(widthOf(call), "0")],
  ["ljust", (text, call) => text.padEnd(widthOf(call), textArgument(call, 1, "fillchar") ?? " ")],
  ["rjust", (text, call) => text.padStart(widthOf(call), textArgument(call, 1, "fillchar") ?? " ")],
  ["isdigit", (text) => /^\p{Nd}+$/u.test(text)],
  ["isnumeric", (text) => /^\p{N}+$/u.test(text)],
  ["isdecimal", (text) => /^\p{Nd}+$/u.test(text)],
  ["isalpha", (text) => /^\p{L}+$/u.test(text)],
  ["isalnum", (text) => /^[\p{L}\p{N}]+$/u.test(text)],
  ["isspace", (text) => /^\s+$/u.test(text)],
  ["isupper", (text) => text !== text.toLowerCase() && text === text.toUpperCase()],
  ["islower", (text) => text !== text.toUpperCase() && text === text.toLowerCase()],
  ["encode", (text) => text],
]);

export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}

function swapped(text: string): string {
  return Array.from(text)
    .map((sign) => (sign === sign.toUpperCase() ? sign.toLowerCase() : sign.toUpperCase()))
    .join("");
}

function widthOf(call: Call): number {
  const width = argument(call, 0, "width");
  return typeof width === "number" ? Math.min(Math.max(0, width), 10_000) : 0;
}

function counted(text: string, part: string): number {
  return part === "" ? text.length + 1 : text.split(part).length - 1;
}

function stripped(text: string, call: Call, side: "start" | "end" | "both"): Value {
  return strip(text, textArgument(call, 0, "chars"), side);
}

/** The text without these signs (white space if undefined) at its ends. */
export function strip(
  text: string,
  signs: string | undefined,
  side: "start" | "end" | "both",
): string {
  const drops = (sign: string): boolean =>
    signs === undefined ? /\s/u.test(sign) : signs.includes(sign);
  let start = 0;
  let end = text.length;
  if (side !== "end") while (start < end && drops(text[start] ?? "")) start += 1;
  if (side !== "start") while (end > start && drops(text[end - 1] ?? "")) end -= 1;
  return text.slice(start, end);
}

function split(text: string, call: Call, from: "first" | "last" = "first"): Value {
  const separator = textArgument(call, 0, "sep");
  const limit = argument(call, 1, "maxsplit");
  const parts =
    separator === undefined || separator === ""
      ? text
          .trim()
          .split(/\s+/u)
          .filter((part) => part !== "")
      : text.split(separator);
  if (!call.run.spend(parts.length)) return call.run.unknown("limit", "the list is too long");
  if (typeof limit !== "number" || limit < 0 || parts.length <= limit + 1) return listOf(parts);
  const glue = separator ?? " ";
  return from === "first"
    ? listOf([...parts.slice(0, limit), parts.slice(limit).join(glue)])
    : listOf([
        parts.slice(0, -limit || undefined).join(glue),
        ...parts.slice(parts.length - limit),
      ]);
}

function partition(text: string, call: Call): Value {
  const separator = textArgument(call, 0, "sep") ?? "";
  const at = separator === "" ? -1 : text.indexOf(separator);
  return at < 0
    ? tupleOf(text, "", "")
    : tupleOf(text.slice(0, at), separator, text.slice(at + separator.length));
}

/** The texts of the items with `glue` between them. */
export function joinItems(glue: string, items: Value, { run }: Pick<Call, "run">): Value {
  if (typeof items === "string") return joinItems(glue, listOf(Array.from(items)), { run });
  const list = isList(items)
    ? items.items
    : typeof items === "object" && items?.is === "dict"
      ? [...items.entries.values()].map(([key]) => key)
      : undefined;
  if (list === undefined) {
    return typeof items === "object" && items?.is === "unknown"
      ? textOf(items, run)
      : run.unknown("type", "only a list can be joined");
  }
  if (!run.spend(list.length)) return run.unknown("limit", "the list is too long");
  const texts = list.map((item) => textOf(item, run));
  const length = texts.reduce((total, text) => total + text.length + glue.length, 0);
  return run.text(length, () => texts.join(glue));
}

function replaced(text: string, call: Call): Value {
  const old = textArgument(call, 0, "old");
  const replacement = argument(call, 1, "new") ?? null;
  if (old === undefined) return text;
  return replaceIn(text, [old, textOf(replacement, call.run)], argument(call, 2, "count"), call);
}

/** The text with a part replaced, everywhere or so many times. */
export function replaceIn(
  text: string,
  [old, replacement]: readonly [string, string],
  count: Value | undefined,
  { run }: Pick<Call, "run">,
): Value {
  const parts = text.split(old);
  const times =
    typeof count === "number" && count >= 0 ? Math.min(count, parts.length - 1) : parts.length - 1;
  const length = text.length + times * Math.max(0, replacement.length - old.length);
  return run.text(length, () => {
    const head = parts.slice(0, times + 1).join(replacement);
    return times === parts.length - 1 ? head : [head, ...parts.slice(times + 1)].join(old);
  });
}

/** One affix or a tuple of them; unknown parts make the answer unknown. */
function affixed(call: Call, test: (affix: string) => boolean): Value {
  const affix = call.positional[0] ?? null;
  if (typeof affix === "string") return test(affix);
  if (isList(affix)) return affix.items.some((item) => typeof item === "string" && test(item));
  return contains(affix, "", call.run) === undefined ? affix : false;
}
