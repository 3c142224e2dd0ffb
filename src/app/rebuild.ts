import { shortened } from "../base/text.ts";
import type { Rebuild, RebuildResult } from "../attest/verify-report.ts";
import type { Statement } from "../attest/statement.ts";
import { payloadBytes } from "../attest/payload.ts";
import { canonicalJson } from "../base/canonical.ts";
import type { ObjectId } from "../base/digest.ts";
import { isObject, type Json, type JsonObject } from "../base/json.ts";
import type { ReadTree } from "../base/ports.ts";
import type { Host, Tool } from "./host.ts";
import { openReader, type Reader, type ReadState } from "./snapshots.ts";
import { sourceTree, statementOf } from "./statement.ts";

/** How far back a rebuild looks for the trees of statements. */
const commitsMax = 2_000;

/**
 * Recomputes a statement from the commits that hold its trees. The statement's own day, and its
 * `log` and `replaces`, are taken as given: the first is an input, the others depend on the ledger.
 * Never a match where something was not recomputed.
 */
export function rebuilder(host: Host, start: ReadTree): Rebuild {
  const trees = treesBySource(host, start);
  const reader = openReader({ tool: host.tool });
  return async (statement) => {
    const { base, head, tool } = statement.predicate;
    if (tool.sha256 !== host.tool.sha256) {
      return notChecked(
        `it was made by ${tool.name} ${tool.version} (${tool.sha256.slice(0, 12)}), not by this build`,
      );
    }
    const [from, to] = [await trees(base?.gitTree), await trees(head.gitTree)];
    if (to === undefined)
      return notChecked("its tree is in no commit that can be reached from here");
    if (from === undefined)
      return notChecked(
        "the tree it was compared with is in no commit that can be reached from here",
      );
    return compareWith(
      statement,
      { base: await read(reader, from), head: await read(reader, to) },
      host.tool,
    );
  };
}

async function read(reader: Promise<Reader>, tree: ReadTree): Promise<ReadState> {
  return (await reader).read(tree);
}

async function compareWith(
  statement: Statement,
  states: { readonly base: ReadState; readonly head: ReadState },
  tool: Tool,
): Promise<RebuildResult> {
  const { asOf, log, replaces } = statement.predicate;
  const rebuilt = (await statementOf(states, { asOf, tool, heads: new Map() })).statement;
  const again: Statement = {
    ...rebuilt,
    predicate: { ...rebuilt.predicate, replaces, ...(log !== undefined && { log }) },
  };
  const same = Buffer.from(payloadBytes(again)).equals(payloadBytes(statement));
  if (same) return { state: "match", detail: "the same bytes" };
  return { state: "differs", detail: differences(statement, again).join("; ") };
}

/** The paths at which two values differ, with both values; at most a few. */
function differences(signed: Json, rebuilt: Json, at = ""): readonly string[] {
  if (canonicalJson(signed) === canonicalJson(rebuilt)) return [];
  if (isObject(signed) && isObject(rebuilt))
    return memberDifferences(signed, rebuilt, at).slice(0, 5);
  return [`${at || "/"}: signed ${shown(signed)}, rebuilt ${shown(rebuilt)}`];
}

function memberDifferences(signed: JsonObject, rebuilt: JsonObject, at: string): readonly string[] {
  const keys = [...new Set([...Object.keys(signed), ...Object.keys(rebuilt)])];
  return keys.flatMap((key) =>
    differences(signed[key] ?? null, rebuilt[key] ?? null, `${at}/${key}`),
  );
}

function shown(value: Json): string {
  return shortened(canonicalJson(value), 60);
}

function notChecked(detail: string): RebuildResult {
  return { state: "not checked", detail };
}

/**
 * Finds the tree with a given id among the working tree and the commits that HEAD reaches, ledger
 * folders apart. Commits are looked at only as far as needed; no id means the empty tree.
 */
function treesBySource(
  { repository }: Pick<Host, "repository">,
  start: ReadTree,
): (id: ObjectId | undefined) => Promise<ReadTree | undefined> {
  const found = new Map<ObjectId, ReadTree>();
  const seen = new Set<ObjectId>();
  const queue: ObjectId[] = [];
  let begun = false;
  const remember = async (tree: ReadTree): Promise<void> => {
    found.set(sourceTree({ entries: await tree.list(), tree }), tree);
  };
  const advance = async (): Promise<boolean> => {
    if (!begun) {
      begun = true;
      await remember(start);
      const head = await repository.head();
      if (head !== undefined) queue.push(head);
      return true;
    }
    const next = queue.shift();
    if (next === undefined || seen.size >= commitsMax) return false;
    if (seen.has(next)) return true;
    seen.add(next);
    await remember(await repository.openCommit(next));
    queue.push(...(await repository.commit(next)).parents);
    return true;
  };
  return async (id) => {
    if (id === undefined) return repository.openEmpty();
    // One commit after the other, newest first: most statements are about recent trees.
    // oxlint-disable-next-line no-await-in-loop
    while (!found.has(id) && (await advance()));
    return found.get(id);
  };
}
