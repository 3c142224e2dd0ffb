import { type Json, isList, isObject } from "../base/json.ts";
import {
  camelOf,
  elementOf,
  isTypeName,
  modelTypes,
  type FieldType,
  type TypeName,
} from "./model.ts";

export type ModelValue = string | bigint | number | boolean | ModelObject | readonly ModelValue[];
export interface ModelObject {
  readonly [field: string]: ModelValue;
}

/** From the specs' own shape to that of the model; what is absent or of another type is empty. */
export type Convert = (raw: Json | undefined) => ModelValue;

/** The conversion to a type of the model. */
export function converterTo(type: FieldType): Convert {
  if (isTypeName(type)) return objectConverter(type);
  return scalarConverters[type] ?? listConverter(elementOf(type));
}

const scalarConverters: Readonly<Record<string, Convert>> = {
  string: textOf,
  int: (raw) => (typeof raw === "number" && Number.isSafeInteger(raw) ? BigInt(raw) : 0n),
  double: (raw) => (typeof raw === "number" ? raw : 0),
  bool: (raw) => raw === true,
  "map<string, string>": (raw) => (isObject(raw) ? convertedMap(raw) : {}),
};

function listConverter(element: ReturnType<typeof elementOf>): Convert {
  if (element === undefined) return () => [];
  const convert = converterTo(element);
  return (raw) => (isList(raw) ? raw.map((item) => convert(item)) : []);
}

/** Made once per type: the same few are asked for again and again. */
const objectConverters = new Map<TypeName, Convert>();

function objectConverter(type: TypeName): Convert {
  const known = objectConverters.get(type);
  if (known !== undefined) return known;
  const fresh = newObjectConverter(type);
  objectConverters.set(type, fresh);
  return fresh;
}

function newObjectConverter(type: TypeName): Convert {
  const fields = Object.entries(modelTypes[type]).map(([name, inner]) => ({
    name,
    key: camelOf(name),
    convert: converterTo(inner),
  }));
  const byKey = new Map(fields.map((field) => [field.key, field]));
  // One object stands for all that are absent, since most groups are; the others start as a copy.
  const empty: ModelObject = Object.fromEntries(
    fields.map(({ name, convert }) => [name, convert(undefined)]),
  );
  return (raw) => {
    if (raw === undefined || raw === null) return empty;
    // A bare word stands for the first field: `anonymization: none`, `owner: growth`.
    const source = typeof raw === "string" ? { [fields[0]?.key ?? ""]: raw } : raw;
    const model: Record<string, ModelValue> = { ...empty };
    if (!isObject(source)) return model;
    for (const key of Object.keys(source)) {
      const field = byKey.get(key);
      if (field !== undefined) model[field.name] = field.convert(source[key]);
    }
    return model;
  };
}

function convertedMap(raw: Json): ModelObject {
  return Object.fromEntries(Object.entries(raw ?? {}).map(([key, value]) => [key, textOf(value)]));
}

function textOf(raw: Json | undefined): string {
  if (typeof raw === "string") return raw;
  return typeof raw === "number" || typeof raw === "boolean" ? String(raw) : "";
}
