import { memberOf, objectAt, type JsonObject } from "../../base/json.ts";
import { render, valueOfText, type Rendered } from "../../jinja/render.ts";
import type { Segment } from "../../jinja/source-map.ts";
import type { Unknown, Value } from "../../jinja/value.ts";
import type { Key } from "../../model/ids.ts";
import { newCalls, type Calls, type DynamicUse, type Use } from "./calls.ts";
import { configuredOf } from "./configured.ts";
import type { Config } from "./configs.ts";
import { environmentOf, type Setting } from "./context.ts";
import { exposuresOf, type Exposure } from "./exposures.ts";
import { graphOf, type Graph } from "./graph.ts";
import { libraryOf, type Library } from "./library.ts";
import { relationNameOf } from "./names.ts";
import { nodesOf, type Node } from "./nodes.ts";
import type { Project } from "./projects.ts";
import { pythonConfig, pythonUses } from "./python-uses.ts";
import { quotingOf, relationText, type Quoting, type RelationFacts } from "./relation.ts";
import { singularTests, type SingularTest } from "./singular-tests.ts";
import { sourceRelation } from "./sources.ts";
import { dbtTags } from "./tags.ts";
import { targetOf, type DbtSettings, type Target } from "./target.ts";
import type { ColumnsOf, World } from "./world.ts";

/** A node with what its templates came to: plain values for whoever reads the SQL. */
export interface RenderedNode {
  readonly node: Node;
  readonly config: Config;
  readonly relation: RelationFacts;
  /** The query as dbt would compile it; absent for sources, seeds and code. */
  readonly sql?: string;
  /** Where each range of `sql` comes from (jinja/source-map.ts). */
  readonly segments: readonly Segment[];
  /** The same of an incremental run, where the model asks whether it is one. */
  readonly incremental?: Pick<Rendered, "text" | "segments" | "unknowns">;
  /** Each `ref` and `source`, of both runs. */
  readonly uses: readonly (Use & { readonly onlyIncremental: boolean })[];
  readonly dynamic: readonly DynamicUse[];
  readonly unknowns: readonly Unknown[];
}

/** A project whose templates are evaluated. */
export interface RenderedProject {
  readonly project: Project;
  readonly world: World;
  /** Enabled nodes. */
  readonly nodes: readonly RenderedNode[];
  readonly disabled: readonly Node[];
  readonly exposures: readonly Exposure[];
  readonly tests: readonly SingularTest[];
  /** What relation a written name means: `"db"."schema"."orders"` is `dbt:model.shop.orders`. */
  readonly relations: ReadonlyMap<string, Key>;
}

/** Templates in templates: a variable may hold one. */
const depthMax = 8;

/**
 * Evaluates every template of a project twice: as dbt parses, for configs and names, then as it
 * compiles, with the names that the first pass gave.
 *
 * @param columnsOf  columns that are known beyond seeds and declared sources
 */
export function renderProject(
  project: Project,
  settings: DbtSettings,
  columnsOf: ColumnsOf = () => undefined,
): RenderedProject {
  const target = targetOf(project, settings);
  const library = libraryOf(project, target.type);
  const all = project.packages.flatMap(nodesOf);
  const quoting = projectQuoting(project, target);
  const base = { library, target, settings, quoting, columnsOf };
  const parsing = worldOf({ ...base, graph: graphOf(project, all) }, parsedNames());
  const configs = new Map(all.map((node) => [node, configOf(project, node, parsing)]));
  const enabled = all.filter((node) => configs.get(node)?.get("enabled") !== false);
  const naming = namesOf(enabled, configs, parsing);
  const world = worldOf({ ...base, graph: graphOf(project, enabled) }, naming);
  const nodes = enabled.map((node) => renderedNode(node, world));
  return {
    project,
    world,
    nodes,
    disabled: all.filter((node) => configs.get(node)?.get("enabled") === false),
    exposures: exposuresOf(project, world),
    tests: singularTests(project, world),
    relations: new Map(
      nodes.map(({ node, relation }) => [relationText(relation, quoting), node.key]),
    ),
  };
}

interface Names {
  readonly configOf: (node: Node) => Config;
  readonly relationOf: (node: Node) => RelationFacts;
}
type Base = {
  readonly graph: Graph;
  readonly library: Library;
  readonly target: Target;
  readonly settings: DbtSettings;
  readonly quoting: Quoting;
  readonly columnsOf: ColumnsOf;
};

/** What is known of names before they are: enough to parse. */
function parsedNames(): Names {
  return {
    configOf: () => new Map(),
    relationOf: ({ key, name }) => ({ key, identifier: name }),
  };
}

function worldOf(base: Base, names: Names): World {
  let depth = 0;
  return {
    ...base,
    ...names,
    evaluate: (text, setting) => {
      if (depth >= depthMax) return null;
      depth += 1;
      const { value } = valueOfText({ text, tags: dbtTags }, environmentOf(setting));
      depth -= 1;
      return value;
    },
  };
}

/** `quoting` of the project, over what the adapter does. */
function projectQuoting({ own }: Project, { type }: Target): Quoting {
  const usual = quotingOf(type);
  const said = objectAt(own.settings, "quoting");
  const part = (name: keyof Quoting["parts"]): boolean => {
    const value = memberOf(said, name);
    return typeof value === "boolean" ? value : usual.parts[name];
  };
  const parts = {
    database: part("database"),
    schema: part("schema"),
    identifier: part("identifier"),
  };
  return { sign: usual.sign, parts };
}

function settingOf(world: World, node: Node, calls: Calls, execute: boolean): Setting {
  return {
    world,
    local: node.package.name,
    node,
    config: world.configOf(node),
    calls,
    execute,
    incremental: false,
  };
}

/** The configuration of a node: its own file is parsed for what it configures. */
function configOf(project: Project, node: Node, world: World): Config {
  const calls = newCalls();
  const setting = settingOf(world, node, calls, false);
  if (node.template !== undefined) render(node.template, environmentOf(setting));
  if (node.code !== undefined) pythonConfig(node.code, calls.config);
  const own: JsonObject = Object.fromEntries(calls.config);
  return configuredOf(project, node, {
    own,
    evaluate: (text): Value => world.evaluate(text, { ...setting, calls: newCalls() }),
  });
}

function namesOf(nodes: readonly Node[], configs: ReadonlyMap<Node, Config>, world: World): Names {
  const configOfNode = (node: Node): Config => configs.get(node) ?? new Map();
  const environment = (local: string): ReturnType<typeof environmentOf> =>
    environmentOf({
      world,
      local,
      config: new Map(),
      calls: newCalls(),
      execute: true,
      incremental: false,
    });
  const naming = {
    library: world.library,
    target: world.target,
    settings: world.settings,
    environment,
  };
  const relations = new Map(
    nodes.map((node) => [node.key, relationFacts(node, configOfNode(node), { world, naming })]),
  );
  return {
    configOf: configOfNode,
    relationOf: (node) => relations.get(node.key) ?? { key: node.key, identifier: node.name },
  };
}

function relationFacts(
  node: Node,
  config: Config,
  {
    world,
    naming,
  }: { readonly world: World; readonly naming: Parameters<typeof relationNameOf>[2] },
): RelationFacts {
  if (node.kind === "source") {
    const evaluate = (text: string): Value =>
      world.evaluate(text, settingOf(world, node, newCalls(), true));
    return { key: node.key, ...sourceRelation(node, world.target, evaluate) };
  }
  const name = relationNameOf(node, config, naming);
  const type = typeOf(node, config);
  const facts = { key: node.key, ...name, type };
  return type === "ephemeral" ? { ...facts, alias: `__dbt__cte__${name.identifier}` } : facts;
}

/** What a relation is to the warehouse. */
function typeOf(node: Node, config: Config): string {
  const said = config.get("materialized");
  if (node.kind === "model")
    return typeof said === "string" ? (said === "incremental" ? "table" : said) : "view";
  return "table";
}

function renderedNode(node: Node, world: World): RenderedNode {
  const config = world.configOf(node);
  const relation = world.relationOf(node);
  const calls = newCalls();
  const setting = settingOf(world, node, calls, true);
  const nothing = { node, config, relation, segments: [], uses: [], dynamic: [], unknowns: [] };
  if (node.relation !== undefined) {
    world.evaluate(`{{ ${node.relation.text} }}`, setting);
    return {
      ...nothing,
      uses: calls.uses.map((use) => ({ ...use, onlyIncremental: false })),
      dynamic: calls.dynamic,
    };
  }
  if (node.code !== undefined) return { ...nothing, ...pythonUses(node, node.code, world) };
  if (node.template === undefined) return nothing;
  const { text, segments, unknowns } = render(node.template, environmentOf(setting));
  const plain = calls.uses.map((use) => ({ ...use, onlyIncremental: false }));
  const full = { ...nothing, sql: text, segments, unknowns, uses: plain, dynamic: calls.dynamic };
  if (!calls.isIncrementalAsked) return full;
  const again = newCalls();
  const incremental = render(
    node.template,
    environmentOf({ ...setting, calls: again, incremental: true }),
  );
  const known = new Set(plain.map(({ text: one }) => one));
  const more = again.uses
    .filter(({ text: one }) => !known.has(one))
    .map((use) => ({ ...use, onlyIncremental: true }));
  return {
    ...full,
    incremental,
    uses: [...plain, ...more],
    dynamic: [...calls.dynamic, ...again.dynamic],
  };
}
