/** Topics that the pipeline itself writes, beside the order records. */
export const OUTPUT_TOPICS = ['pricing_decisions', 'price_updates', 'promotion_decisions', 'alerts', 'dead_letters'] as const

/** One record a batch: which inputs it took, and when. Where the pipeline stands is read from here and nowhere else. */
export const ORDER_TOPIC = 'order'
