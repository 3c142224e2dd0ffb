import { textAt, objectAt } from "../../base/json.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { REF_040, REF_041, REF_042 } from "../../diagnostic/rules/ref.ts";
import { argumentFindings } from "../../spec/argoworkflows/argument-findings.ts";
import { callsOf, type Call } from "../../spec/argoworkflows/calls.ts";
import { mentionsOf } from "../../spec/argoworkflows/tags.ts";
import { found, meant, namesIn, type Template } from "../../spec/argoworkflows/templates.ts";
import { reach } from "./frames.ts";
import { borrowedBy, type Definition, type Library, type Wanted } from "./library.ts";

/** What is wrong between documents: templates that are not there, and what is passed to those that are. */
export function referenceFindings(library: Library): readonly Diagnostic[] {
  return library.definitions.flatMap((home) => [
    ...borrowFindings(home, library),
    ...[...home.templates.values()].flatMap((template) =>
      callsOf(template.value).flatMap((call) => callFindings(home, template, { call, library })),
    ),
  ]);
}

function borrowFindings(home: Definition, library: Library): readonly Diagnostic[] {
  const wanted = borrowedBy(home);
  if (wanted === undefined || isTag(wanted.name)) return [];
  const at = [...home.spec.steps, "workflowTemplateRef"];
  const base = library.find(wanted, home.namespace);
  if (base === undefined) return [absent(home, wanted, { at: [...at, "name"], library })];
  const entrypoint = textAt(home.spec.value, "entrypoint") ?? textAt(base.spec.value, "entrypoint");
  if (entrypoint === undefined) {
    const message = `${base.kind} ${base.name} has no entrypoint, and ${home.name} names none`;
    return [
      found(REF_040, home, {
        message,
        at: [...at, "name"],
        help: "name the template to start with under entrypoint",
      }),
    ];
  }
  if (base.templates.has(entrypoint)) return [];
  const message = `${base.kind} ${base.name} has no template ${entrypoint}`;
  const help = meant(entrypoint, [...base.templates.keys()], "templates");
  return [found(REF_040, home, { message, at: [...home.spec.steps, "entrypoint"], help })];
}

/** The object may live in a cluster or another repository, so that its absence here proves nothing. */
function absent(
  home: Definition,
  wanted: Wanted,
  { at, library }: { readonly at: Definition["spec"]["steps"]; readonly library: Library },
): Diagnostic {
  const kind = wanted.cluster ? "ClusterWorkflowTemplate" : "WorkflowTemplate";
  const names = library.names(wanted);
  const message = `no ${kind} ${wanted.name} in this tree: what it runs is unknown`;
  const help = meant(wanted.name, names, `${kind}s here`);
  return found(REF_040, home, { message, at, help, severity: "warning" });
}

interface Calling {
  readonly call: Call;
  readonly library: Library;
}

function callFindings(
  home: Definition,
  template: Template,
  { call, library }: Calling,
): readonly Diagnostic[] {
  const { target } = call;
  if (target?.by !== "ref" || isTag(target.name) || isTag(target.template)) return [];
  const reached = reach(target, { home, at: template.at }, library);
  const at = [...template.at, ...target.at];
  if (reached.to === "nowhere") {
    const owner = library.find(target, home.namespace);
    if (owner === undefined) return [absent(home, target, { at: [...at, "name"], library })];
    const message = `${owner.kind} ${owner.name} has no template ${target.template}`;
    const help = meant(target.template, [...owner.templates.keys()], "templates");
    return [found(REF_040, home, { message, at: [...at, "template"], help })];
  }
  const templateName = `template ${target.name}/${target.template}`;
  const passing = {
    workflow: home,
    value: call.value,
    at: [...template.at, ...call.at],
    caller: call.name,
  };
  return [
    ...argumentFindings({ ...passing, template: reached.template, templateName }),
    ...outputFindings(home, template, {
      name: call.name,
      outputs: objectAt(reached.template, "outputs"),
    }),
  ];
}

const rules = { parameters: REF_041, artifacts: REF_042 } as const;

/** What the other steps of the template take from the one that another document defines. */
function outputFindings(
  home: Definition,
  template: Template,
  { name, outputs }: { readonly name: string; readonly outputs: ReturnType<typeof objectAt> },
): readonly Diagnostic[] {
  return callsOf(template.value).flatMap((taker) =>
    mentionsOf(JSON.stringify(objectAt(taker.value, "arguments"))).flatMap((mention) => {
      if (mention.of !== "task" || mention.task !== name || mention.output === undefined) return [];
      const { group, name: wanted } = mention.output;
      const names = namesIn(outputs, group);
      if (names.includes(wanted)) return [];
      const message = `${name} has no output ${wanted} among its ${group}`;
      const at = [...template.at, ...taker.at, "arguments", group];
      return [
        found(rules[group], home, { message, at, help: meant(wanted, names, "its outputs") }),
      ];
    }),
  );
}

function isTag(text: string): boolean {
  return text.includes("{{");
}
