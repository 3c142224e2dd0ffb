import type { Alias } from "yaml";
import type { Json } from "../base/json.ts";
import { SYN_005, SYN_012 } from "../diagnostic/rules/syn.ts";
import type { Profile } from "./document.ts";
import { limits } from "./limits.ts";
import { halfCharacter, quoted, tooDeep, type Problem } from "./problem.ts";
import type { Span } from "./span.ts";

/** What is known while one document's nodes become values. */
export interface Walk {
  /** What a scalar means, and whether `<<` merges, as YAML 1.1 has it. */
  readonly profile: Profile;
  /** Whether the file holds an escape that can break a character in two. */
  readonly halves: boolean;
  readonly problems: Problem[];
  readonly anchors: Map<string, Anchor | "open">;
  /** Characters and nodes so far, those behind aliases included. */
  size: number;
  /** The part of `size` that aliases stand for. */
  expanded: number;
  /** Deepest level reached below the innermost open anchor. */
  deepest: number;
  /** Whether the document has no value: a limit was passed or an alias stands for nothing. */
  broken: boolean;
}

interface Anchor {
  readonly value: Json;
  readonly size: number;
  readonly height: number;
  uses: number;
}

/** A value and what its aliases will cost are kept under its anchor; `read` makes the value. */
export function anchored(walk: Walk, name: string, depth: number, read: () => Json): Json {
  const { size, deepest } = walk;
  walk.anchors.set(name, "open");
  walk.deepest = depth;
  const value = read();
  const height = walk.deepest - depth;
  walk.deepest = Math.max(deepest, walk.deepest);
  walk.anchors.set(name, { value, size: walk.size - size, height, uses: 0 });
  return value;
}

/**
 * The value that an alias stands for: the same value as at its anchor, not a copy. Its size counts
 * again each time, so that nobody who walks the result meets a billion nodes.
 */
export function aliasValue(walk: Walk, alias: Alias, depth: number): Json {
  const anchor = walk.anchors.get(alias.source);
  const span = spanOf(alias);
  if (anchor === undefined) return broken(walk, unknownAlias(alias.source, span));
  if (anchor === "open") return broken(walk, containsItself(alias.source, span));
  anchor.uses += 1;
  walk.size += anchor.size;
  walk.expanded += anchor.size;
  walk.deepest = Math.max(walk.deepest, depth + anchor.height);
  if (anchor.uses > limits.aliases || walk.expanded > limits.expansion) {
    return broken(walk, tooMany(alias.source, span));
  }
  return depth + anchor.height > limits.depth ? broken(walk, tooDeep(span)) : anchor.value;
}

/** Text that has a UTF-8 form: a half of a surrogate pair is reported and replaced. */
export function wellFormed(walk: Walk, text: string, span: Span): string {
  if (!walk.halves || text.isWellFormed()) return text;
  walk.problems.push(halfCharacter(span));
  return text.toWellFormed();
}

export function broken(walk: Walk, problem: Problem): null {
  walk.broken = true;
  walk.problems.push(problem);
  return null;
}

function unknownAlias(name: string, span: Span): Problem {
  return {
    rule: SYN_012,
    message: `no anchor ${quoted(`&${name}`)} stands before this alias`,
    span,
  };
}

function containsItself(name: string, span: Span): Problem {
  return { rule: SYN_012, message: `${quoted(`*${name}`)} stands inside its own anchor`, span };
}

function tooMany(name: string, span: Span): Problem {
  const message = `aliases of ${quoted(`&${name}`)} stand for too much content`;
  const help = "use an anchor at most 100 times, and aliases for at most 4 MiB in all";
  return { rule: SYN_005, message, span, help };
}

/** The text range of a node's value, without its comment; empty at the start where it has none. */
export function spanOf(node: { readonly range?: readonly number[] | null }): Span {
  const [start = 0, end = start] = node.range ?? [];
  return { start, end };
}
