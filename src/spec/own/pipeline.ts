import { listAt, memberOf, objectAt, textAt } from "../../base/json.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { SCH_025 } from "../../diagnostic/rules/sch.ts";
import type { Claim, FacetName, Reading } from "../../model/claim.ts";
import { repeatedNames } from "../repeated.ts";
import { edgeClaim, type EdgeForm } from "../subject.ts";
import { labelClaims, metadataClaims, specFacets, type OwnDocument } from "./metadata.ts";
import { readStep, toolOfRun, type Step } from "./step.ts";
import { stepUsage } from "./step-usage.ts";

const facets: readonly FacetName[] = ["schedule", "principal", "deadline", "custom"];
const trigger: EdgeForm = {
  edge: "runs_after",
  end: "to",
  kinds: ["dataset", "job", "step", "workload"],
};

/**
 * A Pipeline: a job that contains its steps. The steps move data; what they use is usage of the
 * job, in lines named `step <name>`, so that entries and prices find it by the job's name.
 */
export function readPipeline(document: OwnDocument): Reading {
  const { spec, places, subject } = document;
  const items = listAt(spec, "steps");
  const steps = stepsOf(document);
  const names = new Set(steps.map(({ name }) => name));
  const readings = steps.map((step) => readStep(step, names));
  return {
    claims: [
      ...metadataClaims(document, "job"),
      ...labelClaims(document, ["spec", "labels"]),
      ...specFacets(document, facets),
      ...eventClaims(document),
      ...readings.flatMap(({ claims }) => claims),
      ...steps.flatMap((step) => stepUsage(step, subject)),
    ],
    declarations: [],
    diagnostics: [
      ...repeatedNames(items, "step", (index) => places.value("spec", "steps", index, "name")),
      ...readings.flatMap(({ diagnostics }) => diagnostics),
      ...steps.flatMap(unreadParts),
    ],
  };
}

/** The steps that bear a name, each name once. */
function stepsOf(document: OwnDocument): readonly Step[] {
  const seen = new Set<string>();
  return listAt(document.spec, "steps").flatMap((value, index) => {
    const name = textAt(value, "name");
    if (name === undefined || name.includes("/") || seen.has(name)) return [];
    seen.add(name);
    return [{ document, name, value, index }];
  });
}

/** What sets the pipeline off comes before it. */
function eventClaims({ subject, spec, places }: OwnDocument): readonly Claim[] {
  const event = textAt(objectAt(spec, "schedule"), "event");
  if (event === undefined) return [];
  return [
    edgeClaim(subject, trigger, { text: event, place: places.value("spec", "schedule", "event") }),
  ];
}

/** Parts that are checked for their form only, and resources that would be counted twice. */
function unreadParts({ document, name, value, index }: Step): readonly Diagnostic[] {
  const { places, subject } = document;
  const file = textAt(objectAt(value, "sql"), "file");
  const runs = textAt(value, "runs");
  const doubled = ["resources", "duration", "retries"].filter(
    (field) => memberOf(value, field) !== undefined,
  );
  const sql =
    file === undefined
      ? []
      : [
          diagnose(SCH_025, {
            message: `the column lineage of ${file} is not read by this version`,
            place: places.value("spec", "steps", index, "sql", "file"),
            help: `list the columns of step ${name} under columns`,
            subject: subject.key,
          }),
        ];
  if (runs === undefined || toolOfRun(runs) === undefined || doubled.length === 0) return sql;
  return [
    ...sql,
    diagnose(SCH_025, {
      message: `${doubled.join(" and ")} of step ${name} count for nothing: ${runs} states its own`,
      place: places.key("spec", "steps", index, doubled[0] ?? ""),
      help: "annotate the workload with lineagectl.dev/duration, and leave the resources to its containers",
      subject: subject.key,
    }),
  ];
}
