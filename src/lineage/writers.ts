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
  const nodes = new Map(assets.map((asset) => [asset.id, asset]));
  const writes = edges.filter(({ kind }) => kind === "writes");
  const wholes = grouped(
    edges.filter(({ kind }) => kind === "contains"),
    ({ to }) => to,
  );
  const several = [...grouped(writes, ({ to }) => to)].flatMap(([id, some]) => {
    const dataset = nodes.get(id);
    if (dataset === undefined || some.length < 2) return [];
    return severalWriters(dataset, outermost(some, wholes));
  });
  const loops = loopsOf(edges).flatMap(({ read, write }) => {
    const dataset = nodes.get(write.to);
    const allowed = updatesInPlace(dataset) || updatesInPlace(nodes.get(write.from));
    return dataset === undefined || allowed ? [] : [loop(dataset, { read, write })];
  });
  return [...several, ...loops];
}

/** Where a job reads what it writes: the two edges. */
export interface Loop {
  readonly read: Edge;
  readonly write: Edge;
}

/** Every job that reads what it writes. */
export function loopsOf(edges: readonly Edge[]): readonly Loop[] {
  const writes = grouped(
    edges.filter(({ kind }) => kind === "writes"),
    ({ from }) => from,
  );
  return edges.flatMap((read) => {
    const write =
      read.kind === "reads" ? writes.get(read.to)?.find(({ to }) => to === read.from) : undefined;
    return write === undefined ? [] : [{ read, write }];
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

function loop(dataset: Node, { read, write }: Loop): Diagnostic {
  return diagnose(IDN_006, {
    message: `${write.from} reads and writes ${dataset.id}`,
    place: write.place,
    help: "declare materialization: incremental on the dataset if that is meant",
    asset: dataset.id,
    subject: dataset.toolKey,
    related: [{ message: "read here", place: read.place }],
  });
}
