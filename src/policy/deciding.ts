import type { ASTNode } from "@marcbachmann/cel-js";
import type { FieldPath } from "./model.ts";
import { bindingIn, childrenOf, loopIn } from "./syntax.ts";

/**
 * The fields of `asset` whose values, with the parameters of the run, alone decide the
 * expression's; undefined where it names anything else, or calls a function that sees more than the values it is given.
 */
export function decidingFields(
  root: ASTNode,
  seesMore: (name: string) => boolean,
): readonly FieldPath[] | undefined {
  const fields: FieldPath[] = [];
  const isDecided = (node: ASTNode, bound: readonly string[]): boolean => {
    const path = chainOf(node);
    if (path !== undefined) {
      const [name = "", ...rest] = path;
      // Parameters are the same for every asset of a run.
      if (bound.includes(name) || name === "params") return true;
      if (name !== "asset" || rest.length === 0) return false;
      fields.push(rest);
      return true;
    }
    if (node.op === "call" && seesMore(node.args[0])) return false;
    return scopesOf(node).every(({ name, nodes }) => {
      const inner = name?.op === "id" ? [...bound, name.args] : bound;
      return nodes.every((child) => isDecided(child, inner));
    });
  };
  return isDecided(root, []) ? fields : undefined;
}

/** `asset.owner.team` as its names; undefined for anything that is no chain of names. */
function chainOf(node: ASTNode): readonly string[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op !== ".") return undefined;
  const before = chainOf(node.args[0]);
  return before && [...before, node.args[1]];
}

interface Scope {
  /** The name that is known in it, besides those of the outside. */
  readonly name?: ASTNode | undefined;
  readonly nodes: readonly ASTNode[];
}

function scopesOf(node: ASTNode): readonly Scope[] {
  const binding = bindingIn(node);
  if (binding !== undefined)
    return [{ nodes: [binding.value] }, { name: binding.name, nodes: [binding.body] }];
  const loop = loopIn(node);
  if (loop !== undefined) return [{ nodes: [loop.list] }, { name: loop.name, nodes: loop.bodies }];
  return [{ nodes: childrenOf(node) }];
}
