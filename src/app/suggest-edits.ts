import { memberOf, objectAt, textAt, valueAt, type Json } from "../base/json.ts";
import type { RepoPath } from "../base/path.ts";
import type { Change } from "../base/plan.ts";
import type { Suggestion } from "../model/suggestion.ts";
import { formatOf } from "../source/format.ts";
import { parseFile } from "../source/parse.ts";
import { edited, type YamlEdit } from "../source/yaml-edit.ts";

/** Where in a file something would be declared. */
export interface Target {
  readonly document: number;
  /** The way to the object in the document. */
  readonly steps: readonly string[];
  /** A field of its metadata, or an annotation of ours, whose value is a list apart by commas. */
  readonly as: "field" | "annotation";
  readonly name: string;
}

export interface Proposal extends Suggestion {
  /** Undefined where no place for it is known; then `byHand` says why. */
  readonly target: Target | undefined;
}

/** The file with all that can be declared in it, and the suggestions with why the others cannot. */
export function declaredIn(
  path: RepoPath,
  text: string,
  proposals: readonly Proposal[],
): { readonly suggestions: readonly Suggestion[]; readonly change: Change | undefined } {
  let after = text;
  const suggestions = proposals.map(({ target, ...suggestion }): Suggestion => {
    if (target === undefined || suggestion.byHand !== undefined) return suggestion;
    if (formatOf(path) === "toml")
      return { ...suggestion, byHand: "patches are made for YAML and JSON files" };
    const edit = editFor(path, after, { target, value: suggestion.value });
    const next = edit === undefined ? undefined : edited(after, edit, "k8s");
    if (next === undefined) return { ...suggestion, byHand: "its place cannot be edited safely" };
    after = next;
    return suggestion;
  });
  return { suggestions, change: after === text ? undefined : { path, before: text, after } };
}

/** By what the text holds now: an annotation may be there, or the first of its map. */
function editFor(
  path: RepoPath,
  text: string,
  { target, value }: { readonly target: Target; readonly value: string },
): YamlEdit | undefined {
  const { document, steps, name } = target;
  const { value: documents } = parseFile(path, new TextEncoder().encode(text), "k8s");
  const object = objectIn(documents.find(({ index }) => index === document)?.value, steps);
  if (object === undefined) return undefined;
  const metadata = [...steps, "metadata"];
  if (target.as === "field") return { document, steps: metadata, key: name, value };
  const inner = objectAt(object, "metadata");
  const annotations = objectAt(inner, "annotations");
  if (memberOf(inner, "annotations") === undefined)
    return { document, steps: metadata, key: "annotations", value: { [name]: value } };
  const known = textAt(annotations, name);
  const all = known === undefined ? value : `${known}, ${value}`;
  return { document, steps: [...metadata, "annotations"], key: name, value: all };
}

/** The object at the end of the way, whose indexes are text. */
export function objectIn(value: Json | undefined, steps: readonly string[]): Json | undefined {
  return valueAt(
    value,
    steps.map((step) => (/^\d{1,9}$/u.test(step) ? Number(step) : step)),
  );
}
