import { sceneOf, type Scene } from "../drawing/scene.ts";
import type { AssetId } from "../model/ids.ts";
import {
  around,
  between,
  colouredTags,
  columnsAround,
  paintOf,
  type ColourBy,
  type Model,
  type Way,
} from "./model.ts";
import type { Emphasis } from "./stage.ts";

/** What the person has chosen. */
export interface State {
  readonly focus: { readonly id: AssetId; readonly way: Way } | undefined;
  readonly expanded: ReadonlySet<AssetId>;
  readonly selected: AssetId | undefined;
  readonly column: { readonly asset: AssetId; readonly name: string } | undefined;
  /** Where a path is to begin, until its end is chosen. */
  readonly pathStart: AssetId | undefined;
  readonly path: ReadonlySet<AssetId> | undefined;
  readonly colourBy: ColourBy;
}

export function firstState({ data }: Model): State {
  return {
    focus: undefined,
    expanded: data.columns ? new Set(data.nodes.map(({ id }) => id)) : new Set(),
    selected: data.focus,
    column: undefined,
    pathStart: undefined,
    path: undefined,
    colourBy: data.base === undefined ? "kind" : "change",
  };
}

/** The picture of what is shown: everything, or what lies around the focus. */
export function sceneFor(model: Model, { focus, expanded }: State): Scene {
  const { nodes, edges, columnEdges } = model.data;
  const shown = focus === undefined ? undefined : around(model, focus.id, focus.way);
  const has = (id: AssetId): boolean => shown?.has(id) !== false;
  return sceneOf(
    {
      nodes: nodes.filter(({ id }) => has(id)),
      edges: edges.filter(({ from, to }) => has(from) && has(to)),
      columnEdges: columnEdges.filter(({ from, to }) => has(from.asset) && has(to.asset)),
    },
    (id) => expanded.has(id),
  );
}

export function emphasisFor(model: Model, state: State): Emphasis {
  const { focus, selected, column, path, colourBy } = state;
  const tags = colouredTags(model);
  const way = column && columnsAround(model, column.asset, column.name);
  return {
    focus: focus?.id,
    selected,
    lit: path ?? way?.assets ?? litAround(model, state),
    litColumns: way?.columns,
    paint: (id) => {
      const node = model.nodeOf.get(id);
      return node === undefined ? "" : paintOf(node, colourBy, tags);
    },
  };
}

function litAround(model: Model, { selected }: State): ReadonlySet<AssetId> | undefined {
  return selected === undefined ? undefined : around(model, selected, "both");
}

/** The state after an asset was chosen: the end of a path where one was begun. */
export function chosen(model: Model, state: State, id: AssetId): State {
  const { pathStart } = state;
  const path =
    pathStart === undefined || pathStart === id ? undefined : between(model, pathStart, id);
  return { ...state, selected: id, column: undefined, pathStart: undefined, path };
}
