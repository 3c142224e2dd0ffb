import { objectAt, textAt } from "../../base/json.ts";
import { repoPath } from "../../base/path.ts";
import { diagnose } from "../../diagnostic/diagnostic.ts";
import { SCH_025 } from "../../diagnostic/rules/sch.ts";
import type { Claim } from "../../model/claim.ts";
import type { AssetKind } from "../../model/kinds.ts";
import { parseFile } from "../../source/parse.ts";
import { adapters } from "../../spec/registry.ts";
import { say, type Context } from "./context.ts";
import type { Frame } from "./frames.ts";
import { placeOf } from "./job.ts";
import { filled } from "./values.ts";

/** Actions after which the object is there. */
const making: ReadonlySet<string> = new Set(["create", "apply", "replace"]);
/** What an object in a manifest may be for its step to contain it. */
const running: ReadonlySet<AssetKind> = new Set(["workload", "service", "job"]);

/**
 * The objects that a `resource` template makes: its manifest is a text with YAML, whose objects are
 * read as if they stood in a file, and told at the text.
 */
export function sayManifest(context: Context, frame: Frame): void {
  const { home, template, at } = frame;
  const resource = objectAt(template, "resource");
  const manifest = textAt(resource, "manifest");
  if (manifest === undefined || !making.has(textAt(resource, "action") ?? "")) return;
  const place = placeOf({ home, at: [...at, "resource", "manifest"] });
  const text = filled(manifest, frame.scope);
  const claims = "unknown" in text ? undefined : claimsOf(text.text, place);
  if (claims === undefined || claims.length === 0) {
    const { key } = frame;
    const message = `what the manifest makes is not known: ${claims === undefined ? "parts of it are seen at run time alone" : "no adapter reads its objects"}`;
    context.diagnostics.push(diagnose(SCH_025, { message, place, subject: key }));
    say(
      context,
      key,
      {
        is: "unresolved",
        edge: "contains",
        text: "manifest",
        reason: claims === undefined ? "templated" : "tool",
      },
      { place },
    );
    return;
  }
  context.claims.push(...claims);
  for (const { subject, says } of claims) {
    if (says.is !== "exists" || !running.has(says.kind)) continue;
    const other = { by: "key", key: subject } as const;
    say(context, frame.key, { is: "edge", edge: "contains", end: "from", other }, { place });
  }
}

/** The claims of the objects, each at the place of the text; undefined for text that is no YAML. */
function claimsOf(text: string, place: Claim["place"]): readonly Claim[] | undefined {
  const path = repoPath("manifest.yaml");
  if (path === undefined) return undefined;
  const parsed = parseFile(path, new TextEncoder().encode(text), "k8s");
  if (parsed.diagnostics.some(({ severity }) => severity === "error") || parsed.value.length === 0)
    return undefined;
  const readings = adapters.flatMap((adapter) =>
    adapter.claims(path, text) ? parsed.value.map((document) => adapter.read(document)) : [],
  );
  return readings.flatMap(({ claims }) => claims.flatMap((claim) => moved(claim, place)));
}

/** A workflow in a manifest has no place of its own, so that what it runs is not followed, but missed. */
function moved(claim: Claim, place: Claim["place"]): readonly Claim[] {
  const { says } = claim;
  if (says.is === "deploys") return [];
  if (says.is === "workflow") {
    const missed = {
      is: "unresolved",
      edge: "contains",
      text: "manifest",
      reason: "dynamic",
    } as const;
    return [{ ...claim, place, strength: "derived", says: missed }];
  }
  if (says.is !== "usage") return [{ ...claim, place, strength: "derived" }];
  const factors = says.usage.factors.map((factor) =>
    factor.of === "month" ? factor : { ...factor, place },
  );
  return [
    {
      ...claim,
      place,
      strength: "derived",
      says: { is: "usage", usage: { ...says.usage, factors, place } },
    },
  ];
}
