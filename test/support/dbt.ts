// dbt projects as the expander sees them: from files on disk, or from texts.
import { readFileSync } from "node:fs";
import type { Part } from "../../src/model/claim.ts";
import { expandDbt, type ExpandedDbt } from "../../src/expand/dbt/expand.ts";
import type { DbtSettings } from "../../src/expand/dbt/target.ts";
import { buildSnapshot } from "../../src/lineage/snapshot.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { parseFile } from "../../src/source/parse.ts";
import { dbt } from "../../src/spec/dbt/dbt.ts";
import { filesBelow } from "./sources.ts";
import { pathOf } from "./texts.ts";

export type Files = Readonly<Record<string, string>>;

export const noSettings: DbtSettings = { targets: {} };

/** The files of a folder, by their paths below it. */
export function filesOf(folder: string): Files {
  const paths = filesBelow(folder);
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}

/** What the adapter hands on of the files. */
export function partsOf(files: Files): readonly Part[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const file = pathOf(path);
    if (!dbt.claims(file, text)) return [];
    const { value } = parseFile(file, new TextEncoder().encode(text), dbt.profile);
    return value.flatMap((document) => dbt.read(document).parts ?? []);
  });
}

/** A project of these files; one without a `dbt_project.yml` is called shop. */
export function expanded(files: Files, settings: DbtSettings = noSettings): ExpandedDbt {
  return expandDbt(partsOf({ "dbt_project.yml": "name: shop\n", ...files }), settings);
}

/** The linked graph of a project alone. */
export function snapshotOfDbt({ claims, diagnostics }: ExpandedDbt): Snapshot {
  const input = { claims, diagnostics, declarations: [], covered: [], documents: 0, aliases: {} };
  return buildSnapshot(input);
}
