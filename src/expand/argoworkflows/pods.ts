import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
  type Json,
  type JsonObject,
  type Steps,
} from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import { parseFile } from "../../source/parse.ts";
import { repoPath } from "../../base/path.ts";
import { dimsOf } from "../../spec/pod-dims.ts";
import { holderOf, podRequest, type Holder, type PodRequest } from "../../spec/pod-resources.ts";
import type { Frame } from "./frames.ts";
import { fieldOf, placeOf, type Located } from "./job.ts";
import { filled, filledDeep } from "./values.ts";

/** The pod that a template runs. */
export interface Pod {
  readonly request: PodRequest;
  readonly dims: Readonly<Record<string, string>>;
  /** As rules see it. */
  readonly value: JsonObject;
  /** Where resources would stand that no container states. */
  readonly nowhere: Place;
  readonly containersPlace: Place;
}

interface Container extends Located {
  readonly value: JsonObject;
}

/** The pod of a template; undefined for one that runs no container of the user's. */
export function podOf(frame: Frame): Pod | undefined {
  const main = mainContainers(frame);
  const [first] = main;
  if (first === undefined) return undefined;
  const beside = listed(frame, ["sidecars"]);
  const before = listed(frame, ["initContainers"]);
  const patches = patchesOf(frame);
  const holders = (containers: readonly Container[]): readonly Holder[] =>
    containers.map((container) => holderOfContainer(container, frame, patches));
  const selectors = ["nodeSelector", "affinity"].flatMap((field): [string, Json][] => {
    const patched = patches.findLast(({ value }) => memberOf(value, field) !== undefined);
    const value =
      patched === undefined ? ofPod(frame, field)?.value : memberOf(patched.value, field);
    return value === undefined ? [] : [[field, filledDeep(value, frame.scope)]];
  });
  return {
    request: podRequest({ app: holders([...main, ...beside]), init: holders(before) }),
    dims: dimsOf(Object.fromEntries(selectors)),
    value: {
      containers: [...main, ...beside].map((container) => facts(container, frame)),
      initContainers: before.map((container) => facts(container, frame)),
    },
    nowhere: placeOf({ home: first.home, at: [...first.at, "resources"] }),
    containersPlace: placeOf(first),
  };
}

/** A field of the template, else of the defaults for templates, else of the workflow. */
export function ofPod(frame: Frame, field: string): Located | undefined {
  const { home, template, at, job } = frame;
  const own = memberOf(template, field);
  if (own !== undefined && own !== null) return { home, at: [...at, field], value: own };
  const defaults = fieldOf(job, "templateDefaults");
  const common = memberOf(defaults?.value, field);
  if (defaults !== undefined && common !== undefined && common !== null)
    return { home: defaults.home, at: [...defaults.at, field], value: common };
  return fieldOf(job, field);
}

/** What a template runs itself: `container`, `script`, or a set of containers in one pod. */
function mainContainers(frame: Frame): readonly Container[] {
  const set = listed(frame, ["containerSet", "containers"]);
  if (set.length > 0) return set;
  return ["container", "script"].flatMap((field) => {
    const value = memberOf(frame.template, field);
    return isObject(value) ? [{ home: frame.home, at: [...frame.at, field], value }] : [];
  });
}

function listed({ home, template, at }: Frame, steps: readonly string[]): readonly Container[] {
  const [last = "", ...outer] = steps.toReversed();
  const holder = outer.length === 0 ? template : objectAt(template, outer[0] ?? "");
  return listAt(holder, last).flatMap((value, index) =>
    isObject(value) ? [{ home, at: [...at, ...steps, index], value }] : [],
  );
}

/** The container's own resources, else those of the defaults, and over both what a patch says. */
function holderOfContainer(container: Container, frame: Frame, patches: readonly Patch[]): Holder {
  const resources = resourcesOf(container, frame);
  const name = nameOf(container);
  const places = new Map<string, Place>();
  const sides: Record<string, JsonObject> = {};
  for (const side of ["requests", "limits"] as const) {
    const merged: Record<string, Json> = {};
    const take = (values: JsonObject, placeOfResource: (resource: string) => Place): void => {
      for (const [resource, value] of Object.entries(values)) {
        Object.defineProperty(merged, resource, { value, enumerable: true, configurable: true });
        places.set(`${side}/${resource}`, placeOfResource(resource));
      }
    };
    if (resources !== undefined) {
      const { home, at, value } = resources;
      take(objectAt(filledDeep(value, frame.scope), side), (resource) =>
        placeOf({ home, at: [...at, side, resource] }),
      );
    }
    for (const { value, place } of patches) {
      const patched = listAt(value, "containers").find((one) => textAt(one, "name") === name);
      take(objectAt(objectAt(patched, "resources"), side), () => place);
    }
    sides[side] = merged;
  }
  const path = pathIn(container.at, frame.at);
  return holderOf(
    { resources: sides, restartPolicy: memberOf(container.value, "restartPolicy") ?? null },
    {
      path: `${path}.resources`,
      at: (side, resource) => places.get(`${side}/${resource}`) ?? placeOf(container),
    },
  );
}

/** The one container of a template, and not one of a set. */
function isMain({ at }: Container): boolean {
  return at.at(-1) === "container" || at.at(-1) === "script";
}

/** Argo calls the container of a template `main`, whatever the template says. */
function nameOf(container: Container): string | undefined {
  return isMain(container) ? "main" : textAt(container.value, "name");
}

function pathIn(at: Steps, template: Steps): string {
  return at.slice(template.length).join(".");
}

function resourcesOf(container: Container, { job }: Frame): Located | undefined {
  const value = memberOf(container.value, "resources");
  if (isObject(value)) return { home: container.home, at: [...container.at, "resources"], value };
  const defaults = fieldOf(job, "templateDefaults");
  if (defaults === undefined || !isMain(container)) return undefined;
  const field = String(container.at.at(-1));
  const common = memberOf(objectAt(defaults.value, field), "resources");
  return isObject(common)
    ? { home: defaults.home, at: [...defaults.at, field, "resources"], value: common }
    : undefined;
}

/** What rules see of a container; its scripts may be long, and say nothing to them. */
function facts(container: Container, { scope }: Frame): JsonObject {
  const seen = ["image", "env", "resources"].flatMap((field): [string, Json][] => {
    const value = memberOf(container.value, field);
    if (value === undefined) return [];
    return [[field, field === "env" ? value : filledDeep(value, scope)]];
  });
  const name = nameOf(container);
  return { ...(name !== undefined && { name }), ...Object.fromEntries(seen) };
}

interface Patch {
  readonly value: Json;
  readonly place: Place;
}

/** `podSpecPatch` of the workflow, then of the template: YAML or JSON in a text. */
function patchesOf(frame: Frame): readonly Patch[] {
  const own = memberOf(frame.template, "podSpecPatch");
  const template =
    typeof own === "string"
      ? { home: frame.home, at: [...frame.at, "podSpecPatch"], value: own }
      : undefined;
  return [fieldOf(frame.job, "podSpecPatch"), template].flatMap((located) => {
    if (located === undefined || typeof located.value !== "string") return [];
    const text = filled(located.value, frame.scope);
    // A patch that cannot be read keeps its tags: what it sets is then seen to be a template.
    const value = parsed("unknown" in text ? located.value : text.text) ?? unreadable;
    return [{ value, place: placeOf(located) }];
  });
}

/** What a patch that is no YAML sets cannot be known, and must not pass for what it would have replaced. */
const unreadable: Json = {
  containers: [
    {
      name: "main",
      resources: { requests: { cpu: "{{podSpecPatch}}", memory: "{{podSpecPatch}}" } },
    },
  ],
};

function parsed(text: string): Json | undefined {
  const path = repoPath("patch.yaml");
  if (path === undefined) return undefined;
  return parseFile(path, new TextEncoder().encode(text), "k8s").value[0]?.value;
}
