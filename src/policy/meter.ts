import { member } from "./policy-function.ts";
import type { ASTNode } from "@marcbachmann/cel-js";
import { loopIn, nodesOf } from "./syntax.ts";

/** Counts the steps of one evaluation and ends it when they are used up. */
export class Meter {
  #left = 0;

  start(steps: number): void {
    this.#left = steps;
  }

  get exhausted(): boolean {
    return this.#left < 0;
  }

  /** @throws Error once more steps were spent than the evaluation may take */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new Error("step budget used up");
  }
}

/** What the engine keeps on its nodes and its types do not tell (cel-js 8.0.0, pinned). */
interface Expanded {
  readonly meta: { readonly alternate: { readonly args: { readonly step: Step } } };
}
interface Step {
  readonly meta: { readonly evaluate: Run };
  evaluate: Run;
}
interface Operator {
  handle: Run;
}
type Run = (first: unknown, second: unknown, third: unknown, fourth?: unknown) => unknown;

const joining: ReadonlySet<string> = new Set(["in", "+", "==", "!="]);

/**
 * Makes a checked syntax tree report its steps: one per loop turn, and one per element or
 * character that `in`, `+`, equality and methods may touch. CEL in JavaScript has no other
 * interruption, and a doubling chain of `+` needs no loop at all.
 *
 * @throws TypeError if the engine's nodes are not as version 8.0.0 makes them
 */
export function install(meter: Meter, root: ASTNode): void {
  for (const node of nodesOf(root)) {
    if (loopIn(node) !== undefined) meterLoop(meter, node);
    else if (joining.has(node.op)) meterOperator(meter, node);
    else if (node.op === "rcall" && node.args[0] !== "size") meterMethod(meter, node);
  }
}

function meterLoop(meter: Meter, node: unknown): void {
  if (!isExpanded(node)) throw new TypeError("a loop without a step to count");
  const { step } = node.meta.alternate.args;
  const run = step.meta.evaluate;
  step.evaluate = (engine, tree, context) => {
    meter.spend(1);
    return run(engine, tree, context);
  };
}

function meterOperator(meter: Meter, node: unknown): void {
  if (!isOperator(node)) throw new TypeError("an operator without a handler to count");
  const run = node.handle;
  node.handle = (left, right, tree, engine) => {
    meter.spend(sizeOf(left) + sizeOf(right));
    return run(left, right, tree, engine);
  };
}

/** Macros have no handler: what they run is metered by itself. */
function meterMethod(meter: Meter, node: unknown): void {
  if (!isOperator(node)) return;
  const run = node.handle;
  node.handle = (values, engine, tree) => {
    if (Array.isArray(values)) for (const value of values) meter.spend(sizeOf(value));
    return run(values, engine, tree);
  };
}

function sizeOf(value: unknown): number {
  return typeof value === "string" || Array.isArray(value) ? value.length : 1;
}

function isExpanded(node: unknown): node is Expanded {
  const step = member(member(member(member(node, "meta"), "alternate"), "args"), "step");
  return typeof member(member(step, "meta"), "evaluate") === "function";
}

function isOperator(node: unknown): node is Operator {
  return typeof member(node, "handle") === "function";
}
