/** A price as it stands in Redis: a hash that redis-cli shows as it is. The version comes first in every script. */
export const PRICE_FIELDS = ['version', 'priceMinor', 'currency', 'promoLabel', 'validUntil', 'floorMinor', 'costVersion', 'promoFreeMinor', 'publishedAt'] as const

const QUOTED = PRICE_FIELDS.map((field) => `'${field}'`)

/**
 * Compare-and-set of many prices: a value that is not newer than the one that is there changes nothing, so that a
 * script whose answer was lost can be run again. The lease is renewed last, and never shortened. Where the lease or the
 * mark is older than is expected, prices were lost: the lease is revoked, and nothing is written.
 * KEYS: leases, then one a price. ARGV: partition, lease (0: none), mark (0: none), expected lease, expected mark, then
 * the fields of each price.
 */
export const PUT_PRICES = `
local fields = {${QUOTED.join(', ')}}
local held = redis.call('HMGET', KEYS[1], ARGV[1], ARGV[1] .. ':mark')
local lease, mark = tonumber(held[1] or 0), tonumber(held[2] or 0)
if lease < tonumber(ARGV[4]) or mark < tonumber(ARGV[5]) then
  redis.call('HSET', KEYS[1], ARGV[1], 0)
  return 'LOST'
end
local at = 6
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
local newer = tonumber(ARGV[3])
if newer > 0 and newer <= mark then return 'OK' end
if newer > 0 then redis.call('HSET', KEYS[1], ARGV[1] .. ':mark', ARGV[3]) end
if tonumber(ARGV[2]) > lease then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 'OK'
`

/**
 * Prices, each with the lease of its partition and its mark, seen at one moment. KEYS: leases, then one a price. Nil stands
 * where there is no such price.
 */
export const READ_PRICES = `
local all, leases = {}, {}
for index = 2, #KEYS do
  local found = redis.call('HMGET', KEYS[index], ${QUOTED.join(', ')}, 'partition')
  all[index - 1] = false
  if found[1] then
    local partition = found[#found]
    leases[partition] = leases[partition] or redis.call('HMGET', KEYS[1], partition, partition .. ':mark')
    found[#found + 1] = leases[partition][1] or '0'
    found[#found + 1] = leases[partition][2] or '0'
    all[index - 1] = found
  end
end
return all
`

/** Everything that the other two call, once, changing nothing. KEYS: leases, a price. */
export const TRY_RIGHTS = `
redis.call('HSET', KEYS[1], '0', redis.call('HGET', KEYS[1], '0') or '0')
redis.call('HMGET', KEYS[2], 'version')
return redis.call('HGET', KEYS[2], 'version')
`
