import type { ASTNode } from "@marcbachmann/cel-js";
import { boundOfField, otherBound } from "./model.ts";
import { bindingIn, childrenOf, loopIn } from "./syntax.ts";

/** Greatest list length of each name in scope, and of each function's result. */
export interface Bounds {
  readonly variables: Readonly<Record<string, number>>;
  readonly functions: Readonly<Record<string, number>>;
}

/**
 * Steps that an expression may take: a loop costs its list's bound times its body, so nesting
 * multiplies; `in` searches its list. Over-approximate, from syntax alone.
 */
export function costOf(node: ASTNode, bounds: Bounds): number {
  const binding = bindingIn(node);
  if (binding !== undefined) {
    const { name, value, body } = binding;
    return costOf(value, bounds) + costOf(body, inScope(bounds, name, boundOf(value, bounds)));
  }
  const loop = loopIn(node);
  if (loop !== undefined) {
    const inner = inScope(bounds, loop.name, otherBound);
    const turn = loop.bodies.reduce((sum, body) => sum + costOf(body, inner), 1);
    return costOf(loop.list, bounds) + boundOf(loop.list, bounds) * turn;
  }
  const below = childrenOf(node).reduce((sum, child) => sum + costOf(child, bounds), 0);
  return node.op === "in" ? below + boundOf(node.args[1], bounds) : below;
}

/** Greatest length of the list that the node yields; meaningless for other values. */
export function boundOf(node: ASTNode, bounds: Bounds): number {
  const of = (part: ASTNode): number => boundOf(part, bounds);
  if (node.op === "list") return node.args.length;
  if (node.op === "id") return bounds.variables[node.args] ?? otherBound;
  if (node.op === "." || node.op === ".?") return boundOfField(node.args[1]);
  if (node.op === "+") return of(node.args[0]) + of(node.args[1]);
  if (node.op === "?:") return Math.max(of(node.args[1]), of(node.args[2]));
  if (node.op === "call") return bounds.functions[node.args[0]] ?? otherBound;
  return node.op === "rcall" ? boundOfMethod(node, bounds) : otherBound;
}

function boundOfMethod(node: ASTNode, bounds: Bounds): number {
  const loop = loopIn(node);
  if (loop !== undefined) return boundOf(loop.list, bounds);
  const binding = bindingIn(node);
  if (binding === undefined) return otherBound;
  const inner = inScope(bounds, binding.name, boundOf(binding.value, bounds));
  return boundOf(binding.body, inner);
}

function inScope(bounds: Bounds, name: ASTNode | undefined, bound: number): Bounds {
  if (name?.op !== "id") return bounds;
  return { ...bounds, variables: { ...bounds.variables, [name.args]: bound } };
}
