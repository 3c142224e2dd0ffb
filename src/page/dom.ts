import type { Shape } from "../drawing/shape.ts";
import { visible } from "../base/text.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

/** The element of a drawing. Names and values become attributes and text nodes, never markup. */
export function svg({ tag, attributes, children }: Shape): SVGElement {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, visible(value));
  for (const child of children) {
    element.append(typeof child === "string" ? visible(child) : svg(child));
  }
  return element;
}

type Attributes = Readonly<Record<string, string | undefined>>;
type Child = Node | string;

/** An element of the page; texts are shown as they are, control and bidirectional signs visible. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, visible(value));
  }
  element.append(...children.map((child) => (typeof child === "string" ? visible(child) : child)));
  return element;
}

export function button(
  words: string,
  act: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const element = html("button", { type: "button", ...attributes }, words);
  element.addEventListener("click", act);
  return element;
}

/** The element of the page that has the id. */
export function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}
