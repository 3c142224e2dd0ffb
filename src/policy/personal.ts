/** Whether a governance tag says personal or health data: `pii`, `pii.contact`, `phi.diagnosis`. */
export function isPersonalTag(tag: string): boolean {
  return /^(?:pii|phi)(?:\.|$)/iu.test(tag);
}

/** A column name, its type and tags, as far as they are known. */
export interface NamedColumn {
  readonly name: string;
  readonly type?: string;
  readonly tags: readonly string[];
}

/** Whether tags or, failing a `not-pii` tag, the name say that the column holds personal data. */
export function isPersonalColumn(column: NamedColumn): boolean {
  if (column.tags.some(isPersonalTag)) return true;
  return !column.tags.includes("not-pii") && piiCategory(column.name, column.type) !== "";
}

/**
 * What kind of personal data a column's name suggests, `""` for none. Whole tokens are compared,
 * at the end of the name, never parts of words: `product_email` is an address, `email_count` and
 * `emailed` are not.
 */
export function piiCategory(name: string, type = ""): string {
  const tokens = tokensOf(name);
  if (neutral.has(tokens.at(-1) ?? "")) return "";
  for (const [category, { names, textOnly }] of Object.entries(categories)) {
    if (textOnly && isNumberOrFlag(type)) continue;
    if (names.some((words) => endsWith(tokens, words))) return category;
  }
  return "";
}

/** `customerEmail2` as `customer`, `email`, `2`. */
function tokensOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/gu, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/gu, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter((token) => token !== "");
}

function endsWith(tokens: readonly string[], words: readonly string[]): boolean {
  const start = tokens.length - words.length;
  return start >= 0 && words.every((word, index) => tokens[start + index] === word);
}

function isNumberOrFlag(type: string): boolean {
  return /^(?:bool|int|bigint|smallint|tinyint|long|short|float|double|real|decimal|numeric|number)/iu.test(type);
}

/** Last tokens that turn a personal name into a number, a flag or a digest. */
const neutral: ReadonlySet<string> = new Set(
  "count cnt num total sum avg min max flag hash hashed sha256 md5 masked pct rate ratio domain verified valid opt".split(
    " ",
  ),
);

interface Category {
  readonly names: readonly (readonly string[])[];
  readonly textOnly: boolean;
}

const categories: Readonly<Record<string, Category>> = {
  email: category("email|e mail|mail address|email address|email addr|emailaddress", true),
  phone: category("phone|telephone|mobile phone|phone number|phone no|msisdn|fax|fax number|mobile number"),
  "government-id": category(
    "ssn|social security number|national id|national insurance number|nino|tax id|passport|passport number|passport no|driver license|driving license|license plate|personnummer|iban owner",
  ),
  name: category(
    "first name|last name|full name|given name|family name|middle name|maiden name|surname|forename|firstname|lastname|fullname|customer name|patient name|employee name|person name|contact name|cardholder name",
    true,
  ),
  "birth-date": category("dob|date of birth|birth date|birthdate|birthday|birth day"),
  "ip-address": category("ip address|ip addr|client ip|remote ip|source ip|user ip|ipv4|ipv6"),
  address: category(
    "street|street address|home address|postal address|mailing address|billing address|shipping address|address line 1|address line 2|zip code|zipcode|postcode|postal code",
    true,
  ),
  financial: category(
    "iban|credit card|credit card number|card number|pan number|account number|bank account|cvv|cvc|routing number|sort code",
  ),
};

function category(names: string, textOnly = false): Category {
  return { names: names.split("|").map((name) => name.split(" ")), textOnly };
}
