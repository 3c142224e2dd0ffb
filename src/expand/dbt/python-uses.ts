import type { Json } from "../../base/json.ts";
import type { DynamicUse, Use } from "./calls.ts";
import type { Found } from "./graph.ts";
import { versionText, type Node } from "./nodes.ts";
import { pythonCalls, type PythonCall } from "./python.ts";
import type { World } from "./world.ts";

/** What a Python model reads, by its calls of `dbt.ref` and `dbt.source`. */
export function pythonUses(
  node: Node,
  code: string,
  world: World,
): {
  readonly uses: readonly (Use & { readonly onlyIncremental: boolean })[];
  readonly dynamic: readonly DynamicUse[];
} {
  const calls = pythonCalls(code).filter(({ name }) => name !== "config");
  const found = calls.map((call) => {
    const { text, start, end } = call;
    const trail = [{ template: node.path, start, end }];
    return { text, trail, found: foundBy(call, world, node.package.name) };
  });
  return {
    uses: found.flatMap((use) =>
      use.found === undefined
        ? []
        : [{ ...use, found: use.found, isAssumed: false, onlyIncremental: false }],
    ),
    dynamic: found
      .filter((use) => use.found === undefined)
      .map(({ text, trail }) => ({ text, trail })),
  };
}

function foundBy(
  { name, positional, named }: PythonCall,
  { graph }: World,
  local: string,
): Found | undefined {
  const [first, second] = positional;
  if (typeof first !== "string" || (positional.length > 1 && typeof second !== "string"))
    return undefined;
  if (name === "source")
    return typeof second === "string" ? graph.source(first, second, local) : undefined;
  const version = versionText(named.get("version") ?? named.get("v"));
  const versioned = version === undefined ? {} : { version };
  return typeof second === "string"
    ? graph.ref({ package: first, name: second, ...versioned }, local)
    : graph.ref({ name: first, ...versioned }, local);
}

/** What `dbt.config(…)` sets with literals; a Python model is a table where it says nothing. */
export function pythonConfig(code: string, config: Map<string, Json>): void {
  config.set("materialized", "table");
  for (const { name, named } of pythonCalls(code)) {
    if (name !== "config") continue;
    for (const [key, value] of named) if (value !== undefined) config.set(key, value);
  }
}
