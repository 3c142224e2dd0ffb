import { byCodeUnit } from "../../base/compare.ts";
import { grouped } from "../../base/group.ts";
import { listAt, objectAt, textAt, textsAt, type Json, type JsonObject } from "../../base/json.ts";
import { directoryOf, parentOf, type RepoPath } from "../../base/path.ts";
import type { Part } from "../../model/claim.ts";

/** A part of a dbt project: a file with what it is to the project. */
export type Piece = Pick<Part, "role" | "path" | "document" | "value">;

/** One `dbt_project.yml` with the files below it: a package in dbt's words. */
export interface Package {
  /** The name that refs and configs use. */
  readonly name: string;
  /** Directory of its `dbt_project.yml`, `""` for the root of the repository. */
  readonly root: string;
  readonly path: RepoPath;
  readonly document: number;
  readonly settings: JsonObject;
  /** Sorted by path; without those of a project that lies inside. */
  readonly pieces: readonly Piece[];
}

/** A project that is built by itself, with the packages that lie in this tree. */
export interface Project {
  readonly own: Package;
  /** Its own package first, then the installed ones by name. */
  readonly packages: readonly Package[];
  /** Those of its packages that no project of this tree builds by itself: it speaks for them. */
  readonly told: readonly Package[];
  /** Names of packages that it asks for and that are not in this tree. */
  readonly absent: readonly string[];
  readonly profiles: readonly Json[];
}

/** Packages inside each other: `dbt_packages` of a package. */
const installFolders = ["dbt_packages", "dbt_modules"];

/**
 * The projects of a tree, sorted by path. What lies in `dbt_packages`, and a package without a
 * profile that a project uses from beside it, is built with that project and none by itself.
 */
export function projectsOf(pieces: readonly Piece[]): readonly Project[] {
  const packages = packagesOf(pieces);
  const used = new Set(packages.flatMap((one) => localRoots(one)));
  const own = packages.filter(
    ({ root, settings }) =>
      !isInstalled(root) && !(used.has(root) && textAt(settings, "profile") === undefined),
  );
  return own.map((one) => projectOf(one, { packages, pieces, roots: new Set(own) }));
}

function packagesOf(pieces: readonly Piece[]): readonly Package[] {
  const sorted = pieces.toSorted((a, b) => byCodeUnit(a.path, b.path) || a.document - b.document);
  const declared = sorted.filter(({ role, document }) => role === "project" && document === 0);
  const roots = new Map(declared.map(({ path }) => [parentOf(path), path]));
  const byRoot = grouped(sorted, ({ path }) => nearestRoot(parentOf(path), roots));
  return declared.flatMap(({ path, document, value }): Package[] => {
    const root = parentOf(path);
    if (roots.get(root) !== path || typeof value !== "object" || value === null) return [];
    const settings = objectAt({ value }, "value");
    const name = textAt(settings, "name") ?? (root.split("/").at(-1) || "project");
    return [{ name, root, path, document, settings, pieces: byRoot.get(root) ?? [] }];
  });
}

/** The innermost directory with a project that holds the directory. */
function nearestRoot(directory: string, roots: ReadonlyMap<string, RepoPath>): string | undefined {
  let at = directory;
  while (!roots.has(at)) {
    if (at === "") return undefined;
    at = at.slice(0, Math.max(0, at.lastIndexOf("/")));
  }
  return at;
}

/** Whether the directory is one into which `dbt deps` puts packages. */
function isInstalled(root: string): boolean {
  return installFolders.includes(root.split("/").at(-2) ?? "");
}

interface Surroundings {
  readonly packages: readonly Package[];
  readonly pieces: readonly Piece[];
  readonly roots: ReadonlySet<Package>;
}

function projectOf(own: Package, { packages, pieces, roots }: Surroundings): Project {
  const below = own.root === "" ? "" : `${own.root}/`;
  const installed = packages.filter(
    ({ root }) =>
      isInstalled(root) && installFolders.some((folder) => root.startsWith(`${below}${folder}/`)),
  );
  const beside = new Set(localRoots(own));
  const local = packages.filter(({ root }) => beside.has(root));
  const others = [...grouped([...installed, ...local], ({ name }) => name).values()]
    .flatMap(([first]) => first ?? [])
    .filter(({ name }) => name !== own.name)
    .toSorted((a, b) => byCodeUnit(a.name, b.name));
  const wanted = wantedBy(own);
  return {
    own,
    packages: [own, ...others],
    told: [own, ...others.filter((one) => !roots.has(one))],
    absent: absentNames(wanted, others),
    profiles: profilesOf(own, pieces),
  };
}

function wantedBy({ pieces }: Package): readonly Piece[] {
  return pieces.filter(({ role }) => role === "packages" || role === "lock");
}

/** `- local: ../shared`, seen from the root of the repository. */
function localRoots(own: Package): readonly string[] {
  const items = wantedBy(own).flatMap(({ value }) => listAt(value, "packages"));
  return items.flatMap((item) => {
    const local = textAt(item, "local");
    if (local === undefined) return [];
    const steps = own.root === "" ? [] : own.root.split("/");
    for (const step of local.split("/")) {
      if (step === "..") {
        if (steps.pop() === undefined) return [];
      } else if (step !== "." && step !== "") steps.push(step);
    }
    return directoryOf(steps.join("/")) ?? [];
  });
}

/** The last part of `dbt-labs/dbt_utils` or of a Git address is mostly the name of the package. */
function absentNames(wanted: readonly Piece[], present: readonly Package[]): readonly string[] {
  const known = new Set(present.map(({ name }) => name.toLowerCase()));
  const names = wanted.flatMap(({ value }) =>
    listAt(value, "packages").flatMap((item) => {
      const address = textAt(item, "package") ?? textAt(item, "git");
      const name = address
        ?.replace(/(?:\.git)?\/?$/u, "")
        .split(/[/:]/u)
        .at(-1);
      return name === undefined || name === "" ? [] : [name.replaceAll("-", "_")];
    }),
  );
  return [...new Set(names)].filter((name) => !known.has(name.toLowerCase())).toSorted(byCodeUnit);
}

/** The profiles file beside the project, else that at the root of the repository. */
function profilesOf(own: Package, pieces: readonly Piece[]): readonly Json[] {
  const beside = own.pieces.filter(
    ({ role, path }) => role === "profiles" && parentOf(path) === own.root,
  );
  const atRoot = pieces.filter(({ role, path }) => role === "profiles" && parentOf(path) === "");
  return (beside.length > 0 ? beside : atRoot).map(({ value }) => value);
}

/** Directories of one kind of file, as the project names them, or where dbt looks otherwise. */
export function pathsOf({ settings }: Package, kind: keyof typeof defaultPaths): readonly string[] {
  const [current, old] = [`${kind}-paths`, oldNames[kind]];
  const key = [current, old].find((one) => Array.isArray(settings[one]));
  const texts =
    key === undefined ? defaultPaths[kind] : textsAt(settings, key).map(([, path]) => path);
  return texts.flatMap((path) => directoryOf(path) ?? []);
}

const defaultPaths = {
  model: ["models"],
  seed: ["seeds"],
  snapshot: ["snapshots"],
  macro: ["macros"],
  test: ["tests"],
  analysis: ["analyses"],
} as const;

/** Spellings before dbt 1.0. */
const oldNames: Readonly<Record<keyof typeof defaultPaths, string>> = {
  model: "source-paths",
  seed: "data-paths",
  snapshot: "snapshot-paths",
  macro: "macro-paths",
  test: "test-paths",
  analysis: "analysis-paths",
};

/**
 * The path of a file below one of these directories of its package, as steps without the directory;
 * undefined for a file elsewhere.
 */
export function stepsBelow(
  { root }: Package,
  path: RepoPath,
  directories: readonly string[],
): readonly string[] | undefined {
  const own = root === "" ? path : path.slice(root.length + 1);
  for (const directory of directories) {
    if (directory === "") return own.split("/");
    if (own.startsWith(`${directory}/`)) return own.slice(directory.length + 1).split("/");
  }
  return undefined;
}
