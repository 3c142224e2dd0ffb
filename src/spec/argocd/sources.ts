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
import { diagnose, type Diagnostic, type RuleInfo } from "../../diagnostic/diagnostic.ts";
import type { Place, Places } from "../../diagnostic/place.ts";
import { REF_005, REF_013 } from "../../diagnostic/rules/ref.ts";
import { SCH_023, SCH_025 } from "../../diagnostic/rules/sch.ts";
import type { Claim } from "../../model/claim.ts";
import type { UnknownReason } from "../../model/kinds.ts";
import { placeNear, type KubernetesObject } from "../objects.ts";
import { declared, facetClaims, type Subject } from "../subject.ts";
import { isTemplated } from "../templated.ts";

interface Read {
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Source {
  readonly value: JsonObject;
  readonly steps: Steps;
}

interface Context {
  readonly subject: Subject;
  readonly places: Places;
  /** Of the destination: objects that name none get it. */
  readonly namespace: string | undefined;
}

/** What an Application deploys, one statement for each of its sources. */
export function readSources(application: KubernetesObject, subject: Subject): Read {
  const { value, places } = application;
  const spec = objectAt(value, "spec");
  const sources = sourcesOf(spec);
  if (sources.length === 0) {
    const message = "no source that can be read: what the application deploys is unknown";
    const place = placeNear(application, ["spec", "source"]);
    return loose({ text: "", reason: "unreadable", place, message }, { subject });
  }
  const namespace = textAt(objectAt(spec, "destination"), "namespace");
  const readings = sources.map((source) => readSource(source, { subject, places, namespace }));
  const both = memberOf(spec, "source") !== undefined && listAt(spec, "sources").length > 0;
  return {
    claims: [...sourceFacet(sources, places, subject), ...readings.flatMap(({ claims }) => claims)],
    diagnostics: [
      ...(both ? [bothSet(places, subject)] : []),
      ...readings.flatMap(({ diagnostics }) => diagnostics),
    ],
  };
}

/** `sources` before `source`, as Argo CD decides; else what a hydrator starts from. */
function sourcesOf(spec: JsonObject): readonly Source[] {
  const several = listAt(spec, "sources").flatMap((value, index) =>
    isObject(value) ? [{ value, steps: ["spec", "sources", index] }] : [],
  );
  if (several.length > 0) return several;
  const hydrated = objectAt(objectAt(spec, "sourceHydrator"), "drySource");
  const single = memberOf(spec, "source");
  if (isObject(single)) return [{ value: single, steps: ["spec", "source"] }];
  if (Object.keys(hydrated).length === 0) return [];
  return [{ value: hydrated, steps: ["spec", "sourceHydrator", "drySource"] }];
}

function bothSet(places: Places, subject: Subject): Diagnostic {
  return diagnose(SCH_023, {
    message: "both source and sources are set; Argo CD deploys sources alone",
    place: places.key("spec", "source"),
    help: "remove spec.source",
    subject: subject.key,
    related: [{ message: "what is deployed", place: places.key("spec", "sources") }],
  });
}

/** The facet describes one source: the first that brings manifests. */
function sourceFacet(
  sources: readonly Source[],
  places: Places,
  subject: Subject,
): readonly Claim[] {
  const source = sources.find(({ value }) => !isReferenceOnly(value)) ?? sources[0];
  if (source === undefined) return [];
  const pairs = ["repoURL", "path", "chart", "targetRevision"].flatMap(
    (field): [string, Json][] => {
      const text = textAt(source.value, field);
      return text === undefined ? [] : [[field, text]];
    },
  );
  return facetClaims(subject, "source", {
    value: Object.fromEntries(pairs),
    place: places.value(...source.steps),
  });
}

/** A source that others take value files from brings no manifests itself. */
function isReferenceOnly(source: JsonObject): boolean {
  const brings = ["path", "chart"].some((field) => memberOf(source, field) !== undefined);
  return memberOf(source, "ref") !== undefined && !brings;
}

function readSource({ value, steps }: Source, context: Context): Read {
  if (isReferenceOnly(value)) return nothing;
  const { places } = context;
  const repository = textAt(value, "repoURL") ?? "";
  const chart = textAt(value, "chart");
  if (chart !== undefined) {
    const text = `${repository}/${chart}`;
    const message = `chart ${chart} lies in ${repository || "another repository"}: what it deploys is unknown`;
    return loose(
      { text, reason: "remote-chart", place: places.value(...steps, "chart"), message },
      context,
    );
  }
  const path = textAt(value, "path") ?? ".";
  const place =
    memberOf(value, "path") === undefined ? places.value(...steps) : places.value(...steps, "path");
  if (isTemplated(path) || isTemplated(repository)) {
    const message = `${path} is a template and was not filled in: what it deploys is unknown`;
    return loose({ text: path, reason: "templated", place, message }, context);
  }
  if (isObject(memberOf(value, "plugin"))) {
    const message = `a plugin renders ${path}: what it deploys is unknown`;
    return loose({ text: path, reason: "code", place, message }, context);
  }
  return {
    claims: [deploys({ value, steps }, { path, place, repository }, context)],
    diagnostics: [],
  };
}

const nothing: Read = { claims: [], diagnostics: [] };

function deploys(
  { value }: Source,
  {
    path,
    place,
    repository,
  }: { readonly path: string; readonly place: Place; readonly repository: string },
  { subject, namespace }: Context,
): Claim {
  const directory = objectAt(value, "directory");
  const [include, exclude] = [textAt(directory, "include"), textAt(directory, "exclude")];
  return declared(
    subject,
    {
      is: "deploys",
      directory: path,
      recurse: memberOf(directory, "recurse") === true,
      ...(include !== undefined && { include }),
      ...(exclude !== undefined && { exclude }),
      ...(namespace !== undefined && { namespace }),
      repository,
      revision: textAt(value, "targetRevision") ?? "HEAD",
    },
    place,
  );
}

const rules: Readonly<Partial<Record<UnknownReason, RuleInfo>>> = {
  "remote-chart": REF_013,
  templated: REF_005,
};

/** A source whose manifests cannot be seen: kept as a gap, so that nothing passes for complete. */
function loose(
  {
    text,
    reason,
    place,
    message,
  }: {
    readonly text: string;
    readonly reason: UnknownReason;
    readonly place: Place;
    readonly message: string;
  },
  { subject }: Pick<Context, "subject">,
): Read {
  const rule = rules[reason] ?? SCH_025;
  return {
    claims: [declared(subject, { is: "unresolved", edge: "deploys", text, reason }, place)],
    diagnostics: [diagnose(rule, { message, place, subject: subject.key })],
  };
}
