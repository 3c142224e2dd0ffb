import { counted } from "../base/text.ts";
import { kindWords } from "../drawing/card.ts";
import type { PageData } from "../drawing/page-data.ts";
import type { Scene } from "../drawing/scene.ts";
import type { AssetId } from "../model/ids.ts";
import { centred, fit, zoomed, type Rectangle, type View } from "./camera.ts";
import { part, svg } from "./dom.ts";
import { keyRows } from "./key.ts";
import { columnsAround, modelOf, search, type Model } from "./model.ts";
import { details, list, type Deeds } from "./panel.ts";
import { shape } from "../drawing/shape.ts";
import { stageIn, type Stage } from "./stage.ts";
import { chosen, emphasisFor, firstState, sceneFor, type State } from "./state.ts";

/** The running page. */
export interface App {
  readonly model: Model;
  readonly canvas: HTMLElement;
  readonly stage: Stage;
  readonly deeds: Deeds;
  readonly look: (view: View) => void;
  readonly zoom: (factor: number, at?: readonly [number, number]) => void;
  state: State;
  scene: Scene;
  view: View;
}

export function appOn(data: PageData, canvas: HTMLElement): App {
  const model = modelOf(data);
  const state = firstState(model);
  const world = svg(shape("g", {}));
  canvas.append(world);
  const stage = stageIn(world);
  let waiting = false;
  const app: App = {
    model,
    canvas,
    stage,
    state,
    scene: sceneFor(model, state),
    view: { x: 0, y: 0, scale: 1 },
    deeds: {
      choose: (id) => choose(app, id, "centred"),
      focus: (id, way) => {
        update(app, { ...app.state, focus: { id, way }, selected: id, path: undefined });
        whole(app);
      },
      expand: (id) => expand(app, id),
      startPath: (id) =>
        update(app, { ...app.state, selected: id, pathStart: id, path: undefined }),
      chooseColumn: (asset, name) =>
        update(app, {
          ...app.state,
          selected: asset,
          column: { asset, name },
          path: undefined,
          expanded: new Set([
            ...app.state.expanded,
            ...columnsAround(app.model, asset, name).assets,
          ]),
        }),
    },
    look: (view) => {
      app.view = view;
      if (waiting) return;
      waiting = true;
      // Wheels and pointers report more often than a screen shows.
      requestAnimationFrame(() => {
        waiting = false;
        stage.look(app.view, size(app));
      });
    },
    zoom: (factor, at) => {
      const { width, height } = size(app);
      app.look(zoomed(app.view, factor, at ?? [width / 2, height / 2]));
    },
  };
  return app;
}

function size({ canvas }: App): DOMRect {
  return canvas.getBoundingClientRect();
}

/** Shows the state; the picture is laid out anew where that changes what is in it. */
export function update(app: App, state: State): void {
  const before = app.state;
  app.state = state;
  const moved = state.focus !== before.focus || state.expanded !== before.expanded;
  const anchor = moved ? boxOf(app, state.selected) : undefined;
  if (moved) app.scene = sceneFor(app.model, state);
  app.stage.show(app.scene, emphasisFor(app.model, state));
  app.look(moved ? held(app, anchor) : app.view);
  showPanel(app);
  part("key").replaceChildren(...keyRows(app.model, state));
  part("all").toggleAttribute("hidden", state.focus === undefined);
  part("shown").textContent = shownWords(app);
  describe(app);
}

/** After the cards moved, the chosen one is where it was in the window. */
function held(app: App, before: Rectangle | undefined): View {
  const after = boxOf(app, app.state.selected);
  if (before === undefined || after === undefined) return app.view;
  return { ...app.view, x: app.view.x + after.x - before.x, y: app.view.y + after.y - before.y };
}

function boxOf({ scene }: App, id: AssetId | undefined): Rectangle | undefined {
  const card = scene.cards.find(({ node }) => node.id === id);
  return card && { ...card.corner, width: card.width, height: card.height };
}

/** The whole picture in the window. */
export function whole(app: App): void {
  const { width, height } = app.scene;
  app.look(fit({ x: 0, y: 0, width, height }, size(app)));
}

export function choose(app: App, id: AssetId, where: "centred" | "there"): void {
  const hidden = boxOf(app, id) === undefined;
  const state = chosen(app.model, app.state, id);
  update(app, hidden ? { ...state, focus: undefined } : state);
  const box = boxOf(app, id);
  if (where === "centred" && box !== undefined) app.look(centred(app.view, box, size(app)));
}

export function expand(app: App, id: AssetId): void {
  const expanded = new Set(app.state.expanded);
  if (!expanded.delete(id)) expanded.add(id);
  update(app, { ...app.state, selected: id, expanded });
}

function showPanel(app: App): void {
  const { model, state, deeds } = app;
  const node = state.selected === undefined ? undefined : model.nodeOf.get(state.selected);
  const words = part("search");
  const asked = words instanceof HTMLInputElement ? words.value : "";
  const content =
    node === undefined ? list(search(model, asked), deeds) : details(node, model, deeds);
  part("panel").replaceChildren(...content);
}

function shownWords({ scene, model, state }: App): string {
  const shown = `${counted(scene.cards.length, "asset")}, ${counted(scene.lines.length, "edge")}`;
  const { focus, pathStart, path } = state;
  if (pathStart !== undefined) return "Choose where the path ends";
  if (path !== undefined) return `${counted(path.size, "asset")} on the path`;
  if (focus === undefined) return shown;
  const name = model.nodeOf.get(focus.id)?.name ?? focus.id;
  const ways = { up: "upstream of", down: "downstream of", both: "around" } as const;
  return `${shown} ${ways[focus.way]} ${name}`;
}

/** Says to a screen reader what is chosen. */
function describe({ model, state, canvas, scene }: App): void {
  const node = state.selected === undefined ? undefined : model.nodeOf.get(state.selected);
  const number = scene.cards.findIndex((card) => card.node.id === node?.id);
  if (number === -1) canvas.removeAttribute("aria-activedescendant");
  else canvas.setAttribute("aria-activedescendant", `card-${number}`);
  part("status").textContent =
    node === undefined
      ? ""
      : [
          node.name,
          kindWords(node.kind),
          `${model.into.get(node.id)?.length ?? 0} before`,
          `${model.out.get(node.id)?.length ?? 0} after`,
        ].join(", ");
}
