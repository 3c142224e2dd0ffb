import type { Rows } from "../model/graph.ts";

/**
 * The knots of a graph: its strongly connected components of more than one node, each sorted, in
 * the order of their first node; `out` holds the edges by their source. Tarjan's algorithm with a stack of its own, so that a chain of a
 * hundred thousand jobs cannot exhaust the engine's.
 */
export function knots(out: Rows, targets: Uint32Array): readonly (readonly number[])[] {
  const nodes = out.offsets.length - 1;
  const found: number[][] = [];
  const index = new Int32Array(nodes).fill(-1);
  const low = new Int32Array(nodes);
  const onStack = new Uint8Array(nodes);
  const next = out.offsets.slice();
  const stack: number[] = [];
  let counter = 0;
  const enter = (node: number): void => {
    index[node] = counter;
    low[node] = counter;
    counter += 1;
    stack.push(node);
    onStack[node] = 1;
  };
  const lower = (node: number, value: number | undefined): void => {
    low[node] = Math.min(low[node] ?? 0, value ?? 0);
  };
  const leave = (node: number): void => {
    if (low[node] !== index[node]) return;
    const knot = stack.splice(stack.lastIndexOf(node));
    for (const member of knot) onStack[member] = 0;
    if (knot.length > 1) found.push(knot.toSorted((a, b) => a - b));
  };
  for (let start = 0; start < nodes; start += 1) {
    if (index[start] !== -1) continue;
    const path = [start];
    enter(start);
    while (path.length > 0) {
      const node = path.at(-1) ?? 0;
      const row = next[node] ?? 0;
      if (row === out.offsets[node + 1]) {
        path.pop();
        leave(node);
        const parent = path.at(-1);
        if (parent !== undefined) lower(parent, low[node]);
        continue;
      }
      next[node] = row + 1;
      const target = targets[out.edges[row] ?? 0] ?? 0;
      if (index[target] === -1) {
        path.push(target);
        enter(target);
      } else if (onStack[target] === 1) lower(node, index[target]);
    }
  }
  return found.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}
