import {
  floatOf,
  isList,
  isUndefined,
  type Dict,
  type List,
  type Plain,
  type Run,
  type Value,
} from "./value.ts";

/** What an unknown value prints: an identifier, so that the text around it can still be parsed. */
export function placeholder(number: number): string {
  return `__lctl_unknown_${number}__`;
}

const placeholders = /__lctl_unknown_(\d+)__/giu;

/** Whether a part of the text is unknown. */
export function hasUnknown(text: string): boolean {
  return text.includes("__lctl_unknown_") || /__lctl_unknown_\d+__/iu.test(text);
}

/** The numbers of the unknown values that a text holds. */
export function unknownsIn(text: string): readonly number[] {
  return [...text.matchAll(placeholders)].map((match) => Number(match[1]));
}

/** Values inside each other that are written out. */
const depthMax = 40;

/** The value as Jinja prints it: Python's `str`. */
export function textOf(value: Value, run: Run): string {
  if (typeof value === "string") return value;
  const parts: string[] = [];
  write(value, { run, parts, length: 0 }, 0);
  return parts.join("");
}

/** Python's `repr`: texts in quotes. */
export function reprOf(value: Value, run: Run): string {
  const parts: string[] = [];
  write(value, { run, parts, length: 0 }, 1);
  return parts.join("");
}

interface Writer {
  readonly run: Run;
  readonly parts: string[];
  length: number;
}

/** Writes nothing more once the steps are spent: what is built of shared parts can be endless. */
function write(value: Value, writer: Writer, depth: number): void {
  if (!writer.run.spend(1)) return;
  if (isList(value)) writeList(value, writer, depth);
  else if (typeof value === "object" && value?.is === "dict") writeDict(value, writer, depth);
  else add(writer, scalarText(value, writer.run, depth > 0));
}

function add(writer: Writer, text: string): void {
  writer.length += text.length;
  writer.run.spend(text.length >> 6);
  writer.parts.push(text);
}

const brackets = { list: ["[", "]"], tuple: ["(", ")"], set: ["{", "}"] } as const;

function writeList({ is, items }: List, writer: Writer, depth: number): void {
  const [open, close] = brackets[is];
  if (is === "set" && items.length === 0) return add(writer, "set()");
  if (depth > depthMax) return add(writer, `${open}...${close}`);
  add(writer, open);
  items.forEach((item, index) => {
    if (index > 0) add(writer, ", ");
    write(item, writer, depth + 1);
  });
  add(writer, is === "tuple" && items.length === 1 ? `,${close}` : close);
}

function writeDict({ entries }: Dict, writer: Writer, depth: number): void {
  if (depth > depthMax) return add(writer, "{...}");
  add(writer, "{");
  let isFirst = true;
  for (const [key, item] of entries.values()) {
    if (!isFirst) add(writer, ", ");
    isFirst = false;
    write(key, writer, depth + 1);
    add(writer, ": ");
    write(item, writer, depth + 1);
  }
  add(writer, "}");
}

function scalarText(value: Value, run: Run, quotes: boolean): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return quotes ? quoted(value) : value;
  if (typeof value === "number") return String(value);
  if (value.is === "float") return floatText(value.value);
  if (value.is === "unknown") return placeholder(value.number);
  return (value.is === "thing" ? value.text?.() : undefined) ?? unprintable(value, run);
}

function unprintable(value: Exclude<Value, Plain>, run: Run): string {
  if (isUndefined(value)) {
    // Jinja writes nothing for it; that something was meant is told all the same.
    if (value.silent !== true) run.unknown("undefined", `${value.name} is not defined`);
    return "";
  }
  const what = "name" in value ? value.name : value.is;
  return placeholder(run.unknown("type", `${what} is no text`).number);
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const isLarge = Math.abs(value) >= 1e16;
  const text = isLarge ? value.toExponential() : String(value);
  if (!text.includes("e")) return text.includes(".") ? text : `${text}.0`;
  return text.replace(/e([+-])(\d)$/u, "e$10$2");
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

/** A number that arithmetic gave, as a whole one where both operands were. */
export function numeric(value: number, isWhole: boolean): Value {
  return isWhole && Number.isSafeInteger(value) ? value : floatOf(value);
}
