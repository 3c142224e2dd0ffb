import type { Assertion, Claim } from "../../src/model/claim.ts";
import type { AssetKind, EdgeKind } from "../../src/model/kinds.ts";
import { asKey, own, placeAt, text } from "./claims.ts";

/** A seeded generator: the same numbers on every machine. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

/** What one document says, in the order of its fields. */
function documentOf(kind: AssetKind, name: string): (says: Assertion) => Claim {
  const subject = asKey(own(kind, name));
  const place = placeAt(`${name}.yaml`);
  let field = 0;
  return (says) => {
    field += 1;
    const { path } = place;
    return {
      subject,
      says,
      place: { in: "node", path, document: 0, pointer: `/spec/${field}`, on: "value" },
      strength: "declared",
      tool: "own",
    };
  };
}

function edge(kind: EdgeKind, end: "from" | "to", words: string): Assertion {
  return { is: "edge", edge: kind, end, other: text(words) };
}

/**
 * Claims of a layered estate: half datasets with columns, half jobs that read earlier datasets and
 * write one, six edges for each job; every hundredth dataset is a source with personal data.
 */
export function layeredClaims(assets: number, seed = 1): readonly Claim[] {
  const random = numbersFrom(seed);
  const claims: Claim[] = [];
  const names = Array.from(
    { length: Math.floor(assets / 2) },
    (_, index) => `ns${index % 50}/table-${index}`,
  );
  names.forEach((name, index) => {
    const table = documentOf("dataset", name);
    const tags = index % 100 === 0 ? ["pii.contact"] : [];
    claims.push(
      table({ is: "exists", kind: "dataset", name }),
      table({ is: "facet", facet: "owner", value: { team: `team-${index % 20}` } }),
      table({ is: "column", column: { name: "id", type: "string", tags: [] } }),
      table({ is: "column", column: { name: "email", type: "string", tags } }),
    );
    if (index === 0) return;
    const first = Math.max(0, index - 2000);
    const reads = Array.from(
      { length: 5 },
      () => names[first + Math.floor(random() * (index - first))] ?? name,
    );
    const job = documentOf("job", `ns${index % 50}/job-${index}`);
    claims.push(job({ is: "exists", kind: "job", name: `ns${index % 50}/job-${index}` }));
    for (const words of new Set(reads)) claims.push(job(edge("reads", "to", words)));
    claims.push(job(edge("writes", "from", name)));
  });
  return claims;
}

/** The same claims as if their files lay elsewhere, in the same order. */
export function moved(claims: readonly Claim[]): readonly Claim[] {
  return claims.map((one) => {
    const { place } = one;
    if (place.in !== "node") return one;
    return { ...one, place: placeAt(`moved/${place.path}`, place.pointer, place.document + 3) };
  });
}
