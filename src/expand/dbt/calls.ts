import type { Json } from "../../base/json.ts";
import { jsonOfValue } from "../../jinja/json.ts";
import { hasUnknown, textOf } from "../../jinja/show.ts";
import { argument, isUnknown, type Call, type Spot, type Value } from "../../jinja/value.ts";
import { versionText } from "./nodes.ts";
import type { Found, Graph, Wanted } from "./graph.ts";

/** A use of `ref` or `source` in a template. */
export interface Use {
  /** As written: `ref('orders')`. */
  readonly text: string;
  readonly found: Found;
  /** The place in the model first, then into the macros. */
  readonly trail: readonly Spot[];
  /** Whether it may not be reached. */
  readonly isAssumed: boolean;
}

/** A use whose argument cannot be known. */
export interface DynamicUse {
  readonly text: string;
  readonly trail: readonly Spot[];
}

/** What a template did while it was rendered. */
export interface Calls {
  readonly uses: Use[];
  readonly dynamic: DynamicUse[];
  readonly config: Map<string, Json>;
  /** Whether it asked if it runs incrementally. */
  isIncrementalAsked: boolean;
}

export function newCalls(): Calls {
  return { uses: [], dynamic: [], config: new Map(), isIncrementalAsked: false };
}

/** Records a `ref`; undefined where what it asks for is unknown. */
export function recordRef(
  call: Call,
  graph: Graph,
  local: string,
  calls: Calls,
): Found | undefined {
  const [first, second] = call.positional;
  const version = call.named.get("version") ?? call.named.get("v");
  const parts = [first, second, version].filter((part) => part !== undefined);
  const [owner, name] = second === undefined ? [undefined, first] : [first, second];
  const text = `ref(${parts.map((part) => shown(part, call)).join(", ")})`;
  if (!isKnownText(name) || (owner !== undefined && !isKnownText(owner)) || isUnknown(version)) {
    return dynamic(text, call, calls);
  }
  const wantedVersion = versionText(version === undefined ? undefined : jsonOfValue(version));
  const wanted: Wanted = {
    name: name.toWellFormed(),
    ...(isKnownText(owner) && { package: owner.toWellFormed() }),
    ...(wantedVersion !== undefined && { version: wantedVersion }),
  };
  return used({ text, found: graph.ref(wanted, local) }, call, calls);
}

/** Records a `source`; undefined where what it asks for is unknown. */
export function recordSource(
  call: Call,
  graph: Graph,
  local: string,
  calls: Calls,
): Found | undefined {
  const [source, table] = [argument(call, 0, "source_name"), argument(call, 1, "table_name")];
  const text = `source(${[source, table].map((part) => shown(part ?? null, call)).join(", ")})`;
  if (!isKnownText(source) || !isKnownText(table)) return dynamic(text, call, calls);
  return used({ text, found: graph.source(source, table, local) }, call, calls);
}

function isKnownText(value: Value | undefined): value is string {
  return typeof value === "string" && !hasUnknown(value);
}

function shown(value: Value, { run }: Call): string {
  if (isUnknown(value)) return "?";
  return typeof value === "string" ? `'${short(value)}'` : short(textOf(value, run));
}

/** The beginning of a text, in whole characters. */
function short(text: string): string {
  return text.slice(0, 100).toWellFormed();
}

function used({ text, found }: Pick<Use, "text" | "found">, { run }: Call, calls: Calls): Found {
  calls.uses.push({ text, found, trail: run.trail(), isAssumed: run.isAssumed });
  return found;
}

function dynamic(text: string, { run }: Call, calls: Calls): undefined {
  calls.dynamic.push({ text, trail: run.trail() });
  return undefined;
}
