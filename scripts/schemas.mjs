// schemas/**/*.schema.json -> src/schema/generated/<name>.mjs + .d.mts: one lazily loadable validator a schema.
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import formats from "ajv-formats";
import { build } from "esbuild";
import { filesBelow, inFile, writeFolder } from "./files.mjs";

const suffix = ".schema.json";
const dialects = new Map([
  ["https://json-schema.org/draft/2020-12/schema", Ajv2020],
  ["http://json-schema.org/draft-07/schema", Ajv],
]);
const shared = {
  allErrors: true,
  // Inlining makes the code half as large again and starts no faster.
  inlineRefs: false,
  allowUnionTypes: true,
  logger: false,
  code: { source: true, esm: true },
};
// `anyOf: [{required: [a]}, {required: [b]}]` is how a schema says "one of"; strictRequired forbids it.
const ownOptions = { ...shared, strict: true, strictRequired: false };
// Foreign schemas carry keywords of their tools (x-kubernetes-*), which are theirs to define.
const foreignOptions = { ...shared, strict: false };

const declaration = `import type { SchemaError } from "../schema-error.ts";
export declare const validate: {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
};
`;

const shapesDeclaration = `import type { JsonObject } from "../../base/json.ts";
/** By file name. */
export declare const shapes: JsonObject;
`;

// What the commands print is described in schemas/output, and validated by tests alone.
const schemas = filesBelow("schemas")
  .filter((path) => path.endsWith(suffix) && !path.startsWith("output/"))
  .map(readSchema);
const sources = new Map();
for (const [group, members] of groupsOf(schemas)) {
  const validators = group === "own" ? ownValidators(members) : foreignValidators(members);
  for (const { path, name, code } of validators) {
    if (sources.has(name)) throw new Error(`schemas/${path}: another schema is named ${name}`);
    sources.set(name, code);
  }
}
writeFolder("src/schema/generated", new Map([...(await bundled(sources)), ...shapes()]));

/** The schemas written here as values: what a message about a broken document quotes. Loaded only for such a message. */
function shapes() {
  const written = schemas.filter(({ path }) => isWrittenHere(path));
  const values = Object.fromEntries(written.map(({ path, schema }) => [basename(path), schema]));
  return [
    ["shapes.mjs", `export const shapes = ${JSON.stringify(values, undefined, 1)};\n`],
    ["shapes.d.mts", shapesDeclaration],
  ];
}

/** Our own kinds, and what we read of formats of others. */
function isWrittenHere(path) {
  return ["kinds", "reading"].includes(dirname(path));
}

function readSchema(path) {
  const schema = inFile(`schemas/${path}`, () =>
    JSON.parse(readFileSync(`schemas/${path}`, "utf8")),
  );
  return { path, name: basename(path, suffix), schema };
}

/** Schemas that may refer to each other: all of ours, or the files of one foreign folder. */
function groupsOf(all) {
  const groups = new Map();
  for (const member of all) {
    const group = member.path.startsWith("foreign/") ? dirname(member.path) : "own";
    groups.set(group, [...(groups.get(group) ?? []), member]);
  }
  return groups;
}

/** common.schema.json holds what the kinds share and is no kind; other own schemas are only referred to. */
function ownValidators(members) {
  const ajv = withFormats(new Ajv2020(ownOptions));
  for (const { path, schema } of members) {
    inFile(`schemas/${path}`, () => {
      if (dialectOf(schema) !== Ajv2020) throw new Error("expected $schema of draft 2020-12");
      if (typeof schema.$id !== "string") throw new Error("expected an $id");
      ajv.addSchema(schema);
    });
  }
  return members
    .filter(({ path, name }) => isWrittenHere(path) && name !== "common")
    .map((member) => validatorOf(member, ajv, member.schema.$id));
}

function foreignValidators(members) {
  const ajvs = new Map();
  for (const { path, schema } of members) {
    inFile(`schemas/${path}`, () => {
      const dialect = dialectOf(schema);
      if (!dialect) throw new Error(`no validator for ${schema.$schema}`);
      if (!ajvs.has(dialect)) ajvs.set(dialect, withFormats(new dialect(foreignOptions)));
      ajvs.get(dialect).addSchema(schema, keyOf(path, schema));
    });
  }
  return members.map((member) =>
    validatorOf(member, ajvs.get(dialectOf(member.schema)), keyOf(member.path, member.schema)),
  );
}

/** Without an $id a schema is reached by its file name, as its siblings would write it. */
function keyOf(path, schema) {
  return typeof schema.$id === "string" ? schema.$id : basename(path);
}

function dialectOf({ $schema = "http://json-schema.org/draft-07/schema" }) {
  return dialects.get($schema.replace(/#$/u, ""));
}

function withFormats(ajv) {
  formats.default(ajv);
  return ajv;
}

function validatorOf({ path, name }, ajv, key) {
  return inFile(`schemas/${path}`, () => ({
    path,
    name,
    code: standalone.default(ajv, ajv.getSchema(key)),
  }));
}

/** Ajv's "esm" code still calls require() for its runtime and its formats; esbuild puts those into shared chunks. */
async function bundled(codes) {
  if (codes.size === 0) return new Map();
  const { outputFiles } = await build({
    entryPoints: [...codes.keys()],
    plugins: [memory(codes)],
    outdir: "generated",
    outExtension: { ".js": ".mjs" },
    chunkNames: "shared-[hash]",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
  });
  const modules = outputFiles.map(({ path, text }) => [basename(path), text]);
  return new Map([...modules, ...[...codes.keys()].map((name) => [`${name}.d.mts`, declaration])]);
}

function memory(codes) {
  return {
    name: "memory",
    setup(esbuild) {
      esbuild.onResolve({ filter: /.*/ }, ({ kind, path }) =>
        kind === "entry-point" ? { path, namespace: "memory" } : undefined,
      );
      esbuild.onLoad({ filter: /.*/, namespace: "memory" }, ({ path }) => ({
        contents: codes.get(path),
        resolveDir: process.cwd(),
      }));
    },
  };
}
