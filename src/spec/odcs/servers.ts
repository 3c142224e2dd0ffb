import { listAt, memberOf, textAt, type Json } from "../../base/json.ts";
import { by } from "../../base/compare.ts";
import type { Claim } from "../../model/claim.ts";
import { physicalKey, type Key } from "../../model/ids.ts";
import { keyOfUri, normalKey } from "../../model/uri.ts";
import { isTemplated } from "../templated.ts";
import { declared, facetClaims, type Subject } from "../subject.ts";
import type { ContractObject } from "./contract.ts";

/** The namespace of a server in OpenLineage's naming, and the names above the table's. */
interface Naming {
  readonly namespace: (server: Json) => string | undefined;
  readonly above: readonly string[];
}

const host = (scheme: string, port?: string) => (server: Json) => {
  const name = textAt(server, "host");
  const given = memberOf(server, "port");
  const number = typeof given === "number" || typeof given === "string" ? String(given) : port;
  return name && `${scheme}://${name}${number === undefined ? "" : `:${number}`}`;
};
const fixed = (namespace: string) => () => namespace;

/** @see https://openlineage.io/docs/spec/naming */
const namings: Readonly<Record<string, Naming>> = {
  bigquery: { namespace: fixed("bigquery"), above: ["project", "dataset"] },
  snowflake: {
    namespace: (server) => {
      const account = textAt(server, "account");
      return account && `snowflake://${account}`;
    },
    above: ["database", "schema"],
  },
  postgres: { namespace: host("postgres", "5432"), above: ["database", "schema"] },
  postgresql: { namespace: host("postgres", "5432"), above: ["database", "schema"] },
  redshift: { namespace: host("redshift", "5439"), above: ["database", "schema"] },
  mysql: { namespace: host("mysql", "3306"), above: ["database"] },
  sqlserver: { namespace: host("mssql", "1433"), above: ["database", "schema"] },
  trino: { namespace: host("trino"), above: ["catalog", "schema"] },
  kafka: { namespace: host("kafka"), above: [] },
};

/**
 * The places of an object on the contract's servers, each one of its keys; production comes first.
 * A location of files names one object: of a contract with several it says nothing about any.
 */
export function serverClaims(object: ContractObject, subject: Subject): readonly Claim[] {
  const { document, places } = object;
  const servers = listAt(document.value, "servers").flatMap((server, index) => {
    const key = keyOf(server, object);
    return key === undefined ? [] : [{ server, index, key }];
  });
  const [first] = servers.toSorted(by(({ server }) => (isProduction(server) ? "0" : "1")));
  const environment = first && textAt(first.server, "environment")?.toLowerCase();
  const region = first && textAt(first.server, "region");
  const at = (field: string) => places.value("servers", first?.index ?? 0, field);
  return [
    ...servers.map(({ index, key }) => {
      const main = index === first?.index ? { canonical: true as const } : {};
      return declared(subject, { is: "sameAs", key, ...main }, places.value("servers", index));
    }),
    ...facetClaims(subject, "env", { value: environment, place: at("environment") }),
    ...facetClaims(subject, "region", { value: region, place: at("region") }),
  ];
}

function isProduction(server: Json): boolean {
  return /^prod/iu.test(textAt(server, "environment") ?? "");
}

function keyOf(server: Json, object: ContractObject): Key | undefined {
  const type = textAt(server, "type")?.toLowerCase() ?? "";
  if (["s3", "azure", "local", "sftp"].includes(type)) return keyOfFiles(server, object);
  const naming = Object.hasOwn(namings, type) ? namings[type] : undefined;
  const namespace = naming?.namespace(server);
  if (naming === undefined || namespace === undefined) return undefined;
  const name = nameIn(server, naming, object);
  if (name === undefined || isTemplated(namespace) || isTemplated(name)) return undefined;
  return normalKey(physicalKey(namespace, name));
}

/** The table's name below those of the server, of which a qualified one brings its own. */
function nameIn(
  server: Json,
  { above }: Naming,
  { value, name }: ContractObject,
): string | undefined {
  const own = (textAt(value, "physicalName") ?? name).split(".");
  const outer = above.map((field) => textAt(server, field));
  const given = outer.slice(0, Math.max(0, outer.length + 1 - own.length));
  const known = given.filter((part) => part !== undefined);
  if (known.length < given.length || own.includes("")) return undefined;
  return [...known, ...own].slice(above.length === 0 ? 0 : -(above.length + 1)).join(".");
}

function keyOfFiles(server: Json, { document }: ContractObject): Key | undefined {
  const location = textAt(server, "location");
  const single = listAt(document.value, "schema").length === 1;
  if (location === undefined || !single || /[{}]/u.test(location)) return undefined;
  return keyOfUri(location);
}
