import type { RepoPath } from "../../base/path.ts";
import type { RenderedProject } from "./models.ts";
import { pathsOf, stepsBelow, type Package, type Piece } from "./projects.ts";

const kinds = ["model", "seed", "snapshot", "macro", "test"] as const;

/** The files that decide what a project's models are: queries, macros, properties, settings. */
export function coveredFiles({ project }: RenderedProject): readonly RepoPath[] {
  return project.packages.flatMap((own) =>
    own.pieces.filter((piece) => decides(own, piece)).map(({ path }) => path),
  );
}

function decides(own: Package, { role, path }: Piece): boolean {
  if (role !== "sql" && role !== "python" && role !== "seed" && role !== "properties") return true;
  const directories = kinds.flatMap((kind) => pathsOf(own, kind));
  return stepsBelow(own, path, directories) !== undefined;
}
