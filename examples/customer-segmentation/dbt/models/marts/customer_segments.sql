with spending as (
    select customer_id, sum(amount) as spend_90d, count(order_id) as orders_90d
    from {{ ref('stg_orders') }}
    group by customer_id
)

select c.customer_id, c.country, s.spend_90d, s.orders_90d, max_by(t.segment, t.spend_from) as segment
from {{ ref('stg_customers') }} c
join spending s on s.customer_id = c.customer_id
join {{ ref('segment_thresholds') }} t on s.spend_90d >= t.spend_from
group by c.customer_id, c.country, s.spend_90d, s.orders_90d
