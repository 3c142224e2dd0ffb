import { visible } from "../base/text.ts";

/** An element of a picture: a value, so that one drawing serves text and a page alike. */
export interface Shape {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Shape | string)[];
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Attributes that are undefined are left out; text and values need no escaping here. */
export function shape(
  tag: string,
  attributes: Attributes,
  ...children: readonly (Shape | string)[]
): Shape {
  const given = Object.entries(attributes).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return { tag, attributes: Object.fromEntries(given), children };
}

/**
 * XML of the element. Whatever the texts hold, they stay text. So many levels of elements stand on
 * lines of their own, for people who compare.
 */
export function markup({ tag, attributes, children }: Shape, levels = 0): string {
  const words = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const inner = children.map((child) =>
    typeof child === "string" ? escaped(child) : markup(child, levels - 1),
  );
  const start = `<${tag}${words.join("")}`;
  if (inner.length === 0) return `${start}/>`;
  const end = `</${tag}>`;
  const apart = levels > 0 && children.every((child) => typeof child !== "string");
  return apart ? [`${start}>`, ...inner, end].join("\n") : `${start}>${inner.join("")}${end}`;
}

/** Characters that XML gives a meaning as references, and those that it forbids as visible escapes. */
export function escaped(text: string): string {
  return visible(text)
    .replaceAll(/[\ufffe\uffff]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`)
    .replaceAll(/[&<>"'`]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}
