import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from "yaml";
import { canonicalJson } from "../base/canonical.ts";
import { isObject, memberOf, type Json, type JsonObject } from "../base/json.ts";
import type { Profile } from "./document.ts";
import { elementAt } from "./spot.ts";
import { readYaml } from "./yaml.ts";
import { composeStream } from "./yaml-stream.ts";
import { textSchema } from "./yaml-schema.ts";
import { writtenKey } from "./yaml-value.ts";

/** A member that a map of a YAML stream gets, or a text of it that changes. */
export interface YamlEdit {
  readonly document: number;
  /** The way to the map. */
  readonly steps: readonly string[];
  readonly key: string;
  /** A text, or a map of texts. */
  readonly value: string | Readonly<Record<string, string>>;
}

/**
 * The text with the edit made at its place: everything else stays, comments and formatting included.
 * Undefined where that cannot be done safely (an alias, a value over several lines, a broken file), for
 * the result is read again and must differ by nothing but the edit.
 */
export function edited(text: string, edit: YamlEdit, profile: Profile): string | undefined {
  const changed = attempted(text, edit);
  return changed !== undefined && isFaithful([text, changed], edit, profile) ? changed : undefined;
}

function attempted(text: string, { document, steps, key, value }: YamlEdit): string | undefined {
  const composed = composeStream(text, textSchema).documents[document];
  if (composed === undefined || composed.errors.length > 0) return undefined;
  const map = mapAt(composed.contents, steps);
  if (map === undefined) return undefined;
  const present = map.items.find((pair) => writtenKey(pair.key) === key);
  if (present !== undefined)
    return typeof value === "string" ? replaced(text, present, value) : undefined;
  return map.flow === true
    ? insertedInFlow(text, map, [key, value])
    : insertedInBlock(text, map, [key, value]);
}

/** The map at the end of the way; undefined where the way leads elsewhere or over an alias. */
function mapAt(root: unknown, steps: readonly string[]): YAMLMap | undefined {
  let at = root;
  for (const step of steps) {
    if (isSeq(at)) at = elementAt(at.items, step);
    else if (isMap(at)) at = at.items.find(({ key }) => writtenKey(key) === step)?.value;
    else return undefined;
  }
  return isMap(at) ? at : undefined;
}

type Member = readonly [key: string, value: YamlEdit["value"]];

/** Behind the last member on one line, so that nested ones stay together; else before the first. */
function insertedInBlock(text: string, map: YAMLMap, member: Member): string | undefined {
  const anchor = map.items.findLast((pair) => endOnOneLine(text, pair) !== undefined);
  const [first] = map.items;
  const key = (anchor ?? first)?.key;
  if (!isScalar(key) || key.range === undefined || key.range === null) return undefined;
  const start = lineStart(text, key.range[0]);
  const indent = " ".repeat(key.range[0] - start);
  if (anchor === undefined) {
    if (text.slice(start, key.range[0]).trim() !== "") return undefined;
    return `${text.slice(0, start)}${blockText(member, indent, eolAt(text, start))}${eolAt(text, start)}${text.slice(start)}`;
  }
  const end = text.indexOf("\n", endOnOneLine(text, anchor));
  const eol = eolAt(text, end);
  const lines = blockText(member, indent, eol);
  if (end < 0) return `${text}${eol}${lines}`;
  return `${text.slice(0, end + 1)}${lines}${eol}${text.slice(end + 1)}`;
}

/** Where the pair ends, when it stands on one line. */
function endOnOneLine(text: string, { key, value }: Pair): number | undefined {
  if (
    !isScalar(key) ||
    !(isScalar(value) || ((isMap(value) || isSeq(value)) && value.flow === true))
  )
    return undefined;
  const [start, end] = [key.range?.[0], value.range?.[1]];
  if (start === undefined || end === undefined) return undefined;
  return text.slice(start, end).includes("\n") ? undefined : end;
}

function insertedInFlow(text: string, map: YAMLMap, member: Member): string | undefined {
  const start = map.range?.[0];
  const last = map.items.at(-1);
  const source = flowMember(member, isJson(text, map));
  if (start === undefined) return undefined;
  if (last === undefined) return `${text.slice(0, start + 1)}${source}${text.slice(start + 1)}`;
  const end = endOf(last.value ?? last.key);
  return end === undefined ? undefined : `${text.slice(0, end)}, ${source}${text.slice(end)}`;
}

function endOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[1] : undefined;
}

/** JSON is YAML to us; to others it must stay JSON. */
function isJson(text: string, { items: [first] }: YAMLMap): boolean {
  const key = first?.key;
  return text.trimStart().startsWith("{") || (isScalar(key) && key.type === "QUOTE_DOUBLE");
}

/** Another text in place of a scalar, in the same kind of quotes. */
function replaced(text: string, { value }: Pair, now: string): string | undefined {
  if (!isScalar(value) || value.range === undefined || value.range === null) return undefined;
  const [start, end] = value.range;
  if (text.slice(start, end).includes("\n") || typeof value.value !== "string") return undefined;
  return `${text.slice(0, start)}${sourceLike(value, now)}${text.slice(end)}`;
}

function sourceLike({ type }: Scalar, text: string): string {
  if (type === "QUOTE_DOUBLE") return JSON.stringify(text);
  if (type === "QUOTE_SINGLE" && /^[\u0020-\u007e]*$/u.test(text))
    return `'${text.replaceAll("'", "''")}'`;
  return scalarText(text);
}

function blockText([key, value]: Member, indent: string, eol: string): string {
  if (typeof value === "string") return `${indent}${key}: ${scalarText(value)}`;
  const inner = Object.entries(value).map(
    ([name, text]) => `${indent}  ${name}: ${scalarText(text)}`,
  );
  return [`${indent}${key}:`, ...inner].join(eol);
}

function flowMember([key, value]: Member, json: boolean): string {
  const one = (name: string, text: string): string =>
    json ? `${JSON.stringify(name)}: ${JSON.stringify(text)}` : `${name}: ${scalarText(text)}`;
  if (typeof value === "string") return one(key, value);
  const inner = Object.entries(value).map(([name, text]) => one(name, text));
  return `${json ? JSON.stringify(key) : key}: { ${inner.join(", ")} }`;
}

/** Plain where no reader takes it for anything but this text. */
function scalarText(text: string): string {
  const plain = /^[A-Za-z][\w-]*\/[\w./-]*\w$/u.test(text);
  return plain ? text : JSON.stringify(text);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The line ending of the text, as its neighbour has it. */
function eolAt(text: string, newline: number): string {
  const end = newline < 0 ? text.lastIndexOf("\n") : text.indexOf("\n", newline);
  return end > 0 && text[end - 1] === "\r" ? "\r\n" : "\n";
}

/** Whether the second text says what the first one says, and the edit besides. */
function isFaithful(
  [before, after]: readonly [string, string],
  edit: YamlEdit,
  profile: Profile,
): boolean {
  const [was, is] = [readYaml(before, profile), readYaml(after, profile)];
  const expected = was.documents.map((value, index) =>
    index === edit.document && value !== undefined ? withEdit(value, edit.steps, edit) : value,
  );
  return is.problems.length === was.problems.length && same(is.documents, expected);
}

function same(a: readonly (Json | undefined)[], b: readonly (Json | undefined)[]): boolean {
  // A document that cannot be read has no value; as a list it is told from one that is null.
  const [left, right] = [a, b].map((values) =>
    canonicalJson(values.map((value) => (value === undefined ? [] : [value]))),
  );
  return left === right;
}

function withEdit(
  value: Json,
  steps: readonly string[],
  member: Pick<YamlEdit, "key" | "value">,
): Json {
  const [step, ...rest] = steps;
  if (isObject(value)) {
    if (step === undefined) return withMember(value, member.key, member.value);
    const inner = memberOf(value, step);
    return inner === undefined ? value : withMember(value, step, withEdit(inner, rest, member));
  }
  if (!isArray(value)) return value;
  return value.map((item, index) => (String(index) === step ? withEdit(item, rest, member) : item));
}

/** `fromEntries` makes own members of any name. */
function withMember(object: JsonObject, key: string, value: Json): JsonObject {
  const others = Object.entries(object).filter(([name]) => name !== key);
  return Object.fromEntries([...others, [key, value]]);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
