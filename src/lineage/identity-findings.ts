import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import type { Json } from "../base/json.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { IDN_001, IDN_002, IDN_003, IDN_007, IDN_008 } from "../diagnostic/rules/idn.ts";
import type { Claim } from "../model/claim.ts";
import type { Key } from "../model/ids.ts";
import { isPhysical } from "../model/ids.ts";
import type { AssetKind } from "../model/kinds.ts";
import type { Component } from "./component.ts";
import type { Identities } from "./identity.ts";
import type { Links } from "./link.ts";
import { saying, type ClaimOf } from "./order.ts";
import type { NodeFacts } from "./refs.ts";

type FactsOf = (node: number) => NodeFacts;

/** Findings about what is one thing and what is not (IDN-001, -002, -003, -007, -008). */
export function identityFindings(
  { components, componentOf }: Identities,
  links: Pick<Links, "namings" | "ids">,
  factsOf: FactsOf,
): readonly Diagnostic[] {
  const { namings } = links;
  const findings = components.flatMap((component, node): readonly Diagnostic[] => {
    if (namings[node] === undefined) return none;
    const several = saying(component.claims, "exists").length > 1;
    const guessed = saying(component.claims, "sameAs").filter(isGuess);
    if (!several && guessed.length === 0) return none;
    const facts = factsOf(node);
    const otherOf = (key: Key): NodeFacts | undefined => {
      const other = componentOf(key);
      return other === undefined || other === node || namings[other] === undefined
        ? undefined
        : factsOf(other);
    };
    return [
      ...(several ? repetitions(component, facts) : none),
      ...guesses(guessed, facts, otherOf),
    ];
  });
  return [...findings, ...idsShared(links, factsOf)];
}

const none: readonly never[] = [];

/** What can be wrong with a thing that is declared to exist more than once. */
function repetitions(component: Component, facts: NodeFacts): readonly Diagnostic[] {
  return [
    ...definedTwice(component, facts),
    ...declarationsClash(component, facts),
    ...kindsClash(component, facts),
  ];
}

/** What is said in one document counts once; Kubernetes names recur in overlays and clusters. */
const severityOfRepetition = {
  own: "error",
  odcs: "warning",
  dbt: "error",
  argocd: "warning",
  kubernetes: "info",
  argoworkflows: "info",
  codeowners: "info",
} as const;

function definedTwice({ claims }: Component, facts: NodeFacts): readonly Diagnostic[] {
  const bySubject = grouped(
    saying(claims, "exists").filter(({ subject }) => !isPhysical(subject)),
    ({ subject, tool }) => `${subject}\0${tool}`,
  );
  return [...bySubject.values()].flatMap((said) => {
    const [first, ...others] = [...grouped(said, documentOf).values()].map(([one]) => one);
    if (first === undefined) return [];
    return others.flatMap((other) =>
      other === undefined
        ? []
        : diagnose(IDN_002, {
            severity: severityOfRepetition[first.tool],
            message: `${facts.id} is defined a second time`,
            place: other.place,
            asset: facts.id,
            subject: facts.toolKey,
            related: [{ message: "first defined here", place: first.place }],
          }),
    );
  });
}

function documentOf({ place }: Claim): string {
  return `${place.path}\0${place.in === "node" ? place.document : 0}`;
}

/** One location that two documents declare with different formats or columns. */
function declarationsClash({ claims }: Component, facts: NodeFacts): readonly Diagnostic[] {
  const formats = saying(claims, "facet")
    .filter(({ says, strength }) => says.facet === "format" && strength === "declared")
    .map((claim) => ({ claim, text: `format ${textOf(claim.says.value)}`, names: noNames }));
  const columns = saying(claims, "column").filter(({ strength }) => strength === "declared");
  const lists = [...grouped(columns, ({ subject }) => subject).values()].flatMap((said) => {
    const names = said.map(({ says }) => says.column.name).toSorted(byCodeUnit);
    const [first] = said;
    const text = `columns ${names.join(", ")}`;
    return first === undefined ? [] : [{ claim: first, text, names: new Set(names) }];
  });
  return [formats, lists].flatMap(([first, ...others]) => {
    const other = others.find((one) => first !== undefined && areAtOdds(first, one));
    if (first === undefined || other === undefined) return [];
    return [
      diagnose(IDN_001, {
        message: `${facts.id} is declared with ${other.text} here and with ${first.text} elsewhere`,
        place: other.claim.place,
        help: "give the two datasets locations of their own, or keep one declaration",
        asset: facts.id,
        subject: facts.toolKey,
        related: [{ message: first.text, place: first.claim.place }],
      }),
    ];
  });
}

interface Stated {
  readonly claim: Claim;
  readonly text: string;
  /** Names of the columns, where it is a list of columns. */
  readonly names: ReadonlySet<string>;
}
const noNames: Stated["names"] = new Set();

/** dbt's files list the columns that there is something to say about: they may leave some out. */
function isPart({ claim, names }: Stated): boolean {
  return claim.tool === "dbt" && names.size > 0;
}

function isMore(one: Stated, than: Stated): boolean {
  return [...one.names].some((name) => !than.names.has(name));
}

function areAtOdds(one: Stated, other: Stated): boolean {
  if (one.claim.subject === other.claim.subject || one.text === other.text) return false;
  if (!isPart(one) && !isPart(other)) return true;
  return (!isPart(one) && isMore(other, one)) || (!isPart(other) && isMore(one, other));
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : "unknown";
}

/** Kinds that may be one thing seen from two sides: a pipeline's step and the workload that runs it. */
const movers: ReadonlySet<AssetKind> = new Set(["job", "step", "workload", "service", "app"]);

function kindsClash({ claims }: Component, facts: NodeFacts): readonly Diagnostic[] {
  const exists = saying(claims, "exists");
  const [first] = exists;
  const other = exists.find(
    ({ says }) =>
      says.kind !== first?.says.kind &&
      !(movers.has(says.kind) && movers.has(first?.says.kind ?? "dataset")),
  );
  if (first === undefined || other === undefined) return [];
  return [
    diagnose(IDN_007, {
      message: `${facts.id} is also declared as ${other.says.kind} ${other.says.name}`,
      place: other.place,
      help: "remove the alias or location that makes the two one",
      asset: facts.id,
      subject: facts.toolKey,
      related: [{ message: `declared as ${first.says.kind}`, place: first.place }],
    }),
  ];
}

function isGuess({ strength }: Claim): boolean {
  return strength === "inferred";
}

/** Two things that may be one: told, never merged. */
function guesses(
  guessed: readonly ClaimOf<"sameAs">[],
  facts: NodeFacts,
  otherOf: (key: Key) => NodeFacts | undefined,
): readonly Diagnostic[] {
  return guessed.flatMap(({ says, place }) => {
    const other = otherOf(says.key);
    if (other === undefined) return [];
    return [
      diagnose(IDN_003, {
        message: `${facts.id} may be the same as ${other.id}`,
        place,
        help: `if it is, add the alias ${says.key}`,
        asset: facts.id,
        subject: facts.toolKey,
        related: relatedTo(other.place, other.id),
      }),
    ];
  });
}

/** Two things that their files give one id: both stay, and one gets a longer id. */
function idsShared(
  { namings, ids }: Pick<Links, "namings" | "ids">,
  factsOf: FactsOf,
): readonly Diagnostic[] {
  const moved = new Set(
    namings.flatMap((one, node) => (one?.id === ids[node] ? [] : (one?.id ?? []))),
  );
  if (moved.size === 0) return [];
  const nodes = namings.flatMap((one, node) =>
    one !== undefined && moved.has(one.id) ? [{ id: one.id, node }] : [],
  );
  const groups = grouped(nodes, ({ id }) => id);
  return [...groups].flatMap(([id, group]) => {
    const facts = group.map(({ node }) => factsOf(node));
    const keeper = facts.find((candidate) => candidate.id === id);
    return facts.flatMap((other) =>
      other === keeper || other.place === undefined
        ? []
        : [
            diagnose(IDN_008, {
              severity: other.toolKey.startsWith("own:") ? "error" : "info",
              message: `another asset is ${id} too; this one is called ${other.id}`,
              place: other.place,
              asset: other.id,
              subject: other.toolKey,
              related: relatedTo(keeper?.place, id),
            }),
          ],
    );
  });
}

function relatedTo(
  place: Place | undefined,
  id: string,
): readonly { readonly message: string; readonly place: Place }[] {
  return place === undefined ? [] : [{ message: `${id} is declared here`, place }];
}
