/**
 * Whether a region lies in the European Economic Area; undefined for one that no table names.
 * Regions are those of AWS, Azure and Google Cloud as of November 2026, with or without the letter
 * of a zone, the multi-regions of BigQuery, and ISO 3166 codes of countries.
 */
export function isInEEA(region: string): boolean | undefined {
  const name = region.toLowerCase();
  return known.get(name) ?? known.get(name.replace(/-?[a-f]$/u, ""));
}

/** The 27 members of the Union with Iceland, Liechtenstein and Norway. */
const countriesInside =
  "at be bg hr cy cz dk ee fi fr de gr hu ie it lv lt lu mt nl pl pt ro sk si es se is li no";

const inside: readonly string[] = [
  countriesInside,
  "eu",
  // AWS
  "eu-central-1 eu-west-1 eu-west-3 eu-north-1 eu-south-1 eu-south-2 eusc-de-east-1",
  // Google Cloud
  "europe-west1 europe-west3 europe-west4 europe-west8 europe-west9 europe-west10 europe-west12",
  "europe-central2 europe-north1 europe-north2 europe-southwest1",
  // Azure
  "westeurope northeurope germanywestcentral germanynorth francecentral francesouth swedencentral",
  "swedensouth norwayeast norwaywest polandcentral italynorth spaincentral austriaeast",
  "belgiumcentral denmarkeast",
];

const outside: readonly string[] = [
  "us gb uk ch ca mx br cl jp kr cn hk tw in sg id my th au nz il ae bh qa sa za tr ua rs ng ke",
  // AWS
  "us-east-1 us-east-2 us-west-1 us-west-2 us-gov-east-1 us-gov-west-1 ca-central-1 ca-west-1",
  "mx-central-1 sa-east-1 af-south-1 me-south-1 me-central-1 il-central-1 eu-central-2 eu-west-2",
  "ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-northeast-1 ap-northeast-2 ap-northeast-3",
  "ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6",
  "ap-southeast-7 cn-north-1 cn-northwest-1",
  // Google Cloud
  "europe-west2 europe-west6 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2",
  "us-west3 us-west4 northamerica-northeast1 northamerica-northeast2 northamerica-south1",
  "southamerica-east1 southamerica-west1 asia-east1 asia-east2 asia-northeast1 asia-northeast2",
  "asia-northeast3 asia-south1 asia-south2 asia-southeast1 asia-southeast2 australia-southeast1",
  "australia-southeast2 me-west1 me-central1 me-central2 africa-south1",
  // Azure
  "uksouth ukwest switzerlandnorth switzerlandwest eastus eastus2 centralus northcentralus",
  "southcentralus westcentralus westus westus2 westus3 canadacentral canadaeast brazilsouth",
  "mexicocentral chilecentral japaneast japanwest koreacentral koreasouth southeastasia eastasia",
  "australiaeast australiasoutheast australiacentral newzealandnorth indonesiacentral malaysiawest",
  "centralindia southindia westindia uaenorth uaecentral qatarcentral israelcentral",
  "southafricanorth southafricawest",
];

const known: ReadonlyMap<string, boolean> = new Map([
  ...wordsIn(inside).map((name) => [name, true] as const),
  ...wordsIn(outside).map((name) => [name, false] as const),
]);

function wordsIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(" "));
}
