import { expect, test } from "vitest";
import { carriedTags } from "../../src/lineage/tags.ts";
import { trace } from "../../src/lineage/trace.ts";
import type { Claim } from "../../src/model/claim.ts";
import type { Spot, Trace, TracePath, TraceQuestion } from "../../src/model/trace.ts";
import {
  asId,
  claim,
  exists,
  job,
  own,
  placeAt,
  relates,
  snapshotFrom,
  text,
} from "../support/claims.ts";
import { column, derives } from "../support/columns.ts";

const spot = (words: string): Spot => {
  const [asset = "", name] = words.split("#");
  return { asset: asId(asset), ...(name !== undefined && { column: name }) };
};

function ask(claims: readonly Claim[], focus: string, question: TraceQuestion, limit = 20): Trace {
  return trace(snapshotFrom(claims), { focus: spot(focus), question }, { limit });
}

/** `shop/customers#email -identity> growth/mart#mail`, `~` before what is not certain. */
const said = ({ hops }: TracePath): string =>
  hops
    .map(({ asset, column: name, via, certain }, index) => {
      const where = `${asset.slice(asset.indexOf(":") + 1)}${name === undefined ? "" : `#${name}`}`;
      return index === 0 ? where : `${certain ? "" : "~"}-${via}> ${where}`;
    })
    .join(" ");
const paths = ({ paths: all }: Pick<Trace, "paths">): readonly string[] => all.map(said);

/** Customers flow by columns into a mart, by a job into a report, and both into a model. */
const estate = [
  exists("dataset", "shop/customers"),
  column("shop/customers", "id"),
  column("shop/customers", "email", { tags: ["pii.contact"] }),
  column("shop/customers", "country"),
  exists("dataset", "growth/mart"),
  column("growth/mart", "mail"),
  column("growth/mart", "token"),
  column("growth/mart", "blank"),
  derives("growth/mart#mail", "shop/customers#email"),
  derives("growth/mart#token", "shop/customers#email", "masking:sha256"),
  derives("growth/mart#blank", "shop/customers#email", "masking:redacted"),
  derives("growth/mart#mail", "shop/customers#country", "filter"),
  exists("dataset", "growth/report"),
  ...job("growth/nightly", ["shop/customers"], ["growth/report"]),
  exists("ml_model", "growth/churn"),
  relates(own("ml_model", "growth/churn"), "trains", "to", text("growth/mart")),
];

test("upwards an asset is followed to what nothing leads to, each step with its place", () => {
  const {
    paths: [first],
    total,
  } = ask(estate, "ml_model:growth/churn", { asks: "up" });
  expect(total).toBe(1);
  expect(first?.hops.map(({ asset, via, place }) => [asset, via, place])).toEqual([
    ["ml_model:growth/churn", "start", placeAt("own-Model-growth-churn.yaml")],
    [
      "dataset:growth/mart",
      "trains",
      placeAt("own-Model-growth-churn.yaml", "/spec/trains/growth-mart"),
    ],
    ["dataset:shop/customers", "derives", placeAt("growth/mart.yaml", "/spec/columns/blank/from")],
  ]);
});

test("downwards likewise; where nothing is, nothing is told", () => {
  expect(paths(ask(estate, "dataset:shop/customers", { asks: "down" }))).toEqual([
    "shop/customers -derives> growth/mart -trains> growth/churn",
    "shop/customers -reads> growth/nightly -writes> growth/report",
  ]);
  expect(ask(estate, "ml_model:growth/churn", { asks: "down" })).toMatchObject({
    paths: [],
    total: 0,
  });
});

test("a column is followed column by column, and as a whole where no column lineage is declared", () => {
  expect(paths(ask(estate, "dataset:shop/customers#email", { asks: "down" }))).toEqual([
    "shop/customers#email -masking:redacted> growth/mart#blank -trains> growth/churn",
    "shop/customers#email -identity> growth/mart#mail -trains> growth/churn",
    "shop/customers#email -masking:sha256> growth/mart#token -trains> growth/churn",
    "shop/customers#email -reads> growth/nightly ~-writes> growth/report",
  ]);
});

test("a job whose outputs are all explained by columns is no way of its own", () => {
  const claims = [...estate, ...job("growth/marts", ["shop/customers"], ["growth/mart"])];
  const all = paths(ask(claims, "dataset:shop/customers#id", { asks: "down" }));
  expect(all).toEqual(["shop/customers#id -reads> growth/nightly ~-writes> growth/report"]);
});

test("an influence without a value is told and ends its path", () => {
  expect(paths(ask(estate, "dataset:shop/customers#country", { asks: "down" }))).toContain(
    "shop/customers#country -filter> growth/mart#mail",
  );
});

test("upwards a column without lineage comes from anything before its asset, for all one knows", () => {
  const claims = [...estate, column("growth/report", "total")];
  expect(paths(ask(claims, "dataset:growth/report#total", { asks: "up" }))).toEqual([
    "growth/report#total ~-writes> growth/nightly -reads> shop/customers",
  ]);
  expect(paths(ask(claims, "dataset:growth/mart#mail", { asks: "up" }))).toEqual([
    "growth/mart#mail -filter> shop/customers#country",
    "growth/mart#mail -identity> shop/customers#email",
  ]);
});

test("between two assets the way data runs is found, whichever is named first", () => {
  const target = (words: string): TraceQuestion => ({ asks: "to", target: spot(words) });
  const there = ask(estate, "dataset:shop/customers", target("ml_model:growth/churn"));
  const back = ask(estate, "ml_model:growth/churn", target("dataset:shop/customers"));
  expect(paths(there)).toEqual(["shop/customers -derives> growth/mart -trains> growth/churn"]);
  expect([paths(back), there.reversed, back.reversed]).toEqual([paths(there), false, true]);
  expect(ask(estate, "dataset:growth/report", target("ml_model:growth/churn")).total).toBe(0);
});

test("between a column and an asset only its own values count", () => {
  const question: TraceQuestion = { asks: "to", target: spot("dataset:growth/mart") };
  expect(ask(estate, "dataset:shop/customers#id", question).total).toBe(0);
  expect(ask(estate, "dataset:shop/customers#email", question).total).toBe(3);
});

const why = (tag: string): TraceQuestion => ({ asks: "why", tag });

test("why tells each way on which a tag arrives, and those on which masking stops it", () => {
  const answer = ask(estate, "ml_model:growth/churn", why("pii.contact"));
  expect(paths(answer)).toEqual([
    "shop/customers#email -identity> growth/mart#mail -trains> growth/churn",
  ]);
  expect(answer.paths[0]?.hops[0]).toMatchObject({
    via: "tagged",
    place: { pointer: "/spec/columns/email" },
  });
  expect(answer.stopped.total).toBe(2);
  expect(answer.stopped.paths.map(({ masked }) => masked)).toEqual([
    {
      method: "redacted",
      leaves: "nothing",
      place: placeAt("growth/mart.yaml", "/spec/columns/blank/from"),
    },
    {
      method: "sha256",
      leaves: "pseudonym",
      place: placeAt("growth/mart.yaml", "/spec/columns/token/from"),
    },
  ]);
  expect(answer.carried).toEqual(["pii.contact", "pii.pseudonymous"]);
});

test("a pseudonym arrives where hashing made it", () => {
  const answer = ask(estate, "ml_model:growth/churn", why("pii.pseudonymous"));
  expect(paths(answer)).toEqual([
    "shop/customers#email -masking:sha256> growth/mart#token -trains> growth/churn",
  ]);
  expect(answer.stopped.paths.map(({ masked }) => masked?.method)).toEqual(["redacted"]);
});

test("a method that the column declares for itself is named", () => {
  const claims = [
    ...estate.slice(0, 4),
    exists("dataset", "growth/mart"),
    column("growth/mart", "mail", { masking: "tokenized" }),
    derives("growth/mart#mail", "shop/customers#email"),
  ];
  const { stopped } = ask(claims, "dataset:growth/mart", why("pii.contact"));
  expect(stopped.paths.map(({ masked }) => masked?.method)).toEqual(["tokenized"]);
});

test("a tag of another kind does not travel", () => {
  const claims = [...estate, claim(own("dataset", "shop/customers"), { is: "tag", tag: "gold" })];
  expect(paths(ask(claims, "dataset:shop/customers", why("gold")))).toEqual(["shop/customers"]);
  const none = ask(claims, "dataset:growth/mart", why("gold"));
  expect(none).toMatchObject({ total: 0, carried: ["pii.contact", "pii.pseudonymous"] });
});

test("why agrees with what policies are told, whatever is asked of", () => {
  const snapshot = snapshotFrom([...estate, column("growth/report", "total")]);
  const carried = carriedTags(snapshot);
  for (const { id } of snapshot.assets) {
    for (const tag of ["pii.contact", "pii.pseudonymous"]) {
      const answer = trace(snapshot, { focus: { asset: id }, question: why(tag) }, { limit: 5 });
      const holds = carried.of(id).some((one) => one.tag === tag);
      expect(answer.total > 0, `${id} ${tag}`).toBe(holds);
    }
  }
});

test("a reference that leads nowhere is told with the paths that meet it", () => {
  const claims = [
    ...estate,
    relates(own("job", "growth/nightly"), "reads", "to", text("shop/gone")),
  ];
  const { unresolved } = ask(claims, "dataset:growth/report", { asks: "up" });
  expect(unresolved).toMatchObject([{ asset: "job:growth/nightly", text: "shop/gone" }]);
  expect(ask(claims, "ml_model:growth/churn", { asks: "up" }).unresolved).toEqual([]);
});

test("no more paths than asked for are given, and all are counted", () => {
  const answer = ask(estate, "dataset:shop/customers#email", { asks: "down" }, 2);
  expect([answer.paths.length, answer.total]).toEqual([2, 4]);
});
