import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn, type Program } from "../support/program.ts";
import { leak, shop } from "../support/shop.ts";

const inShop = async (): Promise<Program> => programIn(await given({ ...shop, ...leak }));

test("trace answers where an asset comes from, with file and line of each step", async () => {
  const { status, out } = await (await inShop()).run("trace", "churn");
  expect(status).toBe(0);
  expect(out).toMatch(/^shop\/churn is made from\n/u);
  expect(out).toMatch(/└ shop\/features +trains +lineage\/model\.yaml:7:21/u);
});

test("trace tells why a model carries a tag", async () => {
  const program = await inShop();
  const { out } = await program.run("trace", "churn", "--why", "pii.contact");
  expect(out).toContain("shop/churn carries pii.contact because\n");
  expect(out).toContain("not masked on this path\n");
  expect((await program.json("trace", "churn", "--why", "PII.contact")).value).toMatchObject({
    asks: "why",
    total: 1,
    paths: [{ certain: true, hops: [{ column: "email" }, { column: "contact" }, {}] }],
  });
});

test("trace lists where the data of one subject lies", async () => {
  const program = await inShop();
  const { out } = await program.run("trace", "customers", "--erasure", "id");
  expect(out).toMatch(/^3 places hold data of one subject of shop\/customers#id\n/u);
  const { value } = await program.json("trace", "customers", "--erasure", "id");
  expect(value).toMatchObject({ places: [{ keys: [{ column: "id" }] }, {}, {}] });
});

test("trace between two assets, down from a column, and as a picture", async () => {
  const program = await inShop();
  expect((await program.run("trace", "churn", "--to", "customers")).out).toContain(
    "shop/customers reaches shop/churn\n",
  );
  expect((await program.run("trace", "customers#email", "--down")).out).toContain(
    "features#contact",
  );
  const { out } = await program.run("trace", "churn", "--format", "mermaid");
  expect(out).toMatch(/^flowchart LR\n/u);
});

test.each([
  [["nothing"], "there is no asset nothing\n  lineagectl graph lists them"],
  [["churm"], "there is no asset churm\n  did you mean churn?"],
  [["customers#emial"], "dataset:shop/customers has no column emial\n  did you mean email?"],
  [["features#x"], "dataset:shop/features has no column x\n  columns: contact"],
  [["churn", "--why", "pii.contct"], "nothing is tagged pii.contct\n  did you mean pii.contact?"],
  [["churn", "--to", "churn"], "churn is where the trace starts\n  --to names another"],
  [["churn", "--paths", "0"], "--paths 0 is no number of paths\n  1 to 9999"],
  [["churn", "--format", "jsn"], "unknown format jsn\n  did you mean json?"],
  [
    ["customers", "--erasure", "ids"],
    "dataset:shop/customers has no column ids\n  did you mean id?",
  ],
])("trace %j is refused with what was meant", async (args, message) => {
  const { status, out, err } = await (await inShop()).run("trace", ...args);
  expect({ status, out, err }).toEqual({ status: 2, out: "", err: `lineagectl: ${message}\n` });
});

test("questions that exclude each other are refused", async () => {
  const program = await inShop();
  expect((await program.run("trace", "churn", "--up", "--down")).status).toBe(2);
  expect((await program.run("trace", "churn", "--why", "x", "--to", "customers")).status).toBe(2);
});

test("an asset is known by the name that it was declared under, whatever its location", async () => {
  const files = { ...shop, "lineage/lake.yaml": lake };
  const { value } = await programIn(await given(files)).json("trace", "shop/clicks");
  expect(value).toMatchObject({ focus: { asset: "dataset:s3://lake/raw/clickstream" } });
});

const lake = [
  "apiVersion: lineagectl.dev/v1",
  "kind: Dataset",
  "metadata: { name: clicks, namespace: shop, owner: { team: growth } }",
  'spec: { type: table, location: { namespace: "s3://lake", name: raw/clickstream } }',
  "",
].join("\n");
