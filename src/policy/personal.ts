import { meaningsByEnd } from "./names.ts";

/** Whether a governance tag says personal or health data: `pii`, `pii.contact`, `phi.diagnosis`. */
export function isPersonalTag(tag: string): boolean {
  return /^(?:pii|phi)(?:\.|$)/iu.test(tag);
}

/** Whether a governance tag says special category of personal data (GDPR Article 9). */
export function isSpecialTag(tag: string): boolean {
  return /^pii\.special(?:\.|$)/u.test(tag);
}

/** A column name, its type and tags, as far as they are known. */
export interface NamedColumn {
  readonly name: string;
  readonly type?: string;
  readonly tags: readonly string[];
}

/** Whether tags or, failing a `not-pii` tag, the name say that the column holds personal data. */
export function isPersonalColumn(
  column: NamedColumn,
  categoryOf: typeof piiCategory = piiCategory,
): boolean {
  if (column.tags.some(isPersonalTag)) return true;
  return !column.tags.includes("not-pii") && categoryOf(column.name, column.type) !== "";
}

/**
 * What kind of personal data a column's name suggests, `""` for none. Whole tokens are compared,
 * at the end of the name, never parts of words: `product_email` is an address, `email_count` and
 * `emailed` are not.
 */
export function piiCategory(name: string, type = ""): string {
  const found = kindsOf(name).find(({ textOnly }) => !(textOnly && isNumberOrFlag(type)));
  return found?.category ?? "";
}

function isNumberOrFlag(type: string): boolean {
  return /^(?:bool|int|bigint|smallint|tinyint|long|short|float|double|real|decimal|numeric|number)/iu.test(
    type,
  );
}

interface Kind {
  readonly category: string;
  /** Whether a number or a flag of that name is something else. */
  readonly textOnly: boolean;
}

/** Names by category, `|` between them; `text` where a number of that name is something else. */
const names: readonly (readonly [category: string, names: string, values?: "text"])[] = [
  ["email", "email|e mail|mail address|email address|email addr|emailaddress", "text"],
  [
    "phone",
    "phone|telephone|mobile phone|phone number|phone no|msisdn|fax|fax number|mobile number",
  ],
  ["government-id", "ssn|social security number|national id|national insurance number|nino|tax id"],
  [
    "government-id",
    "passport|passport number|passport no|driver license|driving license|license plate|personnummer",
  ],
  [
    "name",
    "first name|last name|full name|given name|family name|middle name|maiden name|surname",
    "text",
  ],
  ["name", "forename|firstname|lastname|fullname|customer name|patient name|employee name", "text"],
  ["name", "person name|contact name|cardholder name", "text"],
  ["birth-date", "dob|date of birth|birth date|birthdate|birthday|birth day"],
  ["ip-address", "ip address|ip addr|client ip|remote ip|source ip|user ip|ipv4|ipv6"],
  [
    "address",
    "street|street address|home address|postal address|mailing address|billing address",
    "text",
  ],
  [
    "address",
    "shipping address|address line 1|address line 2|zip code|zipcode|postcode|postal code",
    "text",
  ],
  [
    "financial",
    "iban|credit card|credit card number|card number|pan number|account number|bank account",
  ],
  ["financial", "cvv|cvc|routing number|sort code"],
];

/** `email_count` and `product_name` end in nothing that is listed so. */
const kindsOf = meaningsByEnd<Kind>(
  names.map(([category, phrases, values]) => [{ category, textOnly: values === "text" }, phrases]),
);
