import { objectAt, type Json, type JsonObject } from "../base/json.ts";
import { nearest, shortened } from "../base/text.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place, Places } from "../diagnostic/place.ts";
import { SCH_020, SCH_021, SCH_024, SCH_025 } from "../diagnostic/rules/sch.ts";
import type { Key } from "../model/ids.ts";

const prefix = "lineagectl.dev/";

interface Form {
  /** For messages. */
  readonly form: string;
  /** Kinds on which it counts; every kind where not given. */
  readonly on?: readonly string[];
}

const jobs = ["Job", "CronJob"];
const services = ["Deployment", "StatefulSet", "DaemonSet"];
const workloads = [...services, ...jobs];
const runnable = ["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"];
const workflows = [...runnable, "CronWorkflow"];
/** What one template of a workflow is called here. */
const template = "template";
const movers = [...workloads, ...workflows, template];
const datasets = { form: "datasets, apart by commas or lines", on: movers };
const models = { form: "models, apart by commas or lines", on: movers };

/** Names of our annotations. */
export type AnnotationName =
  | "reads"
  | "writes"
  | "trains"
  | "evaluates"
  | "serves"
  | "derives"
  | "owner"
  | "tags"
  | "classification"
  | "purposes"
  | "env"
  | "tier"
  | "duration"
  | "runs-per-day"
  | "replicas"
  | "ignore"
  | "fan-out"
  | "pin";

const forms: Readonly<Record<AnnotationName, Form>> = {
  reads: datasets,
  writes: datasets,
  trains: models,
  evaluates: models,
  serves: models,
  derives: {
    form: "lines like shop/daily#total <- shop/orders#amount [aggregation]",
    on: movers,
  },
  owner: { form: "team/growth <growth@acme.example>" },
  tags: { form: "tags such as pii.contact, apart by commas or lines" },
  classification: { form: "public, internal, confidential or restricted" },
  purposes: { form: "words, apart by commas or lines" },
  env: { form: "the name of an environment, such as prod" },
  tier: { form: "1, 2, 3 or 4" },
  duration: {
    form: "an ISO 8601 duration, or a range such as PT10M..PT40M@PT20M",
    on: [...jobs, template],
  },
  "runs-per-day": { form: "a number, or a range such as 1..24@4", on: ["Job", ...runnable] },
  replicas: { form: "a whole number, or a range such as 1..5@2", on: services },
  ignore: { form: "the reason why the object is left out" },
  "fan-out": { form: "a range such as 1..10", on: [template] },
  pin: { form: "a table version such as delta:version=42", on: [] },
};

export interface Annotation {
  readonly text: string;
  readonly place: Place;
}

/** The annotations of ours on one object, outermost map first, and what is wrong with them. */
export interface Annotations {
  /** All texts of that name, the innermost last. */
  all(name: AnnotationName): readonly Annotation[];
  /** The innermost text of that name. */
  one(name: AnnotationName): Annotation | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A map of annotations of an object, with its place. */
export interface AnnotatedPart {
  readonly metadata: JsonObject;
  readonly places: Places;
}

/** The object that bears annotations. */
export interface Annotated {
  readonly kind: string;
  readonly key: Key;
}

/**
 * Reads the annotations of an object and of its pod template. An unknown name is SCH-020, a value
 * that is no text SCH-021, a name that counts for nothing on this kind SCH-025.
 */
export function annotationsOf(parts: readonly AnnotatedPart[], object: Annotated): Annotations {
  const found = new Map<string, Annotation[]>();
  const diagnostics: Diagnostic[] = [];
  for (const { metadata, places } of parts) {
    for (const [key, value] of Object.entries(objectAt(metadata, "annotations"))) {
      if (!key.startsWith(prefix)) continue;
      const name = key.slice(prefix.length);
      const problem = problemOf(name, value, { place: places.key("annotations", key), object });
      if (problem !== undefined) diagnostics.push(problem);
      if (typeof value !== "string") continue;
      const annotation = { text: value, place: places.value("annotations", key) };
      found.set(name, [...(found.get(name) ?? []), annotation]);
    }
  }
  return {
    all: (name) => found.get(name) ?? [],
    one: (name) => found.get(name)?.at(-1),
    diagnostics,
  };
}

function problemOf(
  name: string,
  value: Json,
  { place, object }: { readonly place: Place; readonly object: Annotated },
): Diagnostic | undefined {
  const subject = object.key;
  if (!isName(name)) {
    const names = Object.keys(forms);
    const close = nearest(name, names);
    const message = `unknown annotation ${prefix}${name}`;
    const help =
      close === undefined ? `known: ${names.join(", ")}` : `did you mean ${prefix}${close}?`;
    return diagnose(SCH_020, { message, place, help, subject });
  }
  const { form, on } = forms[name];
  if (typeof value !== "string") {
    const message = `${prefix}${name} is no text, expected ${form}`;
    return diagnose(SCH_021, {
      message,
      place,
      help: "put the value in quotes: Kubernetes takes text alone",
      subject,
    });
  }
  if (on === undefined || on.includes(object.kind)) return undefined;
  const why =
    on.length === 0
      ? "is not acted on by this version"
      : `has no effect on ${object.kind}; it counts for ${on.join(", ")}`;
  return diagnose(SCH_025, { message: `the annotation ${prefix}${name} ${why}`, place, subject });
}

function isName(name: string): name is AnnotationName {
  return Object.hasOwn(forms, name);
}

/** That a value is not of the form which its annotation has. */
export function unreadable(
  name: AnnotationName,
  { text, place }: Annotation,
  subject: Key,
): Diagnostic {
  const shown = shortened(text, shownMax);
  return diagnose(SCH_021, {
    message: `${prefix}${name} is ${JSON.stringify(shown)}, expected ${forms[name].form}`,
    place,
    subject,
  });
}

const shownMax = 80;

/**
 * Whether the object is left out, and the finding about that: SCH-024 with the reason, or SCH-021
 * where none is given; then the object stays in.
 */
export function ignoring(
  annotations: Annotations,
  { kind, key }: Annotated,
): { readonly ignored: boolean; readonly diagnostics: readonly Diagnostic[] } {
  const ignore = annotations.one("ignore");
  if (ignore === undefined) return { ignored: false, diagnostics: [] };
  const reason = ignore.text.trim();
  if (reason === "") return { ignored: false, diagnostics: [unreadable("ignore", ignore, key)] };
  const name = key.slice(key.indexOf("/", key.indexOf("/") + 1) + 1);
  const message = `${kind} ${name} is left out of lineage: ${reason}`;
  const finding = diagnose(SCH_024, { message, place: ignore.place, subject: key });
  return { ignored: true, diagnostics: [finding] };
}

/** Whether the object bears an annotation of ours. */
export function bearsAnnotations(metadata: JsonObject): boolean {
  return Object.keys(objectAt(metadata, "annotations")).some((key) => key.startsWith(prefix));
}

/** The items of a list in one text: apart by line feeds or commas, without white space, none empty. */
export function itemsOf(text: string): readonly string[] {
  return text
    .split(/[,\n]/u)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
