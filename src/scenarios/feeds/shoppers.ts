const CHANNELS = ['online', 'online', 'app', 'app', 'store']
const SEGMENTS = ['regular', 'regular', 'regular', 'new', 'member']

/** Every pair of channel and customer segment as JSON fields, the common ones more often. */
export const SHOPPERS: readonly string[] = CHANNELS.flatMap((channel) =>
  SEGMENTS.map((segment) => `"channel":"${channel}","segment":"${segment}"`),
)
