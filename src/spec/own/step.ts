import { listAt, memberOf, textAt, textsAt, type Json } from "../../base/json.ts";
import { nearest } from "../../base/text.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { REF_001 } from "../../diagnostic/rules/ref.ts";
import type { Claim } from "../../model/claim.ts";
import { toolKey, type Key } from "../../model/ids.ts";
import { columnReference, declared, edgeClaim, type EdgeForm, type Subject } from "../subject.ts";
import type { OwnDocument } from "./metadata.ts";
import { viaOf } from "../via.ts";

/** One step of a Pipeline, with its place in the list. */
export interface Step {
  readonly document: OwnDocument;
  readonly name: string;
  readonly value: Json;
  readonly index: number;
}

interface StepReading {
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
}

const moves: Readonly<Record<"reads" | "writes" | "trains", EdgeForm>> = {
  reads: { edge: "reads", end: "to", kinds: ["dataset", "feature_view", "ml_model"] },
  writes: { edge: "writes", end: "from", kinds: ["dataset", "feature_view"] },
  trains: { edge: "trains", end: "from", kinds: ["ml_model"] },
};
const bound: EdgeForm = { edge: "contains", end: "from", kinds: ["step", "job", "workload"] };

/**
 * What a step says: that it is a part of its pipeline, what it moves, what it waits for.
 *
 * @param names  of all steps of the pipeline
 */
export function readStep(step: Step, names: ReadonlySet<string>): StepReading {
  const { document, name } = step;
  const subject: Subject = { ...document.subject, key: keyOfStep(document, name) };
  const place = document.places.value("spec", "steps", step.index, "name");
  const after = readAfter(step, subject, names);
  return {
    claims: [
      declared(subject, { is: "exists", kind: "step", name: `${document.name}/${name}` }, place),
      declared(
        document.subject,
        { is: "edge", edge: "contains", end: "from", other: { by: "key", key: subject.key } },
        place,
      ),
      ...runsClaims(step, subject),
      ...moveClaims(step, subject),
      ...columnClaims(step, subject),
      ...after.claims,
    ],
    diagnostics: after.diagnostics,
  };
}

function keyOfStep({ kind, name }: OwnDocument, step: string): Key {
  return toolKey("own", `${kind}/${name}/${step}`);
}

/**
 * The job that the step is. One that an adapter of today reads becomes one with the step; any
 * other stays a reference, so that the gap is seen.
 */
function runsClaims({ document, value, index }: Step, subject: Subject): readonly Claim[] {
  const text = textAt(value, "runs");
  if (text === undefined) return [];
  const place = document.places.value("spec", "steps", index, "runs");
  const tool = toolOfRun(text);
  if (tool === undefined) return [edgeClaim(subject, bound, { text, place })];
  const key = toolKey(tool, text.slice(tool.length + 1));
  return [declared(subject, { is: "sameAs", key }, place)];
}

/** The tool in whose words the text names a job, where an adapter reads that tool. */
export function toolOfRun(text: string | undefined): string | undefined {
  return /^(k8s|argo):/u.exec(text ?? "")?.[1];
}

function moveClaims({ document, value, index }: Step, subject: Subject): readonly Claim[] {
  const condition = textAt(value, "when");
  return Object.entries(moves).flatMap(([field, form]) =>
    textsAt(value, field).map(([position, text]) => {
      const place = document.places.value("spec", "steps", index, field, position);
      return edgeClaim(subject, form, { text, place, condition });
    }),
  );
}

function columnClaims({ document, value, index }: Step, subject: Subject): readonly Claim[] {
  return listAt(value, "columns").flatMap((flow, position) => {
    const to = columnReference(textAt(flow, "to") ?? "", subject.namespace);
    const from = textsAt(flow, "from").flatMap(
      ([, text]) => columnReference(text, subject.namespace) ?? [],
    );
    if (to === undefined || from.length === 0) return [];
    const place = document.places.value("spec", "steps", index, "columns", position);
    return [
      declared(subject, { is: "derives", to, from, via: viaOf(memberOf(flow, "via")) }, place),
    ];
  });
}

/** Steps that come before this one; a name that no step bears is reported here, where the names are known. */
function readAfter(
  { document, value, index }: Step,
  subject: Subject,
  names: ReadonlySet<string>,
): StepReading {
  const claims: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [position, name] of textsAt(value, "after")) {
    const place = document.places.value("spec", "steps", index, "after", position);
    if (names.has(name)) {
      const other = { by: "key", key: keyOfStep(document, name) } as const;
      claims.push(declared(subject, { is: "edge", edge: "runs_after", end: "to", other }, place));
      continue;
    }
    const close = nearest(name, [...names]);
    const help = close === undefined ? `steps: ${[...names].join(", ")}` : `did you mean ${close}?`;
    const message = `no step of ${document.name} is named ${name}`;
    claims.push(
      declared(
        subject,
        { is: "unresolved", edge: "runs_after", text: name, reason: "undeclared" },
        place,
      ),
    );
    diagnostics.push(diagnose(REF_001, { message, place, help, subject: subject.key }));
  }
  return { claims, diagnostics };
}
