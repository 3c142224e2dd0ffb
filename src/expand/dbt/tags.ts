import type { Tags } from "../../jinja/parse.ts";

/** dbt's tags beside Jinja's: https://docs.getdbt.com/docs/build/jinja-macros */
export const dbtTags: Tags = {
  macros: new Set(["test", "data_test"]),
  blocks: new Set(["snapshot"]),
  skipped: new Set(["materialization", "docs"]),
};
