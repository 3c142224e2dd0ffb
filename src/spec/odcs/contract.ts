import { listAt, memberOf, textAt, type Json } from "../../base/json.ts";
import type { Places } from "../../diagnostic/place.ts";
import type { Document } from "../../source/document.ts";

/** One object of a contract's schema: a table, a topic, a set of files. */
export interface ContractObject {
  readonly document: Document;
  /** Of the contract. */
  readonly id: string;
  readonly name: string;
  readonly value: Json;
  readonly index: number;
  readonly places: Places;
}

/** The value of a custom property, on whatever bears them. */
export function customOf(value: Json, name: string): Json | undefined {
  const custom = listAt(value, "customProperties").find((one) => textAt(one, "property") === name);
  return memberOf(custom, "value");
}
