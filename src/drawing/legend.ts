import { assetKinds, edgeKinds } from "../model/kinds.ts";
import { faces, kindWords } from "./card.ts";
import { icons } from "./icons.ts";
import { textWidth } from "./measure.ts";
import type { Scene } from "./scene.ts";
import { shape, type Shape } from "./shape.ts";

const rowHeight = 22;
const gap = 20;

export interface Legend {
  readonly shapes: readonly Shape[];
  readonly height: number;
}

interface Item {
  readonly words: string;
  readonly sign: (x: number, y: number) => Shape;
}

/** What the signs of a picture mean, for those that occur in it, in rows of the given width. */
export function legendOf(scene: Scene, width: number): Legend {
  const kinds = new Set(scene.cards.map(({ node }) => node.kind));
  const items = [
    ...assetKinds.filter((kind) => kinds.has(kind)).map(kindItem),
    ...lineItems(scene),
    ...(scene.cards.some(({ node }) => node.place === undefined) ? [absentItem] : []),
  ];
  let [x, y] = [0, 0];
  const shapes = items.flatMap(({ words, sign }) => {
    const wide = 32 + Math.ceil(textWidth(words, faces.meta)) + gap;
    if (x > 0 && x + wide - gap > width) [x, y] = [0, y + rowHeight];
    const at = x;
    x += wide;
    return [sign(at, y), shape("text", { class: "lg-words", x: at + 32, y: y + 14 }, words)];
  });
  return { shapes, height: items.length === 0 ? 0 : y + rowHeight };
}

function kindItem(kind: (typeof assetKinds)[number]): Item {
  return {
    words: kindWords(kind),
    sign: (x, y) =>
      shape(
        "g",
        { class: `lg-k-${kind}`, transform: `translate(${x + 6} ${y})` },
        shape("rect", { class: "lg-tile", width: 20, height: 20, rx: 5 }),
        shape("path", {
          class: "lg-icon",
          transform: "translate(3 3) scale(.875)",
          d: icons[kind],
        }),
      ),
  };
}

function lineItems({ lines, flows }: Scene): readonly Item[] {
  const kinds = new Set(lines.map(({ edge }) => edge.kind));
  const unsure = lines.some(({ edge }) => isUnsure(edge.strength));
  return [
    ...edgeKinds
      .filter((kind) => kinds.has(kind))
      .map((kind) => lineItem(kind.replaceAll("_", " "), `lg-e-${kind}`)),
    ...(flows.length > 0 ? [lineItem("column to column", "lg-flow")] : []),
    ...(unsure ? [lineItem("inferred or observed", "lg-unsure")] : []),
    ...(lines.some(({ back }) => back) ? [lineItem("closes a circle", "lg-back")] : []),
  ];
}

/** Not stated or computed from what is stated, but guessed or seen. */
export function isUnsure(strength: string): boolean {
  return strength === "inferred" || strength === "observed";
}

function lineItem(words: string, name: string): Item {
  return {
    words,
    sign: (x, y) =>
      shape(
        "g",
        { class: `lg-edge ${name}` },
        shape("path", { class: "lg-line", d: `M${x + 2} ${y + 10}H${x + 22}` }),
        ...(name === "lg-flow" ? [] : [headAt(x + 28, y + 10)]),
      ),
  };
}

function headAt(x: number, y: number): Shape {
  return shape("path", { class: "lg-head", d: `M${x} ${y}l-6 -3.4v6.8Z` });
}

const absentItem: Item = {
  words: "not declared here",
  sign: (x, y) =>
    shape(
      "g",
      { class: "lg-absent" },
      shape("rect", { class: "lg-card", x: x + 3, y: y + 3, width: 24, height: 14, rx: 4 }),
    ),
};
