import { grouped } from "../base/group.ts";
import type { Claim } from "../model/claim.ts";
import { toolKey, type Key } from "../model/ids.ts";
import { assetKinds } from "../model/kinds.ts";
import { keyOfUri } from "../model/uri.ts";

/**
 * The keys that the configured aliases call one: those where both the word and its meaning are a
 * key, a URI or the one own document of that name. Other aliases are names for references only.
 */
export function joinsOf(
  aliases: Readonly<Record<string, string>>,
  claims: readonly Claim[],
): readonly (readonly [Key, Key])[] {
  const entries = Object.entries(aliases);
  if (entries.length === 0) return [];
  const own = claims.flatMap(({ says, subject, tool }) =>
    says.is === "exists" && tool === "own" ? [{ name: says.name, kind: says.kind, subject }] : [],
  );
  const named = grouped(own, ({ name }) => name);
  const documentOf = (text: string): Key | undefined => {
    const colon = text.indexOf(":");
    const kind = assetKinds.find((word) => word === text.slice(0, colon));
    const fitting = (named.get(kind === undefined ? text : text.slice(colon + 1)) ?? []).filter(
      (document) => kind === undefined || document.kind === kind,
    );
    const [first, ...others] = new Set(fitting.map(({ subject }) => subject));
    return others.length === 0 ? first : undefined;
  };
  return entries.flatMap(([word, meaning]): (readonly [Key, Key])[] => {
    const key = keyOfText(word);
    const other = keyOfText(meaning) ?? documentOf(meaning);
    return key === undefined || other === undefined ? [] : [[key, other]];
  });
}

function keyOfText(text: string): Key | undefined {
  const uri = keyOfUri(text);
  if (uri !== undefined) return uri;
  const tool = /^([a-z][a-z0-9_-]*):[^/]/u.exec(text)?.[1];
  if (tool === undefined || assetKinds.some((kind) => kind === tool)) return undefined;
  return toolKey(tool, text.slice(tool.length + 1));
}
