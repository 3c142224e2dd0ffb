import { isObject, type Json, type Steps } from "../base/json.ts";
import { shortened, visible } from "../base/text.ts";

const shownMax = 60;

/** A path as people write it: `spec.columns[0].masking`; the document itself is `the document`. */
export function pathText(steps: Steps): string {
  const text = steps
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      const plain = /^[\w-]+$/u.test(step) ? step : JSON.stringify(step);
      return index === 0 ? plain : `.${plain}`;
    })
    .join("");
  return text === "" ? "the document" : visible(text);
}

/** What was found, for a message: scalars as written, everything else by its type. */
export function valueText(value: Json | undefined): string {
  if (typeof value === "string") return value === "" ? "empty text" : quoted(value);
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isObject(value)) return Object.keys(value).length === 0 ? "an empty map" : "a map";
  return JSON.stringify(value);
}

/** Text in quotes, shortened. */
export function quoted(text: string): string {
  return `"${visible(shortened(text, shownMax))}"`;
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  null: "null",
};

/** The names of JSON types in the words of the messages. */
export function typeText(types: unknown): string {
  const names = Array.isArray(types) ? types.map(String) : [String(types)];
  return oneOf(names.map((name) => typeNames[name] ?? name));
}

/** Words that keep their capital letter inside a sentence. */
const properNames = /^(?:Avro|Delta|Git|Hudi|Iceberg)\b/u;

/** A description as it follows `expected`: without its full stop, a plain first word in lower case. */
export function described(description: string): string {
  const text = withoutStop(description);
  const [first = ""] = /^\S+/u.exec(text) ?? [];
  const isPlain = first.slice(1) === first.slice(1).toLowerCase() && !properNames.test(text);
  return isPlain ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}

export function withoutStop(sentence: string): string {
  return sentence.endsWith(".") ? sentence.slice(0, -1) : sentence;
}
