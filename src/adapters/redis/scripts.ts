/** A price as it stands in Redis: a hash that redis-cli shows as it is. The version comes first in every script. */
export const PRICE_FIELDS = ['version', 'priceMinor', 'currency', 'promoLabel', 'validUntil', 'floorMinor', 'costVersion', 'promoFreeMinor', 'publishedAt'] as const

const QUOTED = PRICE_FIELDS.map((field) => `'${field}'`)

/**
 * Compare-and-set of many prices: a value that is not newer than the one that is there changes nothing, so that a
 * script whose answer was lost can be run again. The lease is renewed last, and never shortened.
 * KEYS: leases, then one a price. ARGV: partition, lease (0: none), then the fields of each price.
 */
export const PUT_PRICES = `
local fields = {${QUOTED.join(', ')}}
local at = 3
for index = 2, #KEYS do
  local known = tonumber(redis.call('HGET', KEYS[index], 'version') or 0)
  if tonumber(ARGV[at]) > known then
    local hash = {'partition', ARGV[1]}
    for offset, field in ipairs(fields) do
      hash[#hash + 1] = field
      hash[#hash + 1] = ARGV[at + offset - 1]
    end
    redis.call('HSET', KEYS[index], unpack(hash))
  end
  at = at + #fields
end
local lease = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or 0)
if tonumber(ARGV[2]) > lease then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 'OK'
`

/** A price and the lease of its partition, seen at one moment. KEYS: leases, price. Nil where there is no such price. */
export const READ_PRICE = `
local found = redis.call('HMGET', KEYS[2], ${QUOTED.join(', ')}, 'partition')
if not found[1] then return nil end
found[#found + 1] = redis.call('HGET', KEYS[1], found[#found]) or '0'
return found
`

/** Everything that the other two call, once, changing nothing. KEYS: leases, a price. */
export const TRY_RIGHTS = `
redis.call('HSET', KEYS[1], '0', redis.call('HGET', KEYS[1], '0') or '0')
redis.call('HMGET', KEYS[2], 'version')
return redis.call('HGET', KEYS[2], 'version')
`
