// A strict reader of the XML that reports are made of: no entity but the five, no namespace, no CDATA.

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

const tag = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/uy;
const chars = /[^<]+/uy;

/** The root element. Throws for what is not well-formed; a declaration or doctype may come first. */
export function parseXml(source: string): Element {
  const text = source.replace(/^<(?:\?xml|!DOCTYPE)[^>]*>\n/u, "");
  const open: {
    name: string;
    attributes: Record<string, string>;
    children: (Element | string)[];
  }[] = [{ name: "", attributes: {}, children: [] }];
  let at = 0;
  while (at < text.length) {
    chars.lastIndex = at;
    const run = chars.exec(text)?.[0];
    if (run !== undefined) {
      open.at(-1)!.children.push(decoded(run));
      at += run.length;
      continue;
    }
    tag.lastIndex = at;
    const found = tag.exec(text);
    if (found === null) throw new Error(`no tag: ${text.slice(at, at + 80)}`);
    const [whole, closing, name = "", attributes = "", alone] = found;
    at += whole.length;
    if (closing === "/") {
      const done = open.pop()!;
      if (done.name !== name) throw new Error(`</${name}> ends <${done.name}>`);
      open.at(-1)!.children.push(done);
      continue;
    }
    const element = { name, attributes: attributesOf(attributes), children: [] };
    if (alone === "/") open.at(-1)!.children.push(element);
    else open.push(element);
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  const roots = open[0]!.children.filter((child) => typeof child !== "string");
  if (roots.length !== 1) throw new Error(`${roots.length} roots`);
  return roots[0]!;
}

export function elementsOf(root: Element): readonly Element[] {
  return [
    root,
    ...root.children.flatMap((one) => (typeof one === "string" ? [] : elementsOf(one))),
  ];
}

export function textOf({ children }: Element): string {
  return children.map((one) => (typeof one === "string" ? one : textOf(one))).join("");
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w:-]+)="([^"]*)"/gu)];
  const names = pairs.map(([, name]) => name);
  if (new Set(names).size !== names.length) throw new Error(`an attribute twice: ${text}`);
  return Object.fromEntries(pairs.map(([, name, value]) => [name!, decoded(value!)]));
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
};

function decoded(text: string): string {
  // oxlint-disable-next-line no-control-regex -- what XML 1.0 allows (2.2)
  const bad = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]|\]\]>/u.exec(
    text,
  );
  if (bad !== null) throw new Error(`XML has no ${JSON.stringify(bad[0])}`);
  return text.replaceAll(/&([^;]*);?/gu, (reference, name: string) => {
    const sign = entities[name];
    if (sign === undefined || !reference.endsWith(";")) throw new Error(`no entity ${reference}`);
    return sign;
  });
}
