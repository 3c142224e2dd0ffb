import { edgeKinds } from "../model/kinds.ts";
import { shape } from "../drawing/shape.ts";
import { assetKinds } from "../model/kinds.ts";
import { icons } from "../drawing/icons.ts";
import { kindWords } from "../drawing/card.ts";
import { html, svg } from "./dom.ts";
import { colouredTags, type Model } from "./model.ts";
import type { State } from "./state.ts";

/** What signs and colours mean, for those in use. */
export function keyRows(model: Model, { colourBy }: State): readonly HTMLElement[] {
  const { nodes, edges } = model.data;
  const kinds = new Set(nodes.map(({ kind }) => kind));
  const relations = new Set(edges.map(({ kind }) => kind));
  return [
    ...colourRows(model, colourBy),
    ...assetKinds
      .filter((kind) => kinds.has(kind))
      .map((kind) => row(iconOf(kind), kindWords(kind))),
    ...edgeKinds
      .filter((kind) => relations.has(kind))
      .map((kind) => row(lineOf(kind), kind.replaceAll("_", " "))),
  ];
}

function colourRows(model: Model, colourBy: State["colourBy"]): readonly HTMLElement[] {
  switch (colourBy) {
    case "kind":
      return [];
    case "tag":
      return colouredTags(model).map((tag, at) => row(swatch(`tag-${at}`), tag));
    case "cost":
      return ["cheapest fifth", "cheaper", "middle", "dearer", "dearest fifth"]
        .map((words, at) => row(swatch(`cost-${at}`), words))
        .concat(row(swatch("plain"), "unknown or none"));
    case "change":
      return ["added", "removed", "modified"].map((word) => row(swatch(`is-${word}`), word));
  }
}

function row(sign: SVGElement, words: string): HTMLElement {
  const picture = svg(shape("svg", { width: 28, height: 20, "aria-hidden": "true", class: "lg" }));
  picture.append(sign);
  return html("li", {}, picture, words);
}

function iconOf(kind: (typeof assetKinds)[number]): SVGElement {
  return svg(
    shape(
      "g",
      { class: `lg-k-${kind}`, transform: "translate(4 0)" },
      shape("rect", { class: "lg-tile", width: 20, height: 20, rx: 5 }),
      shape("path", { class: "lg-icon", transform: "translate(3 3) scale(.875)", d: icons[kind] }),
    ),
  );
}

function lineOf(kind: (typeof edgeKinds)[number]): SVGElement {
  return svg(
    shape(
      "g",
      { class: `lg-edge lg-e-${kind}` },
      shape("path", { class: "lg-line", d: "M2 10H20" }),
      shape("path", { class: "lg-head", d: "M26 10l-6 -3.4v6.8Z" }),
    ),
  );
}

function swatch(paint: string): SVGElement {
  return svg(
    shape(
      "g",
      { class: `painted ${paint}` },
      shape("rect", { class: "lg-card", x: 4, y: 3, width: 20, height: 14, rx: 4 }),
    ),
  );
}
