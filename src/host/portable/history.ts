import type { ObjectId } from "../../base/digest.ts";
import { Failure } from "../../base/failure.ts";
import { readCommit } from "./objects.ts";
import type { PortablePlace } from "./place.ts";

interface Node {
  readonly id: ObjectId;
  readonly parents: readonly ObjectId[];
  readonly seconds: number;
}

/** Which of the two commits reaches a commit, and whether a later common one does. */
const fromA = 1;
const fromB = 2;
const common = fromA | fromB;
const stale = 4;

/**
 * The best common ancestor, as `git merge-base` chooses it: one that no other common ancestor
 * reaches, the latest where there are several.
 *
 * @throws Failure `SHALLOW` where the history is cut off before one is found
 */
export async function mergeBase(
  place: PortablePlace,
  a: ObjectId,
  b: ObjectId,
): Promise<ObjectId | undefined> {
  const nodes = new Map<ObjectId, Promise<Node>>();
  const read = (id: ObjectId): Promise<Node> => {
    const known = nodes.get(id) ?? readNode(place, id);
    nodes.set(id, known);
    return known;
  };
  const found = a === b ? [await read(a)] : await commonAncestors(read, a, b);
  const best = await withoutReached(read, found);
  if (best.length === 0 && place.cut.size > 0) {
    throw new Failure(
      "SHALLOW",
      "the clone is shallow and holds no common ancestor of base and head",
      "git fetch --unshallow (in GitHub Actions: actions/checkout with fetch-depth: 0)",
    );
  }
  return best.toSorted((one, other) => other.seconds - one.seconds)[0]?.id;
}

type Read = (id: ObjectId) => Promise<Node>;

/** Walks both histories from the latest commit on until only what common ancestors reach is left. */
async function commonAncestors(read: Read, a: ObjectId, b: ObjectId): Promise<readonly Node[]> {
  const flags = new Map<ObjectId, number>();
  const queue: Node[] = [];
  const results: Node[] = [];
  const mark = async (id: ObjectId, flag: number): Promise<void> => {
    const before = flags.get(id) ?? 0;
    if ((before & flag) === flag) return;
    flags.set(id, before | flag);
    const node = await read(id);
    const at = queue.findIndex(({ seconds }) => seconds < node.seconds);
    queue.splice(at < 0 ? queue.length : at, 0, node);
  };
  await mark(a, fromA);
  await mark(b, fromB);
  while (queue.some(({ id }) => ((flags.get(id) ?? 0) & stale) === 0)) {
    const node = queue.shift();
    if (node === undefined) break;
    const flag = flags.get(node.id) ?? 0;
    const isCommon = (flag & common) === common;
    if (isCommon && !results.includes(node)) results.push(node);
    // Ordered on purpose: the latest commit decides what is looked at next.
    // oxlint-disable-next-line no-await-in-loop
    for (const parent of node.parents) await mark(parent, isCommon ? flag | stale : flag);
  }
  return results.filter(({ id }) => ((flags.get(id) ?? 0) & stale) === 0);
}

/** Clocks that run wrong can leave a common ancestor that another one reaches. */
async function withoutReached(read: Read, nodes: readonly Node[]): Promise<readonly Node[]> {
  if (nodes.length < 2) return nodes;
  const reached = await Promise.all(nodes.map((node) => ancestorsOf(read, node)));
  return nodes.filter(
    ({ id }, index) => !reached.some((ids, other) => other !== index && ids.has(id)),
  );
}

async function ancestorsOf(read: Read, { parents }: Node): Promise<ReadonlySet<ObjectId>> {
  const seen = new Set<ObjectId>();
  const queue = [...parents];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    // oxlint-disable-next-line no-await-in-loop -- each commit says what comes next
    queue.push(...(await read(id)).parents);
  }
  return seen;
}

/** At the edge of a shallow clone a commit counts as having no parents. */
async function readNode(place: PortablePlace, id: ObjectId): Promise<Node> {
  const { info, seconds } = await readCommit(place, id);
  return { id, parents: place.cut.has(id) ? [] : info.parents, seconds };
}
