/** A part of a text: written out, or a tag that Argo fills in. */
export type Piece =
  | { readonly is: "text"; readonly text: string }
  /** `{{inputs.parameters.x}}`: the name without braces and spaces. */
  | { readonly is: "variable"; readonly name: string }
  /** `{{=asInt(x) + 1}}`: the expression without the sign. */
  | { readonly is: "expression"; readonly code: string };

/** The text in pieces, in one pass however many braces it holds; braces that nothing closes are text. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf("{{", at);
    const close = open < 0 ? -1 : text.indexOf("}}", open + 2);
    if (close < 0) break;
    if (open > at) pieces.push({ is: "text", text: text.slice(at, open) });
    const body = text.slice(open + 2, close).trim();
    pieces.push(
      body.startsWith("=")
        ? { is: "expression", code: body.slice(1).trim() }
        : { is: "variable", name: body },
    );
    at = close + 2;
  }
  if (at < text.length) pieces.push({ is: "text", text: text.slice(at) });
  return pieces;
}

type Group = "parameters" | "artifacts";

/** What a tag speaks of. */
export type Mention =
  /** An input of the template, or an argument of the whole workflow. */
  | { readonly of: "inputs" | "workflow"; readonly group: Group; readonly name: string }
  /** Something of a step or task: one of its outputs, or its state where no output is named. */
  | {
      readonly of: "task";
      readonly task: string;
      readonly output?: { readonly group: Group; readonly name: string };
    }
  /** An output that some step exports to the whole workflow. */
  | { readonly of: "global"; readonly group: Group; readonly name: string }
  /** The element of a loop, or a field of it. */
  | { readonly of: "item"; readonly field?: string };

const item = /^item(?:\.(?<field>.+))?$/su;
const ofTask = /^(?:steps|tasks)\.(?<task>[^.]+)(?:\.(?<rest>.+))?$/su;
const output = /^outputs\.(?<group>parameters|artifacts)\.(?<name>.+)$/su;
const named =
  /^(?<of>inputs|workflow|workflow\.outputs)\.(?<group>parameters|artifacts)\.(?<name>.+)$/su;

/** What a variable speaks of; undefined for one that Argo sets itself (`workflow.name`), and for unknown ones. */
export function mentionOf(variable: string): Mention | undefined {
  return itemMention(variable) ?? taskMention(variable) ?? namedMention(variable);
}

function itemMention(variable: string): Mention | undefined {
  const match = item.exec(variable);
  const field = match?.groups?.["field"];
  return match === null ? undefined : { of: "item", ...(field !== undefined && { field }) };
}

function taskMention(variable: string): Mention | undefined {
  const { task, rest = "" } = ofTask.exec(variable)?.groups ?? {};
  if (task === undefined) return undefined;
  const { group = "", name = "" } = output.exec(rest)?.groups ?? {};
  return { of: "task", task, ...(isGroup(group) && { output: { group, name } }) };
}

function namedMention(variable: string): Mention | undefined {
  const { of, group = "", name = "" } = named.exec(variable)?.groups ?? {};
  if (of === undefined || !isGroup(group)) return undefined;
  if (of === "workflow.outputs") return { of: "global", group, name };
  return { of: of === "inputs" ? "inputs" : "workflow", group, name };
}

function isGroup(word: string): word is Group {
  return word === "parameters" || word === "artifacts";
}

const path = String.raw`(?<![\w.'"])(?<first>inputs|workflow|steps|tasks)(?<rest>(?:\.\w{1,128}|\[['"][^'"\]]{1,128}['"]\]){1,6})`;

/** What an expression speaks of, as far as names are written out. */
export function mentionsIn(code: string): readonly Mention[] {
  return [...code.matchAll(new RegExp(path, "gu"))].flatMap(({ groups }) => {
    const { first = "", rest = "" } = groups ?? {};
    const steps = [...rest.matchAll(/\.(\w+)|\[['"]([^'"\]]+)['"]\]/gu)].map(
      ([, plain, quoted]) => plain ?? quoted ?? "",
    );
    return mentionOf([first, ...steps].join(".")) ?? [];
  });
}

/** Everything that the tags of a text speak of. */
export function mentionsOf(text: string): readonly Mention[] {
  return piecesOf(text).flatMap((piece) => {
    if (piece.is === "variable") return mentionOf(piece.name) ?? [];
    return piece.is === "expression" ? mentionsIn(piece.code) : [];
  });
}
