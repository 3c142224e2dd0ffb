import type { Json } from "../base/json.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Assertion, Claim, ColumnReference, FacetName, Reference } from "../model/claim.ts";
import type { Key } from "../model/ids.ts";
import type { AssetKind, EdgeKind, ToolId } from "../model/kinds.ts";

/** What a document, or a part of one, makes statements about. */
export interface Subject {
  readonly key: Key;
  readonly tool: ToolId;
  /** Namespace of the document: bare names are looked up there first. */
  readonly namespace: string;
}

/** A statement that stands explicitly in a field. */
export function declared({ key, tool }: Subject, says: Assertion, place: Place): Claim {
  return { subject: key, says, place, strength: "declared", tool };
}

/** The facet, unless the field is not there. */
export function facetClaims(
  subject: Subject,
  facet: FacetName,
  { value, place }: { readonly value: Json | undefined; readonly place: Place },
): readonly Claim[] {
  return value === undefined ? [] : [declared(subject, { is: "facet", facet, value }, place)];
}

/** An edge with the direction in which data runs: the subject is its `end`. */
export interface EdgeForm {
  readonly edge: EdgeKind;
  readonly end: "from" | "to";
  /** Kinds that the other end may have; the first decides what a bare address becomes. */
  readonly kinds: readonly AssetKind[];
}

/** The edge to what a person wrote, at the place where it is written. */
export function edgeClaim(
  subject: Subject,
  { edge, end, kinds }: EdgeForm,
  written: {
    readonly text: string;
    readonly place: Place;
    readonly condition?: string | undefined;
  },
): Claim {
  const { condition, place } = written;
  const other = referenceTo(written.text, kinds, subject.namespace);
  const says: Assertion = {
    is: "edge",
    edge,
    end,
    other,
    ...(condition !== undefined && { condition }),
  };
  return declared(subject, says, place);
}

/** Whatever holds data, for columns. */
const holders: readonly AssetKind[] = ["dataset", "feature_view", "ml_model"];

/** The asset that the text means; a column after `#` is no part of it. */
function referenceTo(text: string, kinds: readonly AssetKind[], namespace: string): Reference {
  const hash = text.lastIndexOf("#");
  return { by: "text", text: hash > 0 ? text.slice(0, hash) : text, kinds, namespace };
}

/** `asset#column`; undefined for text without a column. */
export function columnReference(text: string, namespace: string): ColumnReference | undefined {
  const hash = text.lastIndexOf("#");
  const column = text.slice(hash + 1).trim();
  if (hash < 1 || column === "") return undefined;
  return { asset: referenceTo(text, holders, namespace), column };
}
