import { grouped } from "../base/group.ts";
import { cardShape } from "../drawing/card.ts";
import { flowShape, lineShape } from "../drawing/lines.ts";
import type { Card, Flow, Line, Scene } from "../drawing/scene.ts";
import { shape, type Shape } from "../drawing/shape.ts";
import type { AssetId } from "../model/ids.ts";
import type { View } from "./camera.ts";
import { svg } from "./dom.ts";
import { columnKey } from "./model.ts";

/** What of a scene stands out, and how it is coloured. */
export interface Emphasis {
  readonly focus: AssetId | undefined;
  readonly selected: AssetId | undefined;
  /** Assets that are not dimmed; undefined where none is. */
  readonly lit: ReadonlySet<AssetId> | undefined;
  /** Columns that are not dimmed, as `columnKey` writes them. */
  readonly litColumns: ReadonlySet<string> | undefined;
  readonly paint: (id: AssetId) => string;
}

/** Draws a scene into a group: all of it in a few elements from afar, what is in sight from near. */
export interface Stage {
  show(scene: Scene, emphasis: Emphasis): void;
  look(view: View, window: { readonly width: number; readonly height: number }): void;
}

/** Below this scale no text can be read, and cards are drawn as plain boxes. */
const nearMin = 0.34;
const margin = 200;

/** Left, top, right, bottom in the drawing. */
type Box = readonly [left: number, top: number, right: number, bottom: number];

interface Part {
  readonly box: Box;
  readonly layer: "flows" | "lines" | "cards";
  readonly make: () => SVGElement;
}

function layerOf(name: string): SVGElement {
  return svg(shape("g", { class: name }));
}

export function stageIn(world: SVGElement): Stage {
  const [far, layers] = [
    layerOf("far"),
    { flows: layerOf("flows"), lines: layerOf("lines"), cards: layerOf("cards") },
  ];
  world.append(far, layers.flows, layers.lines, layers.cards);
  let parts: readonly Part[] = [];
  const live = new Map<Part, SVGElement>();
  return {
    show: (scene, emphasis) => {
      for (const element of live.values()) element.remove();
      live.clear();
      parts = [
        ...scene.flows.map((flow) => flowPart(flow, emphasis)),
        ...scene.lines.map((line) => linePart(line, emphasis)),
        ...scene.cards.map((card, number) => cardPart(card, number, emphasis)),
      ];
      far.replaceChildren(...farShapes(scene, emphasis).map(svg));
    },
    look: ({ x, y, scale }, { width, height }) => {
      world.setAttribute("transform", `scale(${scale}) translate(${-x} ${-y})`);
      const near = scale >= nearMin;
      far.classList.toggle("hidden", near);
      const sight: Box = [
        x - margin,
        y - margin,
        x + width / scale + margin,
        y + height / scale + margin,
      ];
      for (const part of parts) {
        const known = live.get(part);
        if (near && touches(part.box, sight)) {
          if (known !== undefined) continue;
          const element = part.make();
          layers[part.layer].append(element);
          live.set(part, element);
        } else if (known !== undefined) {
          known.remove();
          live.delete(part);
        }
      }
    },
  };
}

function touches([left, top, right, bottom]: Box, [x, y, endX, endY]: Box): boolean {
  return left <= endX && right >= x && top <= endY && bottom >= y;
}

function cardPart(card: Card, number: number, emphasis: Emphasis): Part {
  const { corner, width, height, node } = card;
  return {
    layer: "cards",
    box: [corner.x, corner.y, corner.x + width, corner.y + height],
    make: () => {
      const element = svg(cardShape(card, node.id === emphasis.focus));
      element.setAttribute("transform", `translate(${corner.x} ${corner.y})`);
      element.id = `card-${number}`;
      element.dataset["card"] = String(number);
      element.setAttribute("role", "option");
      element.setAttribute("aria-selected", String(node.id === emphasis.selected));
      element.classList.toggle("dim", emphasis.lit?.has(node.id) === false);
      element.classList.toggle("selected", node.id === emphasis.selected);
      const paint = emphasis.paint(node.id);
      if (paint !== "") element.classList.add("painted", paint);
      markColumns(element, card, emphasis);
      return element;
    },
  };
}

/** Rows can be chosen; those on the way of the chosen column stand out. */
function markColumns(element: SVGElement, { node, rows }: Card, { litColumns }: Emphasis): void {
  element.querySelectorAll<SVGElement>(".lg-row").forEach((row, at) => {
    const name = rows[at]?.name ?? "";
    row.dataset["column"] = name;
    row.classList.toggle("lit", litColumns?.has(columnKey(node.id, name)) === true);
  });
}

function linePart(line: Line, { lit }: Emphasis): Part {
  return {
    layer: "lines",
    box: boxOf(line.line),
    make: () => {
      const element = svg(lineShape(line));
      const shown = lit === undefined || (lit.has(line.edge.from) && lit.has(line.edge.to));
      element.classList.toggle("dim", !shown);
      element.classList.toggle("lit", lit !== undefined && shown);
      return element;
    },
  };
}

function flowPart(flow: Flow, { lit, litColumns }: Emphasis): Part {
  const { from, to } = flow.edge;
  return {
    layer: "flows",
    box: boxOf(flow.line),
    make: () => {
      const element = svg(flowShape(flow));
      const ends = [from, to];
      const shown =
        litColumns === undefined
          ? lit === undefined || ends.every(({ asset }) => lit.has(asset))
          : ends.every(({ asset, column }) => litColumns.has(columnKey(asset, column)));
      element.classList.toggle("dim", !shown);
      element.classList.toggle("lit", litColumns !== undefined && shown);
      return element;
    },
  };
}

/** From the numbers of path data, in which `H` alone stands without a height. */
function boxOf(path: string): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const meet = (x: number, y?: number): void => {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    if (y !== undefined) [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  };
  for (const [, letter, words = ""] of path.matchAll(/([MLCH])([^MLCHVZ]*)/gu)) {
    const numbers = words.trim().split(/\s+/u).map(Number);
    if (letter === "H") meet(numbers[0] ?? 0);
    else for (let at = 0; at < numbers.length; at += 2) meet(numbers[at] ?? 0, numbers[at + 1]);
  }
  return [left, top, right, bottom];
}

/** One path for all lines of a look, and a box for each card. */
function farShapes({ cards, lines }: Scene, { lit, paint, selected }: Emphasis): readonly Shape[] {
  const isLit = ({ edge }: Line): boolean => lit?.has(edge.from) === true && lit.has(edge.to);
  const looks = grouped(lines, (line) => (isLit(line) ? "lit" : lit === undefined ? "" : "dim"));
  return [
    ...(["dim", "", "lit"] as const).map((look) =>
      shape(
        "g",
        { class: `lg-edge ${look}` },
        shape("path", {
          class: "lg-line",
          d: (looks.get(look) ?? []).map(({ line }) => line).join(""),
        }),
      ),
    ),
    ...cards.map(({ node, corner, width, height }, number) => {
      const dim = lit?.has(node.id) === false ? " dim" : "";
      const colour = paint(node.id);
      const painted = colour === "" ? "" : ` painted ${colour}`;
      const chosen = node.id === selected ? " selected" : "";
      return shape(
        "g",
        { class: `lg-k-${node.kind}${dim}${painted}${chosen}`, "data-card": number },
        shape("rect", { class: "lg-kind lg-card", x: corner.x, y: corner.y, width, height, rx: 9 }),
      );
    }),
  ];
}
