import type { Claim } from "../../src/model/claim.ts";
import { claim, exists, job, own, placeAt } from "./claims.ts";

/** A seeded generator: the same numbers on every machine. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

/**
 * Claims of a layered estate: half datasets with columns, half jobs that read earlier datasets and
 * write one, six edges for each job; every hundredth dataset is a source with personal data.
 */
export function layeredClaims(assets: number, seed = 1): readonly Claim[] {
  const random = numbersFrom(seed);
  const datasets = Math.floor(assets / 2);
  const claims: Claim[] = [];
  const name = (index: number): string => `ns${index % 50}/table-${index}`;
  for (let index = 0; index < datasets; index += 1) {
    const key = own("dataset", name(index));
    const tags = index % 100 === 0 ? ["pii.contact"] : [];
    claims.push(exists("dataset", name(index)));
    claims.push(claim(key, { is: "facet", facet: "owner", value: { team: `team-${index % 20}` } }));
    claims.push(claim(key, { is: "column", column: { name: "id", type: "string", tags: [] } }));
    claims.push(claim(key, { is: "column", column: { name: "email", type: "string", tags } }));
    if (index === 0) continue;
    const before = Math.max(0, index - 2000);
    const reads = Array.from({ length: 5 }, () =>
      name(before + Math.floor(random() * (index - before))),
    );
    claims.push(...job(`ns${index % 50}/job-${index}`, [...new Set(reads)], [name(index)]));
  }
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
