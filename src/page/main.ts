import type { PageData } from "../drawing/page-data.ts";
import { appOn, update, whole, type App } from "./app.ts";
import { part } from "./dom.ts";
import { onGestures } from "./gestures.ts";
import { onKeys } from "./keys.ts";
import { search, type ColourBy } from "./model.ts";
import { list } from "./panel.ts";

start();

function start(): void {
  const data: PageData = JSON.parse(part("data").textContent);
  const app = appOn(data, part("canvas"));
  onGestures(app);
  onKeys(app);
  onTools(app);
  update(app, app.state);
  whole(app);
  addEventListener("resize", () => app.look(app.view));
  document.body.dataset["ready"] = "yes";
}

function onTools(app: App): void {
  const words = part("search");
  if (words instanceof HTMLInputElement) {
    words.addEventListener("input", () => {
      const { selected, column, path } = app.state;
      // Drawing anew takes longer than a keystroke.
      if (selected !== undefined || column !== undefined || path !== undefined) {
        update(app, { ...app.state, selected: undefined, column: undefined, path: undefined });
      }
      part("panel").replaceChildren(...list(search(app.model, words.value), app.deeds));
    });
    words.addEventListener("keydown", (event) => {
      const [first] = search(app.model, words.value);
      if (event.key === "Enter" && first !== undefined) app.deeds.choose(first.id);
      if (event.key === "ArrowDown") part("panel").querySelector("button")?.focus();
    });
  }
  const colours = part("colour");
  if (colours instanceof HTMLSelectElement) {
    colours.value = app.state.colourBy;
    colours.addEventListener("change", () => {
      const colourBy = colourWords.find((word) => word === colours.value) ?? "kind";
      update(app, { ...app.state, colourBy });
    });
  }
  const acts: Readonly<Record<string, () => void>> = {
    in: () => app.zoom(1.3),
    out: () => app.zoom(1 / 1.3),
    fit: () => whole(app),
    columns: () => {
      const all = app.model.data.nodes.filter(({ columns }) => columns.length > 0);
      const none = app.state.expanded.size >= all.length;
      update(app, { ...app.state, expanded: new Set(none ? [] : all.map(({ id }) => id)) });
      whole(app);
    },
    all: () => {
      update(app, { ...app.state, focus: undefined, path: undefined });
      whole(app);
    },
  };
  for (const [id, act] of Object.entries(acts)) part(id).addEventListener("click", act);
}

const colourWords: readonly ColourBy[] = ["kind", "tag", "cost", "change"];
