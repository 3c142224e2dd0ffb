import { by } from "../../base/compare.ts";
import { joined } from "../../base/group.ts";
import type { RepoPath } from "../../base/path.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Claim, Part } from "../../model/claim.ts";
import { placeKey } from "../../diagnostic/place.ts";
import { findingsOf } from "./findings.ts";
import { renderProject, type RenderedProject } from "./models.ts";
import { nodeClaims } from "./node-claims.ts";
import { columnClaims } from "./column-claims.ts";
import { exposureClaims } from "./exposures.ts";
import { propertyClaims } from "./property-claims.ts";
import { propertyFindings } from "./property-findings.ts";
import { coveredFiles } from "./covered.ts";
import { projectsOf } from "./projects.ts";
import type { DbtSettings } from "./target.ts";

/** What the dbt projects of a tree add to what its files say by themselves. */
export interface ExpandedDbt {
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files on which these claims rest; none of them holds a claim of its own. */
  readonly files: ReadonlySet<RepoPath>;
  /** The projects with their rendered SQL, for lineage of columns. */
  readonly projects: readonly RenderedProject[];
}

/**
 * Joins the files of each dbt project: its models, seeds, snapshots, sources and exposures with
 * what they read, as its templates say. Nothing is run; the order of the parts changes nothing.
 */
export function expandDbt(parts: readonly Part[], settings: DbtSettings): ExpandedDbt {
  const pieces = parts.filter(({ tool }) => tool === "dbt");
  const projects = projectsOf(pieces).map((project) => renderProject(project, settings));
  const told = projects.map(toldBy);
  const claims = joined(told.map(projectClaims));
  return {
    claims: claims.toSorted(
      by(
        ({ subject }) => subject,
        ({ place }) => placeKey(place),
      ),
    ),
    diagnostics: joined([...told.map(findingsOf), ...told.map(propertyFindings)]),
    files: new Set(projects.flatMap(coveredFiles)),
    projects,
  };
}

/** The project without packages that another project of the tree builds and speaks for. */
function toldBy(project: RenderedProject): RenderedProject {
  const told = new Set(project.project.told);
  return {
    ...project,
    nodes: project.nodes.filter(({ node }) => told.has(node.package)),
    exposures: project.exposures.filter(({ entry }) => told.has(entry.package)),
    tests: project.tests.filter((one) => told.has(one.package)),
  };
}

function projectClaims(project: RenderedProject): readonly Claim[] {
  return joined([
    ...project.nodes.map((node) => nodeClaims(node, project)),
    ...project.nodes.map((node) => propertyClaims(node, project)),
    ...project.nodes.map(columnClaims),
    ...project.exposures.map(exposureClaims),
  ]);
}
