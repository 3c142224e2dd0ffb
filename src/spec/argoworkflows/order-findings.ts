import {
  listAt,
  memberOf,
  objectAt,
  textAt,
  textsAt,
  type Json,
  type Steps,
} from "../../base/json.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { REF_043, REF_044 } from "../../diagnostic/rules/ref.ts";
import { SCH_006 } from "../../diagnostic/rules/sch.ts";
import { callsOf, type Call } from "./calls.ts";
import { dependsOf } from "./depends.ts";
import type { WorkflowObject } from "./kinds.ts";
import { found, meant, type Template } from "./templates.ts";

/** Tasks that wait for what does not exist (REF-043), or for each other (REF-044). */
export function orderFindings(workflow: WorkflowObject, template: Template): readonly Diagnostic[] {
  const tasks = listAt(objectAt(template.value, "dag"), "tasks");
  const names = new Set(tasks.flatMap((task) => textAt(task, "name") ?? []));
  const unknown = tasks.flatMap((task, index) => {
    const at = [...template.at, "dag", "tasks", index];
    return waitFindings(workflow, { task, at, names });
  });
  return [...mixed(workflow, template, tasks), ...unknown, ...circle(workflow, template)];
}

interface Waiting {
  readonly task: Json;
  readonly at: Steps;
  readonly names: ReadonlySet<string>;
}

function waitFindings(
  workflow: WorkflowObject,
  { task, at, names }: Waiting,
): readonly Diagnostic[] {
  const caller = `task ${textAt(task, "name") ?? ""}`;
  const depends = textAt(task, "depends");
  const { tasks, problem } = dependsOf(depends ?? "");
  const absent = (name: string, where: Steps): readonly Diagnostic[] =>
    names.has(name)
      ? []
      : [
          found(REF_043, workflow, {
            message: `${caller} waits for ${name}, which is no task of the same dag`,
            at: where,
            help: meant(name, [...names], "tasks"),
          }),
        ];
  const listed = textsAt(task, "dependencies").flatMap(([index, name]) =>
    absent(name, [...at, "dependencies", index]),
  );
  if (problem === undefined)
    return [...listed, ...tasks.flatMap((name) => absent(name, [...at, "depends"]))];
  const message = `the expression depends of ${caller} cannot be read: ${problem}`;
  return [...listed, found(REF_043, workflow, { message, at: [...at, "depends"] })];
}

/** Argo refuses a dag that states its order in both ways. */
function mixed(
  workflow: WorkflowObject,
  template: Template,
  tasks: readonly Json[],
): readonly Diagnostic[] {
  const uses = (field: string): number =>
    tasks.findIndex((task) => memberOf(task, field) !== undefined);
  const second = uses("dependencies");
  if (uses("depends") < 0 || second < 0) return [];
  const message = `template ${template.name} uses both depends and dependencies, and Argo allows one of them in a dag`;
  const at = [...template.at, "dag", "tasks", second, "dependencies"];
  return [found(SCH_006, workflow, { message, at, help: "write depends everywhere" })];
}

/** Tasks of a circle that its message names. */
const shownMax = 10;

/** Rounds of the search: each finds one task that waits for nothing unfinished. */
function circle(workflow: WorkflowObject, template: Template): readonly Diagnostic[] {
  const tasks = callsOf(template.value).filter(({ at }) => at[0] === "dag" && at.length === 3);
  const left = withoutFree(tasks);
  const [first] = left;
  if (first === undefined) return [];
  const way = wayRound(first, new Map(left.map((task) => [task.name, task])));
  const start = left.find(({ name }) => name === way[0]) ?? first;
  const shown = way.length > shownMax ? [...way.slice(0, shownMax), "…", way.at(-1)] : way;
  const message = `tasks wait for each other in a circle: ${shown.join(" → ")}`;
  const field = memberOf(start.value, "depends") === undefined ? "dependencies" : "depends";
  return [found(REF_044, workflow, { message, at: [...template.at, ...start.at, field] })];
}

/** The tasks that are left when again and again those go that wait for none of the others (Kahn). */
function withoutFree(tasks: readonly Call[]): readonly Call[] {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const waits = new Map(
    tasks.map(({ name, after }) => [name, after.filter((one) => byName.has(one)).length]),
  );
  const followers = new Map<string, string[]>();
  for (const { name, after } of byName.values())
    for (const one of after) followers.set(one, [...(followers.get(one) ?? []), name]);
  const free = [...byName.keys()].filter((name) => waits.get(name) === 0);
  for (let name = free.pop(); name !== undefined; name = free.pop()) {
    byName.delete(name);
    for (const next of followers.get(name) ?? []) {
      const count = (waits.get(next) ?? 0) - 1;
      waits.set(next, count);
      if (count === 0) free.push(next);
    }
  }
  return [...byName.values()];
}

/** From one task to what it waits for, until a task comes up again: that is where the circle starts. */
function wayRound(start: Call, left: ReadonlyMap<string, Call>): readonly string[] {
  const way = new Set<string>();
  let at: Call | undefined = start;
  while (at !== undefined && !way.has(at.name)) {
    way.add(at.name);
    const next: string | undefined = at.after.find((name) => left.has(name));
    at = next === undefined ? undefined : left.get(next);
  }
  const names = [...way];
  const again = at === undefined ? 0 : names.indexOf(at.name);
  return [...names.slice(again), names[again] ?? ""];
}
