select order_id, customer_id, amount, placed_at
from {{ source('shop', 'orders') }}
where placed_at >= current_date - interval '{{ var("days") }}' day
