import type { Card } from "../drawing/scene.ts";
import { choose, update, whole, type App } from "./app.ts";
import { panned } from "./camera.ts";
import { part } from "./dom.ts";

/** The whole picture by keyboard: arrows walk along edges and columns, the rest is in the help. */
export function onKeys(app: App): void {
  app.canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = event.shiftKey ? shifted(event.key) : acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(app);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      part("search").focus();
    }
    if (event.key === "Escape") escape(app);
  });
}

type Act = (app: App) => void;

const step = 90;
const shifts: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [step, 0],
  ArrowRight: [-step, 0],
  ArrowUp: [0, step],
  ArrowDown: [0, -step],
};

/** With shift, arrows move the picture. */
function shifted(key: string): Act | undefined {
  const shift = shifts[key];
  if (shift === undefined) return acts[key];
  return (app) => app.look(panned(app.view, ...shift));
}

const acts: Readonly<Record<string, Act>> = {
  ArrowRight: (app) => along(app, "out"),
  ArrowLeft: (app) => along(app, "into"),
  ArrowDown: (app) => beside(app, 1),
  ArrowUp: (app) => beside(app, -1),
  Enter: () => part("panel").querySelector("button")?.focus(),
  "+": (app) => app.zoom(1.3),
  "=": (app) => app.zoom(1.3),
  "-": (app) => app.zoom(1 / 1.3),
  "0": whole,
  c: (app) => onSelected(app, (id) => app.deeds.expand(id)),
  f: (app) => onSelected(app, (id) => app.deeds.focus(id, "both")),
  u: (app) => onSelected(app, (id) => app.deeds.focus(id, "up")),
  d: (app) => onSelected(app, (id) => app.deeds.focus(id, "down")),
  p: (app) => onSelected(app, (id) => app.deeds.startPath(id)),
};

function onSelected(
  { state }: App,
  act: (id: NonNullable<App["state"]["selected"]>) => void,
): void {
  if (state.selected !== undefined) act(state.selected);
}

/** The nearest of the cards that the chosen one leads to, or comes from. */
function along(app: App, way: "out" | "into"): void {
  const here = cardOf(app);
  if (here === undefined) return first(app);
  const edges = app.model[way].get(here.node.id) ?? [];
  const ends = new Set(edges.map((edge) => (way === "out" ? edge.to : edge.from)));
  const there = app.scene.cards.filter(({ node }) => ends.has(node.id) && node.id !== here.node.id);
  go(app, nearest(here, there));
}

/** The next card above or below in the same column of the picture. */
function beside(app: App, direction: 1 | -1): void {
  const here = cardOf(app);
  if (here === undefined) return first(app);
  const there = app.scene.cards.filter(
    ({ corner }) => corner.x === here.corner.x && Math.sign(corner.y - here.corner.y) === direction,
  );
  go(app, nearest(here, there));
}

function cardOf({ scene, state }: App): Card | undefined {
  return scene.cards.find(({ node }) => node.id === state.selected);
}

function nearest({ corner }: Card, cards: readonly Card[]): Card | undefined {
  const away = (card: Card): number =>
    Math.hypot(card.corner.x - corner.x, card.corner.y - corner.y);
  return cards.toSorted((a, b) => away(a) - away(b))[0];
}

function first(app: App): void {
  go(
    app,
    app.scene.cards.toSorted((a, b) => a.corner.x - b.corner.x || a.corner.y - b.corner.y)[0],
  );
}

function go(app: App, card: Card | undefined): void {
  if (card !== undefined) choose(app, card.node.id, "centred");
}

/** Out of one thing at a time: the path, the choice, the focus. */
function escape(app: App): void {
  const { path, pathStart, column, selected, focus } = app.state;
  if (path !== undefined || pathStart !== undefined || column !== undefined) {
    update(app, { ...app.state, path: undefined, pathStart: undefined, column: undefined });
  } else if (selected !== undefined) {
    update(app, { ...app.state, selected: undefined });
  } else if (focus !== undefined) {
    update(app, { ...app.state, focus: undefined });
    whole(app);
  }
  app.canvas.focus();
}
