import { kindWords } from "../drawing/card.ts";
import type { PageNode } from "../drawing/page-data.ts";
import type { GraphEdge } from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";
import { button, html } from "./dom.ts";
import { columnsAround, type Model, type Way } from "./model.ts";

/** What can be done from the panel. */
export interface Deeds {
  readonly choose: (id: AssetId) => void;
  readonly focus: (id: AssetId, way: Way) => void;
  readonly expand: (id: AssetId) => void;
  readonly startPath: (id: AssetId) => void;
  readonly chooseColumn: (id: AssetId, column: string) => void;
}

/** How many assets a list shows before it says how many more there are. */
const listMax = 200;

/** Everything that is known about one asset. */
export function details(node: PageNode, model: Model, deeds: Deeds): readonly HTMLElement[] {
  const { id, kind, name, owner, tags, at, place, change, cost, columns } = node;
  const facts = [
    ["Kind", kindWords(kind)],
    ["Owner", owner ?? "nobody declared"],
    ["Declared", at ?? place?.path ?? "not here, only referred to"],
    ...(cost === undefined ? [] : [["Cost per month", cost.words]]),
    ...(change === undefined ? [] : [["Change", change]]),
    ...(tags.length === 0 ? [] : [["Tags", tags.join(", ")]]),
  ];
  return [
    html("h2", {}, name),
    html("p", { class: "id" }, id),
    html(
      "dl",
      {},
      ...facts.flatMap(([term = "", words = ""]) => [html("dt", {}, term), html("dd", {}, words)]),
    ),
    html(
      "div",
      { class: "deeds" },
      button("Around it", () => deeds.focus(id, "both")),
      button("Upstream", () => deeds.focus(id, "up")),
      button("Downstream", () => deeds.focus(id, "down")),
      button("Path to…", () => deeds.startPath(id)),
      ...(columns.length === 0 ? [] : [button("Columns", () => deeds.expand(id))]),
    ),
    ...looseList(node),
    ...edgeList("Comes from", model.into.get(id) ?? [], "from", { model, deeds }),
    ...edgeList("Leads to", model.out.get(id) ?? [], "to", { model, deeds }),
    ...columnList(node, model, deeds),
  ];
}

function looseList({ unresolved }: PageNode): readonly HTMLElement[] {
  if (unresolved.length === 0) return [];
  const items = unresolved.map(({ edge, text, reason }) =>
    html("li", {}, `${edge.replaceAll("_", " ")} ${text}: ${reason}`),
  );
  return [html("h3", {}, "Leads nowhere"), html("ul", {}, ...items)];
}

function edgeList(
  title: string,
  edges: readonly GraphEdge[],
  end: "from" | "to",
  { model, deeds }: { readonly model: Model; readonly deeds: Deeds },
): readonly HTMLElement[] {
  if (edges.length === 0) return [];
  const items = edges.slice(0, listMax).map((edge) => {
    const id = edge[end];
    const words = [edge.kind.replaceAll("_", " "), edge.strength, edge.change].filter(
      (word) => word !== undefined && word !== "declared",
    );
    const open = button(model.nodeOf.get(id)?.name ?? id, () => deeds.choose(id), {
      class: "link",
      title: id,
    });
    return html("li", {}, open, html("span", { class: "note" }, words.join(", ")));
  });
  return [
    html("h3", {}, `${title} (${edges.length})`),
    html("ul", {}, ...items, ...more(edges.length)),
  ];
}

function columnList({ id, columns }: PageNode, model: Model, deeds: Deeds): readonly HTMLElement[] {
  if (columns.length === 0) return [];
  const items = columns.slice(0, listMax).map(({ name, type = "", tags }) => {
    const linked = columnsAround(model, id, name).columns.size - 1;
    const words = [type, ...tags, ...(linked === 0 ? [] : [`${linked} linked`])];
    const open = button(name, () => deeds.chooseColumn(id, name), { class: "link" });
    return html(
      "li",
      {},
      open,
      html("span", { class: "note" }, words.filter((word) => word !== "").join(", ")),
    );
  });
  return [
    html("h3", {}, `Columns (${columns.length})`),
    html("ul", {}, ...items, ...more(columns.length)),
  ];
}

/** All assets, or those that were searched for, to be read and chosen without the picture. */
export function list(nodes: readonly PageNode[], deeds: Deeds): readonly HTMLElement[] {
  const items = nodes.slice(0, listMax).map(({ id, name, kind, owner }) => {
    const open = button(name, () => deeds.choose(id), { class: "link", title: id });
    const words = owner === undefined ? kindWords(kind) : `${kindWords(kind)}, ${owner}`;
    return html("li", {}, open, html("span", { class: "note" }, words));
  });
  const title = nodes.length === 1 ? "1 asset" : `${nodes.length} assets`;
  return [html("h2", {}, title), html("ul", {}, ...items, ...more(nodes.length))];
}

function more(count: number): readonly HTMLElement[] {
  return count <= listMax ? [] : [html("li", { class: "note" }, `${count - listMax} more: search`)];
}
