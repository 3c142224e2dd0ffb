import { macroCallable, macrosOf } from "../../jinja/macros.ts";
import { parseTemplate } from "../../jinja/parse.ts";
import type { Problem } from "../../jinja/tree.ts";
import type { Callable, Macro } from "../../jinja/value.ts";
import { listAt, textAt, textsAt } from "../../base/json.ts";
import type { RepoPath } from "../../base/path.ts";
import { adapterNames, builtinMacros } from "./builtin.ts";
import { pathsOf, stepsBelow, type Package, type Project } from "./projects.ts";
import { dbtTags } from "./tags.ts";

/** Macros by name. */
export type Macros = ReadonlyMap<string, Macro>;

/** What was wrong in a file of macros. */
export interface MacroProblem extends Problem {
  readonly path: RepoPath;
}

/** All macros that the models of a project can call. */
export interface Library {
  readonly packages: ReadonlyMap<string, Macros>;
  readonly builtin: Macros;
  readonly root: string;
  /** `dispatch` of `dbt_project.yml`: where the macros of a namespace are looked for. */
  readonly searchOrder: ReadonlyMap<string, readonly string[]>;
  readonly adapters: readonly string[];
  readonly problems: readonly MacroProblem[];
  /** Files that hold macros. */
  readonly files: readonly RepoPath[];
}

export function libraryOf(project: Project, type: string | undefined): Library {
  const problems: MacroProblem[] = [];
  const files: RepoPath[] = [];
  const packages = new Map(
    project.packages.map((one) => [one.name, packageMacros(one, problems, files)]),
  );
  const orders = listAt(project.own.settings, "dispatch").flatMap(
    (item): (readonly [string, readonly string[]])[] => {
      const namespace = textAt(item, "macro_namespace");
      const order = textsAt(item, "search_order").map(([, name]) => name);
      return namespace === undefined ? [] : [[namespace, order]];
    },
  );
  return {
    packages,
    builtin: builtinMacros(),
    root: project.own.name,
    searchOrder: new Map(orders),
    adapters: adapterNames(type),
    problems,
    files,
  };
}

function packageMacros(own: Package, problems: MacroProblem[], files: RepoPath[]): Macros {
  const macros = new Map<string, Macro>();
  const directories = [
    ...pathsOf(own, "macro"),
    ...pathsOf(own, "test").map((path) => `${path}/generic`),
  ];
  for (const { role, path, value } of own.pieces) {
    const steps = role === "sql" ? stepsBelow(own, path, directories) : undefined;
    if (steps === undefined || typeof value !== "string") continue;
    const template = parseTemplate(path, value, dbtTags);
    problems.push(...template.problems.map((problem) => ({ ...problem, path })));
    files.push(path);
    for (const [name, macro] of macrosOf(template)) {
      // A generic test lies beside macros under a name of its own.
      macros.set(macro.statement.tag === "macro" ? name : `test_${name}`, macro);
    }
  }
  return macros;
}

/** The macro that a bare name means: of the model's package, of the project, of dbt itself. */
export function macroNamed(library: Library, name: string, local: string): Callable | undefined {
  const macro =
    library.packages.get(local)?.get(name) ??
    library.packages.get(library.root)?.get(name) ??
    library.builtin.get(name);
  return macro === undefined ? undefined : macroCallable(macro);
}

/** The macro of a package; `dbt` is dbt itself. */
export function macroOfPackage(
  library: Library,
  packageName: string,
  name: string,
): Callable | undefined {
  const macros = packageName === "dbt" ? library.builtin : library.packages.get(packageName);
  const macro = macros?.get(name);
  return macro === undefined ? undefined : macroCallable(macro);
}

/**
 * The macro that `adapter.dispatch` chooses: package by package in the order of the search, in each
 * the one for the adapter before that for its parent before the default.
 */
export function dispatched(
  library: Library,
  name: string,
  { namespace, local }: { readonly namespace: string | undefined; readonly local: string },
): Callable | undefined {
  const prefixes = [...library.adapters, "default"];
  for (const packageName of searched(library, namespace)) {
    for (const prefix of prefixes) {
      const wanted = `${prefix}__${name}`;
      const found =
        packageName === undefined
          ? macroNamed(library, wanted, local)
          : macroOfPackage(library, packageName, wanted);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function searched(
  library: Library,
  namespace: string | undefined,
): readonly (string | undefined)[] {
  if (namespace === undefined) return [undefined];
  const order = library.searchOrder.get(namespace);
  if (order !== undefined) return order;
  return library.packages.has(namespace) ? [library.root, namespace] : [undefined];
}
