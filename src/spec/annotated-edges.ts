import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Claim } from "../model/claim.ts";
import { itemsOf, unreadable, type Annotation, type Annotations } from "./annotations.ts";
import { columnReference, declared, edgeClaim, type EdgeForm, type Subject } from "./subject.ts";
import { viaOf } from "./via.ts";

interface Read {
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
}

const forms = {
  reads: { edge: "reads", end: "to", kinds: ["dataset", "feature_view", "ml_model"] },
  writes: { edge: "writes", end: "from", kinds: ["dataset", "feature_view"] },
  trains: { edge: "trains", end: "from", kinds: ["ml_model"] },
  evaluates: { edge: "evaluates", end: "from", kinds: ["ml_model"] },
  serves: { edge: "serves", end: "to", kinds: ["ml_model", "model_version"] },
} as const satisfies Readonly<Record<string, EdgeForm>>;
const names = ["reads", "writes", "trains", "evaluates", "serves"] as const;

/** What an object moves, trains and serves by its annotations. */
export function annotatedEdges(annotations: Annotations, subject: Subject): Read {
  const edges = names.map((name) => {
    const all = annotations.all(name);
    return {
      claims: all.flatMap((annotation) => edgesOf(annotation, forms[name], subject)),
      diagnostics: all
        .filter(({ text }) => referencesOf(text).length === 0)
        .map((annotation) => unreadable(name, annotation, subject.key)),
    };
  });
  const columns = annotations.all("derives").map((annotation) => columnsOf(annotation, subject));
  const parts = [...edges, ...columns];
  return {
    claims: parts.flatMap(({ claims }) => claims),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}

function edgesOf({ text, place }: Annotation, form: EdgeForm, subject: Subject): readonly Claim[] {
  return referencesOf(text).map((item) => {
    const optional = item.endsWith("?optional");
    const name = optional ? item.slice(0, -"?optional".length) : item;
    return edgeClaim(subject, form, {
      text: name,
      place,
      condition: optional ? "optional" : undefined,
    });
  });
}

/**
 * The references of a list. In `shop/orders#id,amount` the comma parts columns and not references:
 * a bare word after a reference with columns is a column of it.
 */
function referencesOf(text: string): readonly string[] {
  const references: string[] = [];
  for (const line of text.split("\n")) {
    let listsColumns = false;
    for (const item of itemsOf(line)) {
      const bare = !/[/:#]/u.test(item);
      if (bare && listsColumns) continue;
      references.push(item);
      listsColumns = item.includes("#");
    }
  }
  return references;
}

const statement = /^([^<>[\]]+)<-([^<>[\]]+)(?:\[([a-z_:0-9]+)\])?$/u;

/** `shop/daily#total <- shop/orders#amount, shop/fx#rate [aggregation]`, one to a line. */
function columnsOf(annotation: Annotation, subject: Subject): Read {
  const claims: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const line of annotation.text.split("\n").map((text) => text.trim())) {
    if (line === "") continue;
    const [, target = "", sources = "", via] = statement.exec(line) ?? [];
    const to = column(target, subject);
    const from = itemsOf(sources).map((source) => column(source, subject));
    const known = from.filter((source) => source !== undefined);
    if (to === undefined || known.length === 0 || known.length < from.length) {
      diagnostics.push(unreadable("derives", { ...annotation, text: line }, subject.key));
    } else {
      claims.push(
        declared(subject, { is: "derives", to, from: known, via: viaOf(via) }, annotation.place),
      );
    }
  }
  return { claims, diagnostics };
}

/** `shop/orders#amount`; without `#`, what follows the last dot is the column. */
function column(text: string, { namespace }: Subject): ReturnType<typeof columnReference> {
  const trimmed = text.trim();
  const dot = trimmed.lastIndexOf(".");
  const hashed = trimmed.includes("#") || dot < 0;
  return columnReference(
    hashed ? trimmed : `${trimmed.slice(0, dot)}#${trimmed.slice(dot + 1)}`,
    namespace,
  );
}
