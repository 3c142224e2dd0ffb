import type { Shape } from "../mistyped.ts";

const members = (fields: () => Readonly<Record<string, Shape>>): Shape => ({ members: fields });
const list = (item: Shape): Shape => ({ list: item });
const texts: Shape = { map: "text" };

const metadata = members(() => ({ labels: texts, annotations: texts }));

const quantities: Shape = { map: "scalar" };
const container = members(() => ({
  name: "text",
  image: "text",
  env: list(members(() => ({ name: "text" }))),
  resources: members(() => ({ requests: quantities, limits: quantities })),
  restartPolicy: "text",
}));

const valueFrom = members(() => ({
  parameter: "text",
  path: "text",
  expression: "text",
  configMapKeyRef: members(() => ({ name: "text", key: "text" })),
}));
/** A value may be any single value; a map or list is what it says, written as JSON. */
const parameter = members(() => ({
  name: "text",
  globalName: "text",
  enum: list("scalar"),
  valueFrom,
}));

const bucket = { bucket: "text", key: "text", endpoint: "text" } as const;
const artifact = members(() => ({
  name: "text",
  from: "text",
  fromExpression: "text",
  globalName: "text",
  optional: "flag",
  s3: members(() => bucket),
  gcs: members(() => bucket),
  oss: members(() => bucket),
  azure: members(() => ({ endpoint: "text", container: "text", blob: "text" })),
  hdfs: members(() => ({ addresses: list("text"), path: "text" })),
  git: members(() => ({ repo: "text", revision: "text", branch: "text" })),
  http: members(() => ({ url: "text" })),
  artifactory: members(() => ({ url: "text" })),
  raw: members(() => ({ data: "text" })),
}));

const parametersAndArtifacts = members(() => ({
  parameters: list(parameter),
  artifacts: list(artifact),
}));

const templateRef = members(() => ({ name: "text", template: "text", clusterScope: "flag" }));
const hook = members(() => ({
  template: "text",
  templateRef,
  expression: "text",
  arguments: parametersAndArtifacts,
}));

const call = members(() => ({
  name: "text",
  template: "text",
  templateRef,
  inline: template,
  arguments: parametersAndArtifacts,
  depends: "text",
  dependencies: list("text"),
  when: "text",
  withParam: "text",
  withSequence: members(() => ({
    count: "scalar",
    start: "scalar",
    end: "scalar",
    format: "text",
  })),
  onExit: "text",
  hooks: { map: hook },
}));

const retryStrategy = members(() => ({ limit: "scalar" }));
const pod = {
  serviceAccountName: "text",
  nodeSelector: texts,
  affinity: members(() => ({})),
  podSpecPatch: "text",
  activeDeadlineSeconds: "scalar",
  retryStrategy,
} as const;

const template: Shape = members(() => ({
  ...pod,
  name: "text",
  metadata,
  annotations: texts,
  inputs: parametersAndArtifacts,
  outputs: parametersAndArtifacts,
  container,
  script: container,
  containerSet: members(() => ({
    containers: list(container),
    retryStrategy: members(() => ({ retries: "scalar" })),
  })),
  initContainers: list(container),
  sidecars: list(container),
  steps: list(list(call)),
  dag: members(() => ({ tasks: list(call), target: "text" })),
  resource: members(() => ({ action: "text", manifest: "text" })),
  data: members(() => ({
    source: members(() => ({ artifactPaths: artifact })),
  })),
  memoize: members(() => ({})),
}));

const workflow = members(() => ({
  ...pod,
  entrypoint: "text",
  onExit: "text",
  hooks: { map: hook },
  arguments: parametersAndArtifacts,
  templates: list(template),
  templateDefaults: template,
  workflowTemplateRef: members(() => ({ name: "text", clusterScope: "flag" })),
  podMetadata: metadata,
  workflowMetadata: metadata,
  volumeClaimTemplates: list(members(() => ({ metadata: members(() => ({ name: "text" })) }))),
}));

const cron = members(() => ({
  schedule: "text",
  schedules: list("text"),
  timezone: "text",
  suspend: "flag",
  workflowMetadata: metadata,
  workflowSpec: workflow,
}));

/** The fields of an object of that kind that are read, with their types. */
export function shapeOf(kind: string): Shape {
  return members(() => ({
    metadata,
    spec: kind === "CronWorkflow" ? cron : workflow,
  }));
}
