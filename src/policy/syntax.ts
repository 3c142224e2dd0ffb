import type { ASTNode } from "@marcbachmann/cel-js";

/** Macros that run their last argument once per element of their receiver. */
const loops: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "map", "filter"]);

/** The operands of a node, in source order. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  if (node.op === "value" || node.op === "id") return [];
  if (node.op === "." || node.op === ".?") return [node.args[0]];
  if (node.op === "!_" || node.op === "-_") return [node.args];
  if (node.op === "call") return node.args[1];
  if (node.op === "rcall") return [node.args[1], ...node.args[2]];
  return node.op === "map" ? node.args.flat() : node.args;
}

/** The node and everything below it, parents first. */
export function* nodesOf(node: ASTNode): Generator<ASTNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

export interface Loop {
  readonly list: ASTNode;
  readonly name: ASTNode | undefined;
  /** What runs once per element. */
  readonly bodies: readonly ASTNode[];
}

/** The parts of a loop such as `asset.columns.all(c, …)`; undefined for any other node. */
export function loopIn(node: ASTNode): Loop | undefined {
  if (node.op !== "rcall" || !loops.has(node.args[0]) || node.args[2].length < 2) return undefined;
  const [name, ...bodies] = node.args[2];
  return { list: node.args[1], name, bodies };
}

export interface Binding {
  readonly name: ASTNode;
  readonly value: ASTNode;
  readonly body: ASTNode;
}

/** The parts of `cel.bind(name, value, body)`; undefined for any other node. */
export function bindingIn(node: ASTNode): Binding | undefined {
  if (node.op !== "rcall" || node.args[0] !== "bind") return undefined;
  const [name, value, body] = node.args[2];
  return name && value && body ? { name, value, body } : undefined;
}
