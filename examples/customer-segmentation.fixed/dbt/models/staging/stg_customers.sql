select customer_id, to_hex(sha256(to_utf8(email))) as email_hash, country
from {{ source('shop', 'customers') }}
