import { byCodeUnit } from "../../base/compare.ts";
import { isObject, listAt, memberOf, textAt, textsAt, type Json } from "../../base/json.ts";
import type { RepoPath } from "../../base/path.ts";
import { placesBelow } from "../../spec/places.ts";
import type { Place, Places } from "../../diagnostic/place.ts";
import { toolKey, type Key } from "../../model/ids.ts";
import { parseTemplate } from "../../jinja/parse.ts";
import type { Template } from "../../jinja/tree.ts";
import { entriesOf, type Entry } from "./entries.ts";
import { dbtTags } from "./tags.ts";
import { pathsOf, stepsBelow, type Package, type Piece } from "./projects.ts";

/** What a project makes or reads: a table, a view, a file. */
export interface Node {
  readonly kind: "model" | "seed" | "snapshot" | "source";
  readonly key: Key;
  readonly package: Package;
  readonly name: string;
  readonly version?: string;
  /** Of a source: the name of its group. */
  readonly source?: string;
  /** Package, directories, name: along these, configs are inherited. */
  readonly fqn: readonly string[];
  readonly path: RepoPath;
  /** Where it is defined. */
  readonly place: Place;
  /** Its query, where it has one that can be read. */
  readonly template?: Template;
  /** What a YAML snapshot selects from, as a call of `ref` or `source`. */
  readonly relation?: { readonly text: string; readonly place: Place };
  /** Columns of a seed. */
  readonly header?: readonly string[];
  /** What properties files say of it, the general before the specific. */
  readonly said: readonly Entry[];
  /** Its text, where it is written in Python. */
  readonly code?: string;
}

/** The nodes of a package, sorted by path; two of one name are both there. */
export function nodesOf(own: Package): readonly Node[] {
  const byName = {
    model: lookup(entriesOf(own, "models")),
    seed: lookup(entriesOf(own, "seeds")),
    snapshot: lookup(entriesOf(own, "snapshots")),
  };
  const files = own.pieces.flatMap((piece) => [
    ...modelIn(own, piece, byName.model),
    ...snapshotsIn(own, piece, byName.snapshot),
    ...seedIn(own, piece, byName.seed),
  ]);
  return [...files, ...yamlSnapshots(own), ...sourcesOf(own)];
}

type Lookup = ReadonlyMap<string, readonly Entry[]>;

function lookup(entries: readonly Entry[]): Lookup {
  const byName = new Map<string, Entry[]>();
  for (const entry of entries) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
  return byName;
}

function fileName(steps: readonly string[]): string {
  return (steps.at(-1) ?? "").replace(/\.[^.]*$/u, "");
}

function modelIn(own: Package, piece: Piece, entries: Lookup): readonly Node[] {
  const { role, path, value } = piece;
  const steps =
    role === "sql" || role === "python" ? stepsBelow(own, path, pathsOf(own, "model")) : undefined;
  if (steps === undefined || typeof value !== "string") return [];
  const file = fileName(steps);
  const { name, version, said } = versionOf(file, entries);
  const template = role === "sql" ? parseTemplate(path, value, dbtTags) : undefined;
  // A file below the models may hold snapshots instead.
  if (template !== undefined && snapshotBlocks(template).length > 0) return [];
  const suffix = version === undefined ? "" : `.v${version}`;
  return [
    {
      kind: "model",
      key: toolKey("dbt", `model.${own.name}.${name}${suffix}`),
      package: own,
      name,
      ...(version !== undefined && { version }),
      fqn: [
        own.name,
        ...steps.slice(0, -1),
        name,
        ...(version === undefined ? [] : [`v${version}`]),
      ],
      path,
      place: { in: "file", path },
      ...(template === undefined ? { code: value } : { template }),
      said,
    },
  ];
}

interface Versioned {
  readonly name: string;
  readonly version?: string;
  readonly said: readonly Entry[];
}

/** `orders_v2.sql` is version 2 of `orders`, where the properties of `orders` list that version. */
function versionOf(file: string, entries: Lookup): Versioned {
  const plain = entries.get(file);
  const [, base = "", suffix = ""] = /^(.+)_v([^_]+)$/u.exec(file) ?? [];
  for (const [name, said] of plain === undefined
    ? [...entries].filter(([one]) => one === base)
    : []) {
    const found = versionIn(said, (version) => version === suffix);
    if (found !== undefined) return { name, ...found };
  }
  for (const [name, said] of entries) {
    const found = versionIn(said, (_, item) => textAt(item, "defined_in") === file);
    if (found !== undefined) return { name, ...found };
  }
  const only =
    plain === undefined
      ? undefined
      : versionIn(plain, (_, item) => textAt(item, "defined_in") === file);
  return only === undefined ? { name: file, said: plain ?? [] } : { name: file, ...only };
}

function versionIn(
  said: readonly Entry[],
  fits: (version: string, item: Json) => boolean,
): Pick<Versioned, "version" | "said"> | undefined {
  for (const entry of said) {
    for (const [index, item] of listAt(entry.value, "versions").entries()) {
      const version = versionText(memberOf(item, "v"));
      if (version === undefined || !fits(version, item)) continue;
      return { version, said: [...said, versionEntry(entry, item, index)] };
    }
  }
  return undefined;
}

/** What a version says over its model; its columns include those of the model as it asks for. */
function versionEntry(entry: Entry, item: Json, index: number): Entry {
  const value = isObject(item) ? item : {};
  const fields = Object.fromEntries(Object.entries(value).filter(([key]) => key !== "v"));
  return { ...entry, value: fields, places: placesBelow(entry.places, ["versions", index]) };
}

/** A version as text: `2` or `"2"`. */
export function versionText(value: Json | undefined): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The version that a ref without one means: the one that is named latest, else the greatest. */
export function latestVersion(entry: Entry): string | undefined {
  const named = versionText(memberOf(entry.value, "latest_version"));
  if (named !== undefined) return named;
  const versions = listAt(entry.value, "versions").flatMap(
    (item) => versionText(memberOf(item, "v")) ?? [],
  );
  return versions.toSorted((a, b) => Number(a) - Number(b) || byCodeUnit(a, b)).at(-1);
}

type BlockStatement = Extract<Template["body"][number], { readonly is: "block" }>;

function snapshotBlocks(template: Template): readonly BlockStatement[] {
  return template.body.filter(
    (statement): statement is BlockStatement =>
      statement.is === "block" && statement.tag === "snapshot",
  );
}

function snapshotsIn(own: Package, piece: Piece, entries: Lookup): readonly Node[] {
  const { role, path, value } = piece;
  const directories = [...pathsOf(own, "snapshot"), ...pathsOf(own, "model")];
  const steps = role === "sql" ? stepsBelow(own, path, directories) : undefined;
  if (steps === undefined || typeof value !== "string" || !/\{%[-+]?\s*snapshot\b/u.test(value)) {
    return [];
  }
  const template = parseTemplate(path, value, dbtTags);
  return snapshotBlocks(template).map((block) => ({
    kind: "snapshot",
    key: toolKey("dbt", `snapshot.${own.name}.${block.name}`),
    package: own,
    name: block.name,
    fqn: [own.name, ...steps.slice(0, -1), fileName(steps), block.name],
    path,
    place: { in: "range", path, start: block.start, end: block.end },
    template: { ...template, body: block.body },
    said: entries.get(block.name) ?? [],
  }));
}

/** Since dbt 1.9 a snapshot is an entry that names what it is taken of. */
function yamlSnapshots(own: Package): readonly Node[] {
  return entriesOf(own, "snapshots").flatMap((entry): Node[] => {
    const text = textAt(entry.value, "relation");
    if (text === undefined) return [];
    return [
      {
        kind: "snapshot",
        key: toolKey("dbt", `snapshot.${own.name}.${entry.name}`),
        package: own,
        name: entry.name,
        fqn: [own.name, ...entry.steps, entry.name],
        path: entry.path,
        place: entry.places.value("name"),
        relation: { text, place: entry.places.value("relation") },
        said: [entry],
      },
    ];
  });
}

function seedIn(own: Package, piece: Piece, entries: Lookup): readonly Node[] {
  const { role, path, value } = piece;
  const steps = role === "seed" ? stepsBelow(own, path, pathsOf(own, "seed")) : undefined;
  if (steps === undefined) return [];
  const name = fileName(steps);
  return [
    {
      kind: "seed",
      key: toolKey("dbt", `seed.${own.name}.${name}`),
      package: own,
      name,
      fqn: [own.name, ...steps.slice(0, -1), name],
      path,
      place: { in: "file", path },
      header: textsAt({ value }, "value").map(([, text]) => text),
      said: entries.get(name) ?? [],
    },
  ];
}

function sourcesOf(own: Package): readonly Node[] {
  return entriesOf(own, "sources").flatMap((group) =>
    listAt(group.value, "tables").flatMap((table, index): Node[] => {
      const name = textAt(table, "name");
      if (name === undefined || !isObject(table)) return [];
      const places: Places = placesBelow(group.places, ["tables", index]);
      const entry: Entry = { ...group, name, value: table, places };
      return [
        {
          kind: "source",
          key: toolKey("dbt", `source.${own.name}.${group.name}.${name}`),
          package: own,
          name,
          source: group.name,
          fqn: [own.name, ...group.steps, group.name, name],
          path: group.path,
          place: places.value("name"),
          said: [group, entry],
        },
      ];
    }),
  );
}
