import { byCodeUnit } from "../../base/compare.ts";
import { grouped } from "../../base/group.ts";
import { nearest } from "../../base/text.ts";
import { toolKey, type Key } from "../../model/ids.ts";
import { latestVersion, type Node } from "./nodes.ts";
import type { Project } from "./projects.ts";

/** What a `ref` asks for. */
export interface Wanted {
  readonly package?: string;
  readonly name: string;
  readonly version?: string;
}

/** Where a `ref` or a `source` leads. */
export type Found =
  | { readonly is: "node"; readonly node: Node }
  /** A model of another project or of a package that is not in this tree. */
  | { readonly is: "external"; readonly key: Key; readonly package: string }
  | { readonly is: "absent"; readonly close?: string };

/** Everything in a project that can be referred to. */
export interface Graph {
  readonly project: Project;
  /** All nodes, those of its own package first, each package by path. */
  readonly nodes: readonly Node[];
  ref(wanted: Wanted, local: string): Found;
  source(source: string, table: string, local: string): Found;
}

/** The graph of a project; `nodes` leaves those out that are disabled. */
export function graphOf(project: Project, nodes: readonly Node[]): Graph {
  const referable = grouped(
    nodes.filter(({ kind }) => kind !== "source"),
    ({ name }) => name,
  );
  const sources = grouped(
    nodes.filter(({ kind }) => kind === "source"),
    ({ source, name }) => `${source}.${name}`,
  );
  return {
    project,
    nodes,
    ref: (wanted, local) => refIn(project, referable, wanted, local),
    source: (source, table, local) => {
      const found = preferred(sources.get(`${source}.${table}`) ?? [], [local, project.own.name]);
      return found === undefined
        ? absent(`${source}.${table}`, sources)
        : { is: "node", node: found };
    },
  };
}

type ByName = ReadonlyMap<string, readonly Node[]>;

function refIn(project: Project, byName: ByName, wanted: Wanted, local: string): Found {
  const named = byName.get(wanted.name) ?? [];
  const own = wanted.package;
  const inPackage = own === undefined ? named : named.filter((node) => node.package.name === own);
  const fitting = ofVersion(inPackage, wanted.version);
  const found = preferred(fitting, [local, project.own.name]);
  if (found !== undefined) return { is: "node", node: found };
  if (own !== undefined && !project.packages.some(({ name }) => name === own)) {
    const version = wanted.version === undefined ? "" : `.v${wanted.version}`;
    const key = toolKey("dbt", `model.${own}.${wanted.name}${version}`);
    return { is: "external", key, package: own };
  }
  return absent(wanted.name, byName);
}

/** The version that is asked for, else the latest; models without versions have one. */
function ofVersion(nodes: readonly Node[], version: string | undefined): readonly Node[] {
  return nodes.filter((node) => {
    if (version !== undefined) return node.version === version;
    const [entry] = node.said;
    return (
      node.version === undefined || entry === undefined || node.version === latestVersion(entry)
    );
  });
}

/** Packages in the order of precedence; of two nodes in one package the first by path. */
function preferred(nodes: readonly Node[], packages: readonly string[]): Node | undefined {
  for (const name of packages) {
    const found = nodes.find((node) => node.package.name === name);
    if (found !== undefined) return found;
  }
  return nodes[0];
}

/** Names compared for did-you-mean. */
const namesMax = 2_000;

function absent(name: string, byName: ByName): Found {
  const names = [...byName.keys()].toSorted(byCodeUnit).slice(0, namesMax);
  const close = nearest(name, names);
  return { is: "absent", ...(close !== undefined && { close }) };
}
