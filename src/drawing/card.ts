import type { GraphColumn, GraphNode } from "../model/graph-view.ts";
import { icons } from "./icons.ts";
import { fitted, textWidth, type Face } from "./measure.ts";
import { shape, type Shape } from "./shape.ts";

/** Sizes in pixels. */
export const card: Readonly<
  Record<"widthMin" | "widthMax" | "header" | "chips" | "row" | "below", number>
> = {
  widthMin: 168,
  widthMax: 248,
  /** Without chips and columns. */
  header: 52,
  chips: 22,
  row: 19,
  below: 6,
};

export const faces: Readonly<Record<"name" | "meta" | "kind" | "small", Face>> = {
  name: { size: 13, weight: "bold" },
  meta: { size: 11, weight: "regular" },
  kind: { size: 11, weight: "bold" },
  small: { size: 10, weight: "regular" },
};

/** Rows that a card shows; those after them share one more. */
const rowsMax = 40;
const textLeft = 48;
const pad = 10;
const chipPad = 6;
const chipGap = 4;

/** What is drawn of a node: its rows are there where its columns are shown. */
export interface CardFacts {
  readonly node: GraphNode;
  readonly rows: readonly GraphColumn[];
  readonly width: number;
  readonly height: number;
}

/** The width that a node would like to have. */
export function wantedWidth(node: GraphNode): number {
  const around = textLeft + pad + 4;
  const chips = chipsOf(node).reduce((sum, { text }) => sum + chipWidth(text) + chipGap, 2 * pad);
  return Math.max(
    around + textWidth(shortest(node.name), faces.name),
    around + textWidth(shortest(metaOf(node).join(" · ")), faces.meta),
    Math.min(chips, card.widthMax),
  );
}

/** Measuring ends where a card is full anyway. */
function shortest(text: string): string {
  return text.slice(0, 80);
}

export function heightOf(node: GraphNode, rows: readonly GraphColumn[]): number {
  const chips = chipsOf(node).length === 0 ? 0 : card.chips;
  const shown = Math.min(rows.length, rowsMax) + Number(rows.length > rowsMax);
  return card.header + chips + (shown === 0 ? 0 : shown * card.row + card.below);
}

/** The middle of a column's row, from the card's upper side. */
export function rowMiddle(node: GraphNode, rows: readonly GraphColumn[], column: string): number {
  const at = rows.findIndex(({ name }) => name === column);
  const row = at === -1 ? rowsMax : Math.min(at, rowsMax);
  const chips = chipsOf(node).length === 0 ? 0 : card.chips;
  return card.header + chips + row * card.row + Math.floor(card.row / 2) + 1;
}

/** Words about a kind as people read them. */
export function kindWords(kind: GraphNode["kind"]): string {
  return kind.replaceAll("_", " ").replace("ml ", "ML ");
}

function metaOf({ kind, owner }: GraphNode): readonly string[] {
  return [kindWords(kind), ...(owner === undefined ? [] : [owner])];
}

interface Chip {
  readonly text: string;
  readonly personal: boolean;
}

/** Its own tags, and those of its columns that mean personal or health data. */
function chipsOf({ tags, columns }: GraphNode): readonly Chip[] {
  const arrived = columns.flatMap((column) => column.tags.filter(isPersonal));
  return [...new Set([...tags, ...arrived])].map((text) => ({ text, personal: isPersonal(text) }));
}

function isPersonal(tag: string): boolean {
  return /^(?:pii|phi)(?:\.|$)/u.test(tag);
}

function chipWidth(text: string): number {
  return Math.ceil(textWidth(text, faces.small)) + 2 * chipPad;
}

/** A node with its upper left corner at 0, 0. */
export function cardShape({ node, rows, width, height }: CardFacts, focus: boolean): Shape {
  const { kind, place, change, name } = node;
  const classes = [
    "lg-node",
    `lg-k-${kind}`,
    ...(place === undefined ? ["lg-absent"] : []),
    ...(change === undefined ? [] : [`lg-${change}`]),
    ...(focus ? ["lg-focus"] : []),
  ];
  const room = width - textLeft - pad;
  const [kindText = "", owner] = metaOf(node);
  const rest = owner === undefined ? "" : ` · ${owner}`;
  const left = room - textWidth(kindText, faces.kind);
  return shape(
    "g",
    { class: classes.join(" ") },
    shape("title", {}, titleOf(node)),
    shape("rect", { class: "lg-card", width, height, rx: 9 }),
    shape("rect", { class: "lg-tile", x: pad, y: 11, width: 30, height: 30, rx: 7 }),
    shape("path", { class: "lg-icon", transform: "translate(17 18)", d: icons[kind] }),
    words("lg-name", [textLeft, 24], fitted(name, room, faces.name)),
    shape(
      "text",
      { class: "lg-meta", x: textLeft, y: 40 },
      shape("tspan", { class: "lg-kind" }, kindText),
      ...(rest === "" ? [] : [fitted(rest, left, faces.meta)]),
    ),
    ...chipShapes(chipsOf(node), width),
    ...rowShapes(node, rows, width),
    ...flagShapes(node, width),
  );
}

function titleOf({ id, kind, owner, tags, place, change, unresolved }: GraphNode): string {
  return [
    id,
    [kindWords(kind), ...(owner === undefined ? [] : [`owner ${owner}`]), ...tags].join(", "),
    place === undefined ? "not declared here" : place.path,
    ...(change === undefined ? [] : [change]),
    ...unresolved.map(({ edge, text, reason }) => `${edge} ${text}: ${reason}`),
  ].join(" | ");
}

function words(
  name: string,
  [x, y]: readonly [number, number],
  content: string,
  anchor?: "end" | "middle",
): Shape {
  return shape("text", { class: name, x, y, "text-anchor": anchor }, content);
}

function chipShapes(chips: readonly Chip[], width: number): readonly Shape[] {
  const shapes: Shape[] = [];
  const right = width - pad;
  let x = pad;
  chips.some((chip, at) => {
    const more = chips.length - at;
    const reserved = more > 1 ? chipWidth(`+${more - 1}`) + chipGap : 0;
    const room = right - x - reserved;
    const fits = chipWidth(chip.text) <= room;
    const shown = fits
      ? chip.text
      : at === 0
        ? fitted(chip.text, room - 2 * chipPad, faces.small)
        : `+${more}`;
    shapes.push(chipShape(shown, x, chip.personal && (fits || at === 0)));
    x += chipWidth(shown) + chipGap;
    return !fits && at > 0;
  });
  return shapes;
}

function chipShape(tag: string, x: number, personal: boolean): Shape {
  const width = chipWidth(tag);
  return shape(
    "g",
    personal ? { class: "lg-personal" } : {},
    shape("rect", { class: "lg-chip", x, y: card.header - 1, width, height: 16, rx: 8 }),
    words("lg-chip-text", [x + chipPad, card.header + 10.5], tag),
  );
}

function rowShapes(node: GraphNode, rows: readonly GraphColumn[], width: number): readonly Shape[] {
  if (rows.length === 0) return [];
  const top = rowMiddle(node, rows, rows[0]?.name ?? "") - Math.floor(card.row / 2) - 1;
  const hidden = rows.slice(rowsMax);
  const more = hidden.length === 0 ? [] : [moreRow(hidden.length, top + rowsMax * card.row)];
  return [
    shape("path", { class: "lg-rule", d: `M1 ${top - 1.5}H${width - 1}` }),
    ...rows.slice(0, rowsMax).map((column, at) => rowShape(column, top + at * card.row, width)),
    ...more,
  ];
}

function rowShape({ name, type = "", tags, change }: GraphColumn, y: number, width: number): Shape {
  const room = width - 2 * pad - 16;
  const kind = fitted(type, room * 0.45, faces.small);
  const left = room - (type === "" ? 0 : textWidth(kind, faces.small) + 8);
  const personal = tags.some(isPersonal);
  return shape(
    "g",
    {
      class: [
        "lg-row",
        ...(personal ? ["lg-personal"] : []),
        ...(change ? [`lg-${change}`] : []),
      ].join(" "),
    },
    ...(tags.length === 0 ? [] : [shape("title", {}, `${name}: ${tags.join(", ")}`)]),
    shape("rect", { class: "lg-band", x: 1, y, width: width - 2, height: card.row }),
    ...(personal ? [shape("circle", { class: "lg-mark", cx: pad + 4, cy: y + 10, r: 3 })] : []),
    ...(change === undefined ? [] : [words("lg-sign", [4, y + 14], signs[change])]),
    words("lg-column", [pad + 14, y + 14], fitted(name, left, faces.meta)),
    ...(type === "" ? [] : [words("lg-type", [width - pad - 2, y + 13.5], kind, "end")]),
  );
}

function moreRow(count: number, y: number): Shape {
  return words("lg-meta", [pad + 14, y + 14], `${count} more`);
}

const signs = { added: "+", removed: "−", modified: "~" } as const;
const flagWords = { added: "+ added", removed: "− removed", modified: "~ modified" } as const;

/** On the upper edge: how it changes, and how many of its references lead nowhere. */
function flagShapes({ change, unresolved }: GraphNode, width: number): readonly Shape[] {
  const loose = unresolved.length === 0 ? [] : [looseShape(unresolved.length, width)];
  if (change === undefined) return loose;
  const flag = flagWords[change];
  const wide = Math.ceil(textWidth(flag, { size: 10, weight: "bold" })) + 14;
  return [
    shape("rect", { class: "lg-flag", x: 12, y: -8, width: wide, height: 16, rx: 8 }),
    words("lg-flag-text", [19, 3.5], flag),
    ...loose,
  ];
}

function looseShape(count: number, width: number): Shape {
  const flag = `? ${count} open`;
  const wide = Math.ceil(textWidth(flag, { size: 10, weight: "bold" })) + 12;
  return shape(
    "g",
    {},
    shape("rect", {
      class: "lg-loose",
      x: width - wide - 10,
      y: -8,
      width: wide,
      height: 16,
      rx: 8,
    }),
    words("lg-loose-text", [width - wide - 4, 3.5], flag),
  );
}
