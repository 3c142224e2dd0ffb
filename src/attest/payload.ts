import { canonicalJson } from "../base/canonical.ts";
import { Failure } from "../base/failure.ts";
import { pointerOf, type Json, type JsonObject, type Steps } from "../base/json.ts";
import { failed, passed, type Checked } from "./problem.ts";
import { readStrictJson, type JsonLimits } from "./strict-json.ts";

/** Signed payloads: at most 8 MiB and 32 levels, whatever wrote them. */
const payloadLimits: JsonLimits = { bytes: 8 * 1024 * 1024, depth: 32 };

/**
 * The one byte form of a payload: canonical JSON and one line feed. Numbers are safe integers and
 * nothing is null, so no reader can round or reinterpret what was signed.
 *
 * @throws Failure LIMIT for a value that has no such form; the message names its place.
 */
export function payloadBytes(value: Json): Uint8Array {
  const misfit = firstMisfit(value, []);
  if (misfit !== undefined)
    throw new Failure("LIMIT", `the statement cannot be written: ${misfit}`);
  const bytes = new TextEncoder().encode(`${canonicalJson(value)}\n`);
  if (bytes.length <= payloadLimits.bytes) return bytes;
  const message = `the statement would have ${bytes.length} bytes; at most ${payloadLimits.bytes} are written`;
  throw new Failure("LIMIT", message, "Attest fewer files at a time.");
}

/** The value of bytes that `payloadBytes` would write; every other spelling is refused. */
export function readPayload(bytes: Uint8Array): Checked<Json> {
  const read = readStrictJson(bytes, payloadLimits);
  if (!read.ok)
    return failed("payload.canonical", `the payload is not strict JSON: ${read.message}`);
  if (!isPlain(read.value)) {
    return failed(
      "payload.canonical",
      `the payload has ${firstMisfit(read.value, []) ?? "no plain value"}`,
    );
  }
  if (read.isCanonical) return passed(read.value);
  return failed("payload.canonical", "the payload is not written in its canonical form", {
    expected: "keys sorted by code unit, no white space, one line feed at the end",
  });
}

/** What strict JSON may hold and a payload may not: null, and numbers that are no safe integers. */
function isPlain(value: Json): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "object") return true;
  return value !== null && Object.values(value).every(isPlain);
}

/**
 * The first thing that a payload must not hold, in words; undefined when there is none. `at` is the
 * path to the value, extended and shortened on the way: a payload has a hundred thousand values.
 */
function firstMisfit(value: Json, at: (string | number)[]): string | undefined {
  if (at.length > payloadLimits.depth)
    return `more than ${payloadLimits.depth} levels at ${shown(at)}`;
  if (value === null) return `null at ${shown(at)}, where the key should be left out`;
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    return `${value} at ${shown(at)}, which is no safe integer`;
  }
  if (typeof value === "string" && !value.isWellFormed()) return `a lone surrogate at ${shown(at)}`;
  return typeof value === "object" ? firstMisfitInside(value, at) : undefined;
}

function firstMisfitInside(
  value: readonly Json[] | JsonObject,
  at: (string | number)[],
): string | undefined {
  for (const [key, item] of Object.entries(value)) {
    if (!key.isWellFormed()) return `a lone surrogate in a key at ${shown(at)}`;
    at.push(key);
    const misfit = firstMisfit(item, at);
    if (misfit !== undefined) return misfit;
    at.pop();
  }
  return undefined;
}

function shown(at: Steps): string {
  return at.length === 0 ? "the top" : pointerOf(at.slice(0, 8)).toWellFormed();
}
