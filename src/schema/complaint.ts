import { listAt, textAt, valueAt, type Json, type JsonObject, type Steps } from "../base/json.ts";
import { counted, nearest } from "../base/text.ts";
import { diagnose, type Diagnostic, type RuleInfo } from "../diagnostic/diagnostic.ts";
import { placesIn, type Place } from "../diagnostic/place.ts";
import { SCH_001, SCH_002, SCH_003, SCH_004, SCH_005, SCH_006 } from "../diagnostic/rules/sch.ts";
import type { Document } from "../source/document.ts";
import type { SchemaError } from "./schema-error.ts";
import {
  exclusionOf,
  fieldsOf,
  namesOf,
  sentenceOnLack,
  shapesAt,
  stating,
  type Shape,
} from "./shape.ts";
import { described, oneOf, pathText, quoted, typeText, valueText, withoutStop } from "./words.ts";

interface Subject {
  readonly shapes: JsonObject;
  readonly root: string;
  readonly document: Document;
  /** Of the value that the validator complains about. */
  readonly steps: Steps;
}

const fieldsShownMax = 12;

/** The complaint in words, at the key or value that has to change. */
export function diagnosticOf(error: SchemaError, subject: Subject): Diagnostic {
  switch (error.keyword) {
    case "additionalProperties":
      return unknownField(textOf(error.params["additionalProperty"]), subject);
    case "required":
      return missingField(textOf(error.params["missingProperty"]), subject);
    case "dependentRequired":
      return missingPartner(error.params, subject);
    case "propertyNames":
      return badKey(textOf(error.params["propertyName"]), subject);
    case "false schema":
      return excluded(subject);
    case "type":
      return wrongType(error.params["type"], subject);
    case "const":
    case "enum":
      return notAllowed(error.params, subject);
    default:
      return wrongForm(error, subject);
  }
}

function unknownField(field: string, subject: Subject): Diagnostic {
  const fields = fieldsOf(shapesOf(subject));
  const close = nearest(field, fields);
  const list = fields.length > fieldsShownMax ? [...fields.slice(0, fieldsShownMax), "…"] : fields;
  return diagnose(SCH_001, {
    message: `unknown field ${quoted(field)} in ${pathText(subject.steps)}`,
    place: placesOf(subject).key(...subject.steps, field),
    help: close === undefined ? `fields here: ${list.join(", ")}` : `did you mean ${close}?`,
  });
}

/** A field that is missing, unless the schema has a sentence on the choice of which it is one. */
function missingField(field: string, subject: Subject): Diagnostic {
  const sentence = sentenceOnLack(shapesOf(subject), field);
  const place = lackPlace(subject);
  if (sentence !== undefined) {
    return diagnose(SCH_006, {
      message: `${pathText(subject.steps)}: ${withoutStop(sentence)}`,
      place,
    });
  }
  return diagnose(SCH_002, {
    message: `${pathText(subject.steps)} lacks the field ${field}`,
    place,
    help: helpOn([...subject.steps, field], subject, `${field}: `),
  });
}

function missingPartner(params: SchemaError["params"], subject: Subject): Diagnostic {
  const [field, partner] = [textOf(params["property"]), textOf(params["missingProperty"])];
  return diagnose(SCH_002, {
    message: `${pathText(subject.steps)} has ${field} and lacks the field ${partner}, which belongs to it`,
    place: placesOf(subject).key(...subject.steps, field),
    help: helpOn([...subject.steps, partner], subject, `${partner}: `),
  });
}

function excluded(subject: Subject): Diagnostic {
  const parent = subject.steps.slice(0, -1);
  const field = String(subject.steps.at(-1));
  const shapes = shapesAt(subject.shapes, subject.root, subject.document.value, parent);
  const value = valueAt(subject.document.value, parent);
  const exclusion = exclusionOf(shapes, value, field);
  const place = placesOf(subject).key(...subject.steps);
  if (exclusion === undefined) {
    return diagnose(SCH_006, { message: `${pathText(subject.steps)} may not stand here`, place });
  }
  const { by, sentence } = exclusion;
  return diagnose(SCH_006, {
    message: `${pathText(parent)}: ${withoutStop(sentence)}`,
    place,
    help: `remove ${field} or ${by}`,
    related: [{ message: `${by} is given here`, place: placesOf(subject).key(...parent, by) }],
  });
}

function wrongType(type: unknown, subject: Subject): Diagnostic {
  const value = valueOf(subject);
  const help = quotesHelp(value, [type].flat().map(String), shapesOf(subject));
  return expected(SCH_003, subject, {
    what: typeText(type),
    help: help ?? helpOn(subject.steps, subject, ""),
  });
}

/** Quotes to add or to remove, where nothing else is wrong with the value. */
function quotesHelp(
  value: Json | undefined,
  types: readonly string[],
  shapes: readonly Shape[],
): string | undefined {
  if (typeof value === "string") {
    const wanted = types.includes("number") || (types.includes("integer") && !value.includes("."));
    return wanted && /^-?\d+(?:\.\d+)?$/u.test(value) ? "write it without quotes" : undefined;
  }
  if (!types.includes("string") || (typeof value !== "number" && typeof value !== "boolean"))
    return undefined;
  const pattern = textAt(stating(shapes, "pattern"), "pattern");
  const fits = pattern === undefined || new RegExp(pattern, "u").test(String(value));
  return fits ? `put it in quotes: "${String(value)}"` : undefined;
}

function notAllowed(params: SchemaError["params"], subject: Subject): Diagnostic {
  const allowed =
    "allowedValue" in params ? [params["allowedValue"]] : [params["allowedValues"]].flat();
  const words = allowed.map(String);
  const value = valueOf(subject);
  const close = typeof value === "string" ? nearest(value, words) : undefined;
  return expected(SCH_004, subject, {
    what: oneOf(words),
    help: close === undefined ? undefined : `did you mean ${close}?`,
  });
}

/** A pattern, a format or a bound. */
function wrongForm({ keyword, params }: SchemaError, subject: Subject): Diagnostic {
  const limit = textOf(params["limit"]);
  const bound = boundText(keyword, limit);
  const shape = stating(shapesOf(subject), keyword);
  const form = textAt(shape, "description");
  const example = exampleOf(shape);
  const what = bound ?? (form === undefined ? "another form" : described(form));
  return expected(SCH_005, subject, {
    what,
    help: example === undefined ? undefined : `for example ${example}`,
  });
}

function boundText(keyword: string, limit: string): string | undefined {
  const count = Number(limit);
  switch (keyword) {
    case "minimum":
      return `at least ${limit}`;
    case "maximum":
      return `at most ${limit}`;
    case "exclusiveMinimum":
      return `more than ${limit}`;
    case "minLength":
      return `at least ${counted(count, "character")}`;
    case "maxLength":
      return `at most ${counted(count, "character")}`;
    case "minItems":
      return `at least ${counted(count, "item")}`;
    case "maxItems":
      return `at most ${counted(count, "item")}`;
    case "minProperties":
      return `at least ${counted(count, "field")}`;
    case "maxProperties":
      return `at most ${counted(count, "field")}`;
    default:
      return undefined;
  }
}

/** A key of a map with free keys. */
function badKey(key: string, subject: Subject): Diagnostic {
  const form = textAt(
    stating(namesOf(subject.shapes, shapesOf(subject)), "description"),
    "description",
  );
  const what = form === undefined ? "another form" : described(form);
  return diagnose(SCH_005, {
    message: `${quoted(key)} is no key for ${pathText(subject.steps)}, expected ${what}`,
    place: placesOf(subject).key(...subject.steps, key),
  });
}

function expected(
  rule: RuleInfo,
  subject: Subject,
  { what, help }: { readonly what: string; readonly help: string | undefined },
): Diagnostic {
  return diagnose(rule, {
    message: `${pathText(subject.steps)} is ${valueText(valueOf(subject))}, expected ${what}`,
    place: placesOf(subject).value(...subject.steps),
    help,
  });
}

/** What the schema says about the field, with an example. */
function helpOn(steps: Steps, subject: Subject, before: string): string | undefined {
  const shapes = shapesAt(subject.shapes, subject.root, subject.document.value, steps);
  const description = textAt(stating(shapes, "description"), "description");
  const example = exampleOf(stating(shapes, "examples"));
  if (description === undefined) return undefined;
  return `${before}${withoutStop(description)}${example === undefined ? "" : `, for example ${example}`}`;
}

function exampleOf(shape: JsonObject | undefined): string | undefined {
  const [example] = listAt(shape, "examples");
  if (example === undefined) return undefined;
  return typeof example === "string" ? example : JSON.stringify(example);
}

/** The nearest thing that is there: the key of what lacks the field, an item of a list, or the document. */
function lackPlace(subject: Subject): Place {
  const last = subject.steps.at(-1);
  const places = placesOf(subject);
  return typeof last === "string" ? places.key(...subject.steps) : places.value(...subject.steps);
}

function shapesOf({ shapes, root, document, steps }: Subject): readonly Shape[] {
  return shapesAt(shapes, root, document.value, steps);
}

function placesOf({ document }: Subject): ReturnType<typeof placesIn> {
  return placesIn(document.path, document.index);
}

function valueOf({ document, steps }: Subject): Json | undefined {
  return valueAt(document.value, steps);
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
