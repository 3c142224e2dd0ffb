import { isObject, textAt, type Json, type JsonObject } from "../base/json.ts";

/** The owner of own documents, `{team, email}` or short `team/x`, in its long form. */
export function ownerOf(value: Json | undefined): JsonObject | undefined {
  if (typeof value === "string") return ownerFromText(value);
  if (!isObject(value)) return undefined;
  const [team, email] = [textAt(value, "team"), textAt(value, "email")];
  if (team === undefined && email === undefined) return undefined;
  return { ...(team !== undefined && { team }), ...(email !== undefined && { email }) };
}

const grammar = /^(?:team\/)?([A-Za-z0-9][A-Za-z0-9._-]*)(?:\s+<([^\s<>@]+@[^\s<>@]+)>)?$/u;

/** `team/growth <growth@acme.example>`, `team/growth` or `growth`; undefined for other text. */
export function ownerFromText(text: string): JsonObject | undefined {
  const match = grammar.exec(text.trim());
  if (match === null) return undefined;
  const [, team = "", email] = match;
  return { team, ...(email !== undefined && { email }) };
}
