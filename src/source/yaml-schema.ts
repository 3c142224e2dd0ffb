import { Schema, type ScalarTag } from "yaml";
import type { Profile } from "./document.ts";
import { coreTags } from "./yaml-core.ts";
import { k8sTags } from "./yaml-k8s.ts";
import { pyyamlTags } from "./yaml-pyyaml.ts";

/** The schema of a profile: YAML's own three node kinds and what its scalars mean. */
export const schemas: Readonly<Record<Profile, Schema>> = {
  core: schemaOf(coreTags),
  k8s: schemaOf(k8sTags),
  pyyaml: schemaOf(pyyamlTags),
};

/** Reads every scalar as the text it is written as: enough to find places. */
export const textSchema: Schema = schemaOf([]);

function schemaOf(tags: readonly ScalarTag[]): Schema {
  return new Schema({ schema: "failsafe", customTags: [...tags], resolveKnownTags: false });
}
