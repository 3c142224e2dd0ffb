// A seeded synthetic repository: the same seed gives the same commit on every machine.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** Numbers in [0, 1) from a seed (mulberry32): the generator's only source of variety. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Specs of `documents` documents as [path, text], in teams of a hundred: datasets in chains, pipelines
 * that read and write them, models trained on them, Kubernetes objects, Argo CD applications.
 */
export function* specs(documents, seed = 1) {
  const random = randomFrom(seed);
  for (let made = 0, team = 0; made < documents; team += 1) {
    for (const [path, text, count] of teamSpecs(team, random)) {
      if (made >= documents) return;
      yield [path, text];
      made += count;
    }
  }
}

const head = (kind, name, team, more = "") =>
  `apiVersion: lineagectl.dev/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: team-${team}\n  owner: {team: team-${team}, email: team-${team}@example.com}\n${more}`;

function* teamSpecs(team, random) {
  const dir = `teams/${String(team).padStart(4, "0")}`;
  yield [`${dir}/argocd.yaml`, application(team, dir), 1];
  for (let index = 0; index < 44; index += 1)
    yield [`${dir}/datasets/d${index}.yaml`, dataset(team, index, random), 1];
  for (let index = 0; index < 14; index += 1)
    yield [`${dir}/pipelines/p${index}.yaml`, pipeline(team, index, random), 1];
  for (let index = 0; index < 5; index += 1)
    yield [`${dir}/models/m${index}.yaml`, model(team, index), 1];
  for (let index = 0; index < 18; index += 1) {
    yield [
      `${dir}/k8s/w${index}.yaml`,
      `${deployment(team, index, random)}---\n${cronJob(team, index, random)}`,
      2,
    ];
  }
}

function dataset(team, index, random) {
  const columns = Array.from({ length: 6 + Math.floor(random() * 10) }, (_, number) => {
    const tags = number === 1 && index % 11 === 0 ? ", tags: [pii.contact]" : "";
    const from =
      index > 0 && number > 1
        ? `, from: [{column: "team-${team}/d${index - 1}#c${Math.min(number, 5)}", via: identity}]`
        : "";
    return `    - {name: c${number}, type: ${number % 2 ? "string" : "integer"}, description: "Column ${number} of dataset ${index}"${tags}${from}}`;
  });
  return `${head("Dataset", `d${index}`, team, `  labels: {product: p${team % 7}}\n`)}spec:\n  type: table\n  format: iceberg\n  location: {uri: "s3://lake/team-${team}/d${index}"}\n  classification: internal\n  privacy: {retentionDays: ${30 + Math.floor(random() * 300)}}\n  storage: {bytes: "${1 + Math.floor(random() * 900)} GiB", class: standard}\n  columns:\n${columns.join("\n")}\n`;
}

function pipeline(team, index, random) {
  const steps = Array.from({ length: 3 }, (_, step) => {
    const at = index * 3 + step;
    return `    - name: s${step}\n      reads: [team-${team}/d${at}]\n      writes: [team-${team}/d${Math.min(at + 1, 43)}]\n      duration: PT${5 + Math.floor(random() * 50)}M\n      resources: {cpu: "${1 + Math.floor(random() * 8)}", memory: "${2 + Math.floor(random() * 30)} GiB"}`;
  });
  return `${head("Pipeline", `p${index}`, team)}spec:\n  schedule: {cron: "${Math.floor(random() * 60)} ${Math.floor(random() * 24)} * * *"}\n  steps:\n${steps.join("\n")}\n`;
}

function model(team, index) {
  return `${head("Model", `m${index}`, team)}spec:\n  version: 1.${index}.0\n  task: classification\n  training: [{ref: "team-${team}/d${index * 8 + 3}", split: train}]\n  ai: {risk: limited, intendedUse: "Number ${index}", limitations: "None known"}\n`;
}

const image = (random) =>
  `registry.example.com/app@sha256:${Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join("")}`;

const container = (name, random, indent) =>
  [
    `- name: ${name}`,
    `  image: ${image(random)}`,
    "  args:",
    '    - "--config=/etc/app/config.yaml"',
    "  resources:",
    `    requests: {cpu: ${100 + Math.floor(random() * 1900)}m, memory: ${128 + Math.floor(random() * 4000)}Mi}`,
    '    limits: {cpu: "2", memory: 8Gi}',
    "",
  ]
    .map((line) => (line === "" ? "" : indent + line))
    .join("\n");

function deployment(team, index, random) {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: w${index}\n  namespace: team-${team}\n  labels: {app.kubernetes.io/name: w${index}}\n  annotations:\n    lineagectl.dev/reads: team-${team}/d${index}\nspec:\n  replicas: ${1 + Math.floor(random() * 5)}\n  selector: {matchLabels: {app: w${index}}}\n  template:\n    metadata: {labels: {app: w${index}}}\n    spec:\n      containers:\n${container("main", random, "        ")}`;
}

function cronJob(team, index, random) {
  return `apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: c${index}\n  namespace: team-${team}\n  annotations: {lineagectl.dev/duration: PT10M}\nspec:\n  schedule: "*/${5 + Math.floor(random() * 50)} * * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n${container("job", random, "            ")}`;
}

function application(team, dir) {
  return `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: team-${team}, namespace: argocd}\nspec:\n  project: default\n  source: {repoURL: "https://git.example.com/bench/repo", targetRevision: HEAD, path: ${dir}/k8s}\n  destination: {server: "https://kubernetes.default.svc", namespace: team-${team}}\n  syncPolicy: {automated: {prune: true, selfHeal: true}}\n`;
}

const prices = `${head("PriceTable", "bench", 0)}spec:\n  currency: EUR\n  prices:\n    - {id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316"}\n    - {id: memory, resource: memory, unit: GiB.h, price: "0.0042"}\n    - {id: storage, resource: storage, unit: GiB.mo, price: "0.0245"}\n`;

/** A repository with two commits: all specs, then `changed` of them edited. Returns the number of files. */
export function generate(root, { documents, changed = 10, seed = 1 }) {
  mkdirSync(root, { recursive: true });
  const files = [
    ["lineagectl.yaml", 'repo: {urls: ["https://git.example.com/bench/repo"]}\n'],
    ["finops/prices.yaml", prices],
    ...specs(documents, seed),
  ];
  const edited = files
    .filter(([path]) => path.includes("/datasets/"))
    .slice(0, changed)
    .map(([path, text]) => [
      path,
      text.replace("classification: internal", "classification: confidential"),
    ]);
  const stream = commit("first", files, 1) + commit("second", edited, 2);
  run(root, ["init", "-q", "-b", "main"]);
  run(root, ["fast-import", "--quiet"], stream);
  return files.length;
}

function commit(message, files, mark) {
  const from = mark > 1 ? `from :${mark - 1}\n` : "";
  const who = "bench <bench@example.com> 1767225600 +0000";
  const changes = files.map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`).join("");
  return `commit refs/heads/main\nmark :${mark}\ncommitter ${who}\n${data(message)}${from}${changes}\n`;
}

function data(text) {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function run(cwd, args, input) {
  const { status, stderr } = spawnSync("git", args, {
    cwd,
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}
