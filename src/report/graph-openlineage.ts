import { grouped } from "../base/group.ts";
import type { JsonObject } from "../base/json.ts";
import type { Via } from "../model/claim.ts";
import type { GraphColumnEdge, GraphEdge, GraphNode, GraphView } from "../model/graph-view.ts";
import { kindOf, nameOf, type AssetId } from "../model/ids.ts";
import { dataEdges, type AssetKind, type EdgeKind } from "../model/kinds.ts";
import type { Reporter } from "./document.ts";
import type { GraphDocument } from "./graph-document.ts";
import { lineText } from "./json.ts";

const spec = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs";
const facets = "https://openlineage.io/spec/facets";

/** What OpenLineage calls a job, and what it has no word for; all else is a dataset to it. */
const jobKinds: ReadonlySet<AssetKind> = new Set([
  "job",
  "step",
  "workload",
  "service",
  "app",
  "exposure",
]);
const unspoken: ReadonlySet<AssetKind> = new Set(["principal", "secret"]);
/** The flow of data; who owns, deploys or may read is no lineage to it. */
const spoken: ReadonlySet<EdgeKind> = new Set([...dataEdges, "evaluates"]);

/**
 * The graph as OpenLineage static metadata: one `DatasetEvent` or `JobEvent` for each asset, as a
 * JSON array with an event on each line, at the beginning of the day that the run is about.
 *
 * @see https://openlineage.io/docs/spec/static-lineage, spec version 2-0-2
 */
export const graphOpenLineageReporter: Reporter<GraphDocument> = {
  name: "openlineage",
  mediaType: "application/json",
  render: (document) => {
    const events = eventsOf(document).map(lineText);
    return events.length === 0 ? "[]\n" : `[\n${events.join(",\n")}\n]\n`;
  },
};

interface Ends {
  readonly into: ReadonlyMap<AssetId, readonly GraphEdge[]>;
  readonly out: ReadonlyMap<AssetId, readonly GraphEdge[]>;
  readonly columns: ReadonlyMap<AssetId, readonly GraphColumnEdge[]>;
}

function eventsOf(document: GraphDocument): readonly JsonObject[] {
  const { view, asOf, tool } = document;
  const producer = `https://lineagectl.dev/${tool.name}/${tool.version}`;
  const ends = endsOf(view);
  return view.nodes
    .filter(({ kind, change }) => !unspoken.has(kind) && change !== "removed")
    .map((node) => {
      const job = jobKinds.has(node.kind);
      return {
        eventTime: `${asOf}T00:00:00Z`,
        producer,
        schemaURL: `${spec}/${job ? "JobEvent" : "DatasetEvent"}`,
        ...(job ? jobParts(node, ends, producer) : { dataset: datasetOf(node, ends, producer) }),
      };
    });
}

function endsOf({ edges, columnEdges }: GraphView): Ends {
  const flow = edges.filter(({ kind, change }) => spoken.has(kind) && change !== "removed");
  return {
    into: grouped(flow, ({ to }) => to),
    out: grouped(flow, ({ from }) => from),
    columns: grouped(
      columnEdges.filter(({ change }) => change !== "removed"),
      ({ to }) => to.asset,
    ),
  };
}

/**
 * Namespace and name as OpenLineage has them for datasets and jobs. Of other kinds the namespace
 * begins with the kind, so that a model and a table of one name stay two.
 */
function named(id: AssetId): { readonly namespace: string; readonly name: string } {
  const [kind, words] = [kindOf(id), nameOf(id)];
  const uri = /^[a-z0-9+.-]+:\/\/[^/]*/u.exec(words)?.[0];
  const namespace = uri ?? words.slice(0, Math.max(0, words.indexOf("/")));
  const name = words.slice(namespace.length).replace(/^\//u, "");
  const prefix = kind === "dataset" || kind === "job" ? "" : `${kind}:`;
  return { namespace: `${prefix}${namespace}` || "default", name: name || words };
}

function jobParts({ id, ...node }: GraphNode, { into, out }: Ends, producer: string): JsonObject {
  const [before, after] = [into.get(id) ?? [], out.get(id) ?? []];
  const inputs = endNames(before, "from").filter((end) => !isJob(end));
  const outputs = endNames(after, "to").filter((end) => !isJob(end));
  const jobs = endNames(before, "from").filter(isJob);
  const entry = { type: "JOB", inputs: jobs.map((job) => ({ ...named(job), type: "JOB" })) };
  return {
    job: {
      ...named(id),
      facets: {
        ...ownershipOf(node, producer, "Job"),
        ...tagsOf({ ...node, columns: [] }, producer, "Job"),
        ...(jobs.length > 0 && {
          lineage: {
            ...facet(producer, "1-0-0/LineageFacet.json#/$defs/LineageJobFacet"),
            entries: [entry],
          },
        }),
      },
    },
    inputs: inputs.map(named),
    outputs: outputs.map(named),
  };
}

function isJob(id: AssetId): boolean {
  return jobKinds.has(kindOf(id));
}

function endNames(edges: readonly GraphEdge[], end: "from" | "to"): readonly AssetId[] {
  return [...new Set(edges.map((edge) => edge[end]))];
}

function datasetOf({ id, ...node }: GraphNode, ends: Ends, producer: string): JsonObject {
  const sources = endNames(ends.into.get(id) ?? [], "from").filter((end) => !isJob(end));
  return {
    ...named(id),
    facets: {
      ...(node.kind !== "dataset" && {
        datasetType: {
          ...facet(producer, "1-0-1/DatasetTypeDatasetFacet.json#/$defs/DatasetTypeDatasetFacet"),
          datasetType: node.kind.replace("ml_", "").toUpperCase(),
        },
      }),
      ...ownershipOf(node, producer, "Dataset"),
      ...tagsOf(node, producer, "Dataset"),
      ...schemaOf(node, producer),
      ...columnLineageOf(ends.columns.get(id) ?? [], producer),
      ...(sources.length > 0 && {
        lineage: {
          ...facet(producer, "1-0-0/LineageFacet.json#/$defs/LineageDatasetFacet"),
          inputs: sources.map((source) => ({ ...named(source), type: "DATASET" })),
        },
      }),
    },
  };
}

function facet(producer: string, path: string): JsonObject {
  return { _producer: producer, _schemaURL: `${facets}/${path}` };
}

function ownershipOf(
  { owner }: Pick<GraphNode, "owner">,
  producer: string,
  of: "Dataset" | "Job",
): JsonObject {
  if (owner === undefined) return {};
  const path = `1-0-1/Ownership${of}Facet.json#/$defs/Ownership${of}Facet`;
  return { ownership: { ...facet(producer, path), owners: [{ name: `team:${owner}` }] } };
}

/** Its kind is a tag too: OpenLineage tells only datasets from jobs. */
function tagsOf(
  { kind, tags, columns }: Pick<GraphNode, "kind" | "tags" | "columns">,
  producer: string,
  of: "Dataset" | "Job",
): JsonObject {
  const ofColumns = columns.flatMap(({ name, tags: marks }) =>
    marks.map((mark) => ({ ...tag(mark), field: name })),
  );
  const path = `1-0-0/Tags${of}Facet.json#/$defs/Tags${of}Facet`;
  const all = [tag("lineagectl.kind", kind), ...tags.map((word) => tag(word)), ...ofColumns];
  return { tags: { ...facet(producer, path), tags: all } };
}

function tag(key: string, value = "true"): JsonObject {
  return { key, value, source: "LINEAGECTL" };
}

function schemaOf({ columns }: Pick<GraphNode, "columns">, producer: string): JsonObject {
  if (columns.length === 0) return {};
  const fields = columns.map(({ name, type }, at) => ({
    name,
    ...(type !== undefined && { type }),
    ordinal_position: at + 1,
  }));
  const path = "1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet";
  return { schema: { ...facet(producer, path), fields } };
}

function columnLineageOf(edges: readonly GraphColumnEdge[], producer: string): JsonObject {
  if (edges.length === 0) return {};
  const fields = [...grouped(edges, ({ to }) => to.column)].map(([column, group]) => {
    const inputFields = group.map(({ from, via }) => ({
      ...named(from.asset),
      field: from.column,
      transformations: [transformationOf(via)],
    }));
    return [column, { inputFields }] as const;
  });
  const path = "1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet";
  return { columnLineage: { ...facet(producer, path), fields: Object.fromEntries(fields) } };
}

/** @see https://openlineage.io/docs/spec/facets/dataset-facets/column_lineage_facet */
function transformationOf(via: Via): JsonObject {
  if (via.startsWith("masking:")) {
    const description = via.slice("masking:".length);
    return { type: "DIRECT", subtype: "TRANSFORMATION", masking: true, description };
  }
  const direct = via === "identity" || via === "aggregation" || via === "transformation";
  return {
    type: direct ? "DIRECT" : "INDIRECT",
    subtype: via.toUpperCase(),
    masking: false,
  };
}
