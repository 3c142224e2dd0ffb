import type { Place } from "../../diagnostic/place.ts";
import { parseTemplate } from "../../jinja/parse.ts";
import { render } from "../../jinja/render.ts";
import { newCalls, type Use } from "./calls.ts";
import { environmentOf } from "./context.ts";
import { pathsOf, stepsBelow, type Package, type Project } from "./projects.ts";
import { dbtTags } from "./tags.ts";
import type { World } from "./world.ts";

/** A query below `tests` that must give no rows. */
export interface SingularTest {
  readonly package: Package;
  readonly name: string;
  readonly place: Place;
  readonly uses: readonly Use[];
}

export function singularTests(project: Project, world: World): readonly SingularTest[] {
  return project.packages.flatMap((own) =>
    own.pieces.flatMap(({ role, path, value }): SingularTest[] => {
      const steps = role === "sql" ? stepsBelow(own, path, pathsOf(own, "test")) : undefined;
      if (steps === undefined || steps[0] === "generic" || typeof value !== "string") return [];
      const calls = newCalls();
      const setting = {
        world,
        local: own.name,
        config: new Map(),
        calls,
        execute: true,
        incremental: false,
      };
      render(parseTemplate(path, value, dbtTags), environmentOf(setting));
      const name = (steps.at(-1) ?? "").replace(/\.sql$/u, "");
      return [{ package: own, name, place: { in: "file", path }, uses: calls.uses }];
    }),
  );
}
