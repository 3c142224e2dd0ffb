import { choose, expand, update, type App } from "./app.ts";
import { panned } from "./camera.ts";

/** A press that moves less than this is a click, in pixels. */
const still = 4;

interface Press {
  x: number;
  y: number;
  moved: number;
}

/** Pan by dragging, zoom by wheel or pinch, choose by clicking, open by double-clicking. */
export function onGestures(app: App): void {
  const { canvas } = app;
  const presses = new Map<number, Press>();
  canvas.addEventListener("pointerdown", ({ pointerId, clientX, clientY, button }) => {
    if (button === 0) presses.set(pointerId, { x: clientX, y: clientY, moved: 0 });
  });
  canvas.addEventListener("pointermove", (event) => {
    const press = presses.get(event.pointerId);
    if (press === undefined) return;
    const [dx, dy] = [event.clientX - press.x, event.clientY - press.y];
    const before = spread(presses);
    press.moved += Math.abs(dx) + Math.abs(dy);
    if (press.moved < still) return;
    [press.x, press.y] = [event.clientX, event.clientY];
    if (!canvas.hasPointerCapture(event.pointerId)) canvas.setPointerCapture(event.pointerId);
    if (presses.size === 1) app.look(panned(app.view, dx, dy));
    else if (before > 0) app.zoom(spread(presses) / before, middle(presses, canvas));
  });
  const end = (event: PointerEvent): void => {
    const press = presses.get(event.pointerId);
    presses.delete(event.pointerId);
    if (press !== undefined && press.moved < still && event.type === "pointerup") click(app, event);
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("dblclick", ({ target }) => {
    const node = nodeAt(app, target);
    if (node !== undefined) expand(app, node.id);
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { left, top } = canvas.getBoundingClientRect();
      const steps =
        event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / 400 : event.deltaY / 12;
      app.zoom(2 ** -Math.max(-1, Math.min(1, steps)), [event.clientX - left, event.clientY - top]);
    },
    { passive: false },
  );
}

function spread(presses: ReadonlyMap<number, Press>): number {
  const [a, b] = [...presses.values()];
  return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
}

function middle(
  presses: ReadonlyMap<number, Press>,
  canvas: HTMLElement,
): readonly [number, number] {
  const { left, top } = canvas.getBoundingClientRect();
  const all = [...presses.values()];
  const sum = all.reduce(({ x, y }, press) => ({ x: x + press.x, y: y + press.y }), { x: 0, y: 0 });
  return [sum.x / all.length - left, sum.y / all.length - top];
}

function click(app: App, { target }: PointerEvent): void {
  const node = nodeAt(app, target);
  if (node === undefined) {
    update(app, {
      ...app.state,
      selected: undefined,
      column: undefined,
      path: undefined,
      pathStart: undefined,
    });
    return;
  }
  const row = target instanceof Element ? target.closest<SVGElement>("[data-column]") : null;
  const column = row?.dataset["column"];
  if (column === undefined || app.state.pathStart !== undefined) choose(app, node.id, "there");
  else app.deeds.chooseColumn(node.id, column);
}

function nodeAt(
  { scene }: App,
  target: EventTarget | null,
): App["scene"]["cards"][number]["node"] | undefined {
  const element = target instanceof Element ? target.closest<SVGElement>("[data-card]") : null;
  const number = element?.dataset["card"];
  return number === undefined ? undefined : scene.cards[Number(number)]?.node;
}
