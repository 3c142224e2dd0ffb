import { objectAt, type Json, type JsonObject } from "../base/json.ts";
import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place, Places } from "../diagnostic/place.ts";
import { SCH_020, SCH_021, SCH_025 } from "../diagnostic/rules/sch.ts";
import type { Key } from "../model/ids.ts";

const prefix = "lineagectl.dev/";

/** What annotations of ours can say (adapters.md, 8.5), each with its form for messages. */
const forms = {
  reads: "datasets, apart by commas or lines",
  writes: "datasets, apart by commas or lines",
  trains: "models, apart by commas or lines",
  evaluates: "models, apart by commas or lines",
  serves: "models, apart by commas or lines",
  derives: "lines like shop/daily#total <- shop/orders#amount [aggregation]",
  owner: "team/growth <growth@acme.example>",
  tags: "tags such as pii.contact, apart by commas or lines",
  classification: "public, internal, confidential or restricted",
  purposes: "words, apart by commas or lines",
  env: "the name of an environment, such as prod",
  tier: "1, 2, 3 or 4",
  duration: "an ISO 8601 duration, or a range such as PT10M..PT40M@PT20M",
  "runs-per-day": "a number, or a range such as 1..24@4",
  replicas: "a whole number, or a range such as 1..5@2",
  ignore: "the reason why the object is left out",
  "fan-out": "a range such as 1..10",
  pin: "a table version such as delta:version=42",
} as const;
export type AnnotationName = keyof typeof forms;

/** Known words that this version does not act on. */
const unread: ReadonlySet<AnnotationName> = new Set<AnnotationName>(["fan-out", "pin"]);

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

/**
 * Reads the annotations of an object and of its pod template. An unknown name is SCH-020, a value
 * that is no text SCH-021, a name that this version does not act on SCH-025.
 */
export function annotationsOf(parts: readonly AnnotatedPart[], subject: Key): Annotations {
  const found = new Map<string, Annotation[]>();
  const diagnostics: Diagnostic[] = [];
  for (const { metadata, places } of parts) {
    for (const [key, value] of Object.entries(objectAt(metadata, "annotations"))) {
      if (!key.startsWith(prefix)) continue;
      const name = key.slice(prefix.length);
      const problem = problemOf(name, value, { key: places.key("annotations", key), subject });
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
  at: { readonly key: Place; readonly subject: Key },
): Diagnostic | undefined {
  const { key: place, subject } = at;
  if (!isName(name)) {
    const names = Object.keys(forms);
    const close = nearest(name, names);
    const message = `unknown annotation ${prefix}${name}`;
    const help =
      close === undefined ? `known: ${names.join(", ")}` : `did you mean ${prefix}${close}?`;
    return diagnose(SCH_020, { message, place, help, subject });
  }
  if (unread.has(name)) {
    const message = `the annotation ${prefix}${name} is not acted on by this version`;
    return diagnose(SCH_025, { message, place, subject });
  }
  return typeof value === "string" ? undefined : unreadable(name, { text: "", place }, subject);
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
  const found =
    text === "" ? "no text" : JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
  return diagnose(SCH_021, {
    message: `${prefix}${name} is ${found}, expected ${forms[name]}`,
    place,
    subject,
  });
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
