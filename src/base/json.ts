/** A plain value: what YAML, TOML and JSON files are turned into, and all that our own files hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Path of keys and indexes inside a value. */
export type Steps = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member of that name when `value` is an object and the member its own; else undefined. */
export function memberOf(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value under a path of members and indexes; undefined where the path leaves the value. */
export function valueAt(value: Json | undefined, steps: Steps): Json | undefined {
  let at = value;
  for (const step of steps) {
    at = typeof step === "number" ? elementOf(at, step) : memberOf(at, step);
  }
  return at;
}

function elementOf(value: Json | undefined, index: number): Json | undefined {
  return isList(value) ? value[index] : undefined;
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The member when it is a non-empty string. */
export function textAt(value: Json | undefined, key: string): string | undefined {
  const member = memberOf(value, key);
  return typeof member === "string" && member !== "" ? member : undefined;
}

/** The member when it is an object, else an empty one. */
export function objectAt(value: Json | undefined, key: string): JsonObject {
  const member = memberOf(value, key);
  return isObject(member) ? member : {};
}

/** The member when it is a list, else an empty one. */
export function listAt(value: Json | undefined, key: string): readonly Json[] {
  const member = memberOf(value, key);
  return isList(member) ? member : [];
}

/** The strings of a list member, with their index in the list. */
export function textsAt(value: Json | undefined, key: string): readonly [number, string][] {
  return listAt(value, key).flatMap((item, index): [number, string][] =>
    typeof item === "string" ? [[index, item]] : [],
  );
}

/** RFC 6901 JSON pointer of a path. */
export function pointerOf(steps: Steps): string {
  let pointer = "";
  for (const step of steps) pointer += `/${typeof step === "number" ? step : escaped(step)}`;
  return pointer;
}

/** Nearly no key needs it, and places are made by the hundred thousand: look before replacing. */
function escaped(step: string): string {
  if (!step.includes("~") && !step.includes("/")) return step;
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The keys of an RFC 6901 pointer; indexes stay text, since only the value can tell them apart. */
export function stepsOf(pointer: string): readonly string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
