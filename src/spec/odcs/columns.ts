import {
  isObject,
  listAt,
  memberOf,
  textAt,
  textsAt,
  type Json,
  type Steps,
} from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { ColumnFacts } from "../../model/claim.ts";
import { customOf, type ContractObject } from "./contract.ts";

export interface ContractColumn {
  readonly facts: ColumnFacts;
  readonly place: Place;
  readonly value: Json;
  /** A classification that our ladder knows. */
  readonly classified: { readonly word: string; readonly place: Place } | undefined;
}

/** Objects in objects occur; deeper ones are a mistake or an attack. */
const depthMax = 16;
const columnsMax = 10_000;
/** Levels of confidentiality, the strictest last. */
export const ladder: readonly string[] = ["public", "internal", "confidential", "restricted"];

/** The columns of an object, fields of nested objects by their path: `address.city`. */
export function columnsOf({ value, index, places }: ContractObject): readonly ContractColumn[] {
  const columns: ContractColumn[] = [];
  const add = (holder: Json, steps: Steps, prefix: string): void => {
    if (steps.length > 2 * depthMax) return;
    for (const [position, property] of listAt(holder, "properties").entries()) {
      const name = textAt(property, "name");
      if (name === undefined || columns.length >= columnsMax) continue;
      const below = [...steps, "properties", position];
      const path = `${prefix}${name}`;
      columns.push(columnOf(property, path, (...more) => places.value(...below, ...more)));
      add(property, below, `${path}.`);
      const items = memberOf(property, "items");
      if (isObject(items)) add(items, [...below, "items"], `${path}.`);
    }
  };
  add(value, ["schema", index], "");
  return columns;
}

function columnOf(
  value: Json,
  name: string,
  at: (...steps: readonly string[]) => Place,
): ContractColumn {
  const type = textAt(value, "physicalType") ?? textAt(value, "logicalType");
  const description = textAt(value, "description");
  const [required, unique] = [memberOf(value, "required"), memberOf(value, "unique")];
  const key = memberOf(value, "primaryKey") === true;
  const classification = textAt(value, "classification")?.trim().toLowerCase();
  const word = ladder.find((one) => one === classification);
  const facts: ColumnFacts = {
    name,
    ...(type !== undefined && { type }),
    ...(description !== undefined && { description }),
    ...((key || typeof required === "boolean") && { notNull: key || required === true }),
    ...(typeof unique === "boolean" && { unique }),
    tags: tagsOf(value, word === undefined ? classification : undefined),
  };
  const place = at();
  const classified = word === undefined ? undefined : { word, place: at("classification") };
  return { facts, place, value, classified };
}

/**
 * The tags of a column. A classification that is no level of confidentiality (`PII`, `sensitive`)
 * says what the data is, as a tag does, and so does a custom property `pii`.
 */
function tagsOf(value: Json, classification: string | undefined): readonly string[] {
  const tags = textsAt(value, "tags").map(([, tag]) => tag);
  const pii = customOf(value, "pii");
  return [
    ...tags,
    ...(classification === undefined || classification === "" ? [] : [classification]),
    ...(pii === true || pii === "true" ? ["pii"] : []),
    ...(memberOf(value, "primaryKey") === true ? ["key"] : []),
    ...(memberOf(value, "criticalDataElement") === true ? ["critical"] : []),
  ].filter((tag, position, all) => all.indexOf(tag) === position);
}
