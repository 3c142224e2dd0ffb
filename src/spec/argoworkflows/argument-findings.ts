import {
  listAt,
  objectAt,
  textAt,
  type Json,
  type JsonObject,
  type Steps,
} from "../../base/json.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { REF_041, REF_042 } from "../../diagnostic/rules/ref.ts";
import type { WorkflowObject } from "./kinds.ts";
import { found, hasOwnValue, inputsOf, meant, namesIn } from "./templates.ts";

/** Someone passes arguments to a template: what a message says of the two. */
export interface Passing {
  readonly workflow: Pick<WorkflowObject, "value" | "places" | "key">;
  /** The map that holds `arguments`, and where it stands from the root of the object. */
  readonly value: JsonObject;
  readonly at: Steps;
  readonly caller: string;
  readonly template: JsonObject;
  readonly templateName: string;
}

const lists = { parameters: REF_041, artifacts: REF_042 } as const;
const nouns = { parameters: "parameter", artifacts: "artifact" } as const;

/**
 * REF-041 and REF-042 for each input of the template that gets no value, and for each argument that
 * the template does not take, which Argo drops without a word.
 */
export function argumentFindings(passing: Passing): readonly Diagnostic[] {
  return (["parameters", "artifacts"] as const).flatMap((list) => [
    ...missing(passing, list),
    ...surplus(passing, list),
  ]);
}

type List = keyof typeof lists;

function missing(passing: Passing, list: List): readonly Diagnostic[] {
  const { workflow, value, at, caller, template, templateName } = passing;
  const given = new Set(namesIn(objectAt(value, "arguments"), list));
  const needed = listAt(inputsOf(template), list).filter((input) => !hasOwnValue(input));
  return needed.flatMap((input: Json) => {
    const name = textAt(input, "name");
    if (name === undefined || given.has(name)) return [];
    return found(lists[list], workflow, {
      message: `${caller} does not pass the ${nouns[list]} ${name} to ${templateName}`,
      at: [...at, "arguments", list],
      help: meant(name, [...given], "passed"),
    });
  });
}

function surplus(passing: Passing, list: List): readonly Diagnostic[] {
  const { workflow, value, at, caller, template, templateName } = passing;
  const taken = namesIn(inputsOf(template), list);
  return listAt(objectAt(value, "arguments"), list).flatMap((argument, index) => {
    const name = textAt(argument, "name");
    if (name === undefined || taken.includes(name)) return [];
    return found(lists[list], workflow, {
      message: `${templateName} takes no ${nouns[list]} ${name}; what ${caller} passes is dropped`,
      at: [...at, "arguments", list, index],
      help: meant(name, taken, "it takes"),
      severity: "warning",
    });
  });
}
