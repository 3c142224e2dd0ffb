import { grouped } from "../base/group.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { IDN_004, IDN_006 } from "../diagnostic/rules/idn.ts";
import type { AssetId } from "../model/ids.ts";
import type { Asset, Edge } from "../model/snapshot.ts";

type Node = Pick<Asset, "id" | "toolKey" | "facets">;

/** Datasets with several writers that declare one (IDN-004), or that a job reads and writes (IDN-006). */
export function writerFindings(
  assets: readonly Node[],
  edges: readonly Edge[],
): readonly Diagnostic[] {
  const written = grouped(
    edges.filter(({ kind }) => kind === "writes"),
    ({ to }) => to,
  );
  const reads = grouped(
    edges.filter(({ kind }) => kind === "reads"),
    ({ to }) => to,
  );
  const wholes = grouped(
    edges.filter(({ kind }) => kind === "contains"),
    ({ to }) => to,
  );
  const nodes = new Map(assets.map((asset) => [asset.id, asset]));
  return [...written].flatMap(([id, writes]) => {
    const dataset = nodes.get(id);
    if (dataset === undefined) return [];
    const loops = writes.flatMap((write) => {
      const read = reads.get(write.from)?.find(({ from }) => from === id);
      const allowed = updatesInPlace(dataset) || updatesInPlace(nodes.get(write.from));
      return read === undefined || allowed ? [] : [loop(dataset, { read, write })];
    });
    return severalWriters(dataset, outermost(writes, wholes)).concat(loops);
  });
}

/** Writers, without those that only contain another writer or are contained in one. */
function outermost(
  writes: readonly Edge[],
  wholes: ReadonlyMap<AssetId, readonly Edge[]>,
): readonly Edge[] {
  const writers = new Set(writes.map(({ from }) => from));
  return writes.filter(({ from }) => !wholes.get(from)?.some((whole) => writers.has(whole.from)));
}

function severalWriters(dataset: Node, writes: readonly Edge[]): readonly Diagnostic[] {
  const [first, second] = writes;
  if (first === undefined || second === undefined || dataset.facets.writers?.value === "many")
    return [];
  return [
    diagnose(IDN_004, {
      message: `${dataset.id} has ${writes.length} writers: ${writes
        .slice(0, 5)
        .map(({ from }) => from)
        .join(", ")}`,
      place: second.place,
      help: "declare writers: many on the dataset, or tell the tool that the writers are one job",
      asset: dataset.id,
      subject: dataset.toolKey,
      related: [{ message: `written by ${first.from}`, place: first.place }],
    }),
  ];
}

const inPlace: ReadonlySet<unknown> = new Set(["incremental", "snapshot", "stream"]);

/** Whether reading what one writes is the declared way of working. */
function updatesInPlace(node: Node | undefined): boolean {
  const { materialization, incremental, type } = node?.facets ?? {};
  return (
    inPlace.has(materialization?.value) || incremental?.value === true || type?.value === "volume"
  );
}

function loop(
  dataset: Node,
  { read, write }: { readonly read: Edge; readonly write: Edge },
): Diagnostic {
  return diagnose(IDN_006, {
    message: `${write.from} reads and writes ${dataset.id}`,
    place: write.place,
    help: "declare materialization: incremental on the dataset if that is meant",
    asset: dataset.id,
    subject: dataset.toolKey,
    related: [{ message: "read here", place: read.place }],
  });
}
