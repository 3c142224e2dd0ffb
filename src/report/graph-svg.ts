import { grouped } from "../base/group.ts";
import { counted, visible } from "../base/text.ts";
import { cardShape, kindWords } from "../drawing/card.ts";
import { legendOf } from "../drawing/legend.ts";
import { flowShape, lineShape } from "../drawing/lines.ts";
import { sceneOf } from "../drawing/scene.ts";
import { markup, shape, type Shape } from "../drawing/shape.ts";
import { styleSheet } from "../drawing/style.ts";
import type { GraphView } from "../model/graph-view.ts";
import { nameOf } from "../model/ids.ts";
import type { Reporter } from "./document.ts";

const margin = 28;

/**
 * The graph as one SVG: assets as cards in columns from left to right, light or dark as the viewer
 * prefers, with a legend. It loads nothing, runs nothing, and its texts are measured, not guessed.
 *
 * @see https://www.w3.org/TR/SVG2/
 */
export const graphSvgReporter: Reporter<GraphView> = {
  name: "svg",
  mediaType: "image/svg+xml",
  render: graphSvg,
};

function graphSvg(view: GraphView): string {
  const scene = sceneOf(view, () => view.columns);
  const width = Math.max(scene.width, 420) + 2 * margin;
  const legend = legendOf(scene, width - 2 * margin);
  const legendTop = scene.height + 2 * margin;
  const height = legendTop + legend.height + (legend.height === 0 ? 0 : margin);
  const left = margin + Math.floor((width - 2 * margin - scene.width) / 2);
  const picture = shape(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "lg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-labelledby": "lg-title lg-desc",
    },
    shape("title", { id: "lg-title" }, titleOf(view)),
    shape("desc", { id: "lg-desc" }, descriptionOf(view)),
    shape("style", {}, styleSheet()),
    shape("rect", { class: "lg-paper", width, height, rx: 12 }),
    moved(
      [left, margin],
      ...scene.flows.map(flowShape),
      ...scene.lines.map(lineShape),
      ...scene.cards.map(({ corner, ...facts }) =>
        moved([corner.x, corner.y], cardShape(facts, facts.node.id === view.focus)),
      ),
    ),
    moved([margin, legendTop], ...legend.shapes),
  );
  return `${markup(picture, 2)}\n`;
}

function moved([x, y]: readonly [number, number], ...children: readonly Shape[]): Shape {
  return shape("g", { transform: `translate(${x} ${y})` }, ...children);
}

function titleOf({ focus }: GraphView): string {
  return focus === undefined ? "Lineage graph" : `Lineage of ${visible(nameOf(focus))}`;
}

/** The picture in words, for whoever does not see it. */
function descriptionOf({ nodes, edges, base }: GraphView): string {
  const kinds = [...grouped(nodes, ({ kind }) => kind)]
    .map(([kind, group]) => counted(group.length, kindWords(kind)))
    .join(", ");
  const size = `${counted(nodes.length, "asset")}, ${counted(edges.length, "edge")}`;
  const compared = base === undefined ? "" : ` Changes against ${base} are marked.`;
  return `${size}, data running from left to right${kinds === "" ? "" : `: ${kinds}`}.${compared}`;
}
