import { byCodeUnit } from "../../base/compare.ts";
import { grouped } from "../../base/group.ts";
import { textAt } from "../../base/json.ts";
import { nearest } from "../../base/text.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { REF_001 } from "../../diagnostic/rules/ref.ts";
import { callsOf } from "../../spec/argoworkflows/calls.ts";
import type { Claim } from "../../model/claim.ts";
import type { Expanded } from "../argocd.ts";
import { say, type Context } from "./context.ts";
import { reach } from "./frames.ts";
import { jobOf, nameOfSteps, placeOf, stepKey, type Job } from "./job.ts";
import { borrowedBy, libraryOf, type Definition, type Library } from "./library.ts";
import { recursiveTemplates } from "./recursion.ts";
import { referenceFindings } from "./reference-findings.ts";
import { sayJob, sayRoot } from "./steps.ts";

/**
 * The steps of all workflows of a tree with their data, order and usage, their templates looked up
 * across files. A WorkflowTemplate that a workflow or a schedule runs as a whole is told there,
 * with the arguments it gets; one that nobody runs is told as it stands.
 *
 * @param bucket  of artifacts that name none (`argo.artifactRepository` of the configuration)
 */
export function expandWorkflows(claims: readonly Claim[], bucket: string | undefined): Expanded {
  const library = libraryOf(claims);
  if (library.definitions.length === 0)
    return { claims: [], diagnostics: boundToNothing(claims, []) };
  const context: Context = {
    library,
    recursive: recursiveTemplates(library),
    bucket,
    claims: [],
    diagnostics: [],
    calls: new Map(),
    left: 0,
    work: 0,
  };
  const called = calledTemplates(library);
  const owners = claims.filter(({ says }) => says.is === "facet" && says.facet === "owner");
  for (const job of jobsOf(library)) {
    sayBorrowing(context, job);
    if (job.base !== job.definition) sayOwner(context, job, owners);
    sayJob(context, job);
    if (textAt(job.base.spec.value, "entrypoint") !== undefined || job.definition !== job.base)
      continue;
    for (const { name, value } of job.base.templates.values())
      if (!called.has(value)) sayRoot(context, job, name);
  }
  context.diagnostics.push(
    ...referenceFindings(library),
    ...boundToNothing(claims, context.claims),
  );
  return { claims: context.claims, diagnostics: context.diagnostics };
}

/** What is run as a whole: everything but the templates that something else runs so. */
function jobsOf(library: Library): readonly Job[] {
  const { definitions } = library;
  const runs = definitions.map((definition) => ({ definition, base: baseOf(definition, library) }));
  const runners = grouped(
    runs.filter(({ definition, base }) => base !== definition),
    ({ base }) => base,
  );
  const whole = runs.filter(({ definition }) => !runners.has(definition));
  const kinds = firstKinds(whole.map(({ definition }) => definition));
  return whole.map(({ definition, base }) => {
    const name = nameOfSteps(definition, kinds.get(commonName(definition)) === definition.kind);
    const only = base !== definition && runners.get(base)?.length === 1;
    const alias = nameOfSteps(base, true);
    return jobOf(definition, base, { name, aliases: only && alias !== name ? [alias] : [] });
  });
}

/** The object whose templates the definition runs; itself where this tree holds no other. */
function baseOf(definition: Definition, library: Library): Definition {
  const wanted = borrowedBy(definition);
  const base = wanted && library.find(wanted, definition.namespace);
  return base ?? definition;
}

function commonName(definition: Definition): string {
  return nameOfSteps(definition, true);
}

/** Two kinds may share a name; the steps of the one that sorts first bear it alone. */
function firstKinds(definitions: readonly Definition[]): ReadonlyMap<string, string> {
  const kinds = new Map<string, string>();
  for (const definition of definitions) {
    const name = commonName(definition);
    const before = kinds.get(name);
    if (before === undefined || byCodeUnit(definition.kind, before) < 0)
      kinds.set(name, definition.kind);
  }
  return kinds;
}

/** Pipelines bind to the job by its name; what it borrows as a whole is a part of it. */
function sayBorrowing(context: Context, job: Job): void {
  const { definition, base, name } = job;
  const place = placeOf({ home: definition, at: ["metadata"] });
  for (const alias of [name, ...job.aliases])
    say(context, definition.key, { is: "sameAs", key: stepKey({ name: alias }, []) }, { place });
  const wanted = borrowedBy(definition);
  if (wanted === undefined) return;
  const at = [...definition.spec.steps, "workflowTemplateRef"];
  if (base === definition) {
    const says = {
      is: "unresolved",
      edge: "contains",
      text: wanted.name,
      reason: "missing-file",
    } as const;
    say(context, definition.key, says, { place: placeOf({ home: definition, at }) });
    return;
  }
  const other = { by: "key", key: base.key } as const;
  say(
    context,
    definition.key,
    { is: "edge", edge: "contains", end: "from", other },
    { place: placeOf({ home: definition, at }) },
  );
}

/** The template says who answers for what runs it, unless the runner says so itself. */
function sayOwner(context: Context, { definition, base }: Job, owners: readonly Claim[]): void {
  for (const { subject, says, place } of owners) {
    if (subject === base.key) say(context, definition.key, says, { place });
  }
}

/** REF-001 for each step of a pipeline that is bound to a step which no workflow of the tree has. */
function boundToNothing(
  claims: readonly Claim[],
  expanded: readonly Claim[],
): readonly Diagnostic[] {
  const bindings = claims.flatMap(({ subject, says, place, tool }) =>
    tool === "own" && says.is === "sameAs" && says.key.startsWith("argo:")
      ? [{ subject, key: says.key, place }]
      : [],
  );
  if (bindings.length === 0) return [];
  const keys = new Set(
    expanded.flatMap(({ subject, says }) =>
      says.is === "sameAs" ? [subject, says.key] : [subject],
    ),
  );
  const names = [...keys].filter((key) => key.startsWith("argo:") && !key.includes("#"));
  return bindings.flatMap(({ subject, key, place }) => {
    if (keys.has(key)) return [];
    const close = names.length > namesMax ? undefined : nearest(key, names);
    const help = close === undefined ? undefined : `did you mean ${close}?`;
    return [diagnose(REF_001, { message: `no workflow has a step ${key}`, place, help, subject })];
  });
}

/** Names compared for did-you-mean. */
const namesMax = 5_000;

/** Templates that some template of the tree calls. */
function calledTemplates(library: Library): ReadonlySet<unknown> {
  return new Set(
    library.definitions.flatMap((home) =>
      [...home.templates.values()].flatMap(({ value, at }) =>
        callsOf(value).flatMap(({ target }) => {
          const reached = reach(target, { home, at }, library);
          // One that calls itself alone is still called by nobody else.
          return reached.to === "template" && reached.template !== value ? [reached.template] : [];
        }),
      ),
    ),
  );
}
